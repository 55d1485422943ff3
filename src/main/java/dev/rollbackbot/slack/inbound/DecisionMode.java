package dev.rollbackbot.slack.inbound;

import dev.rollbackbot.app.IncidentCommands.CommandResult;
import dev.rollbackbot.app.IncidentCommands.NotStored;
import dev.rollbackbot.app.IncidentCommands.PerhapsStored;
import dev.rollbackbot.app.payload.PayloadInbox;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.slack.inbound.NotDecidedYet.WaitsFor;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Whether a person waits for the decision, or has been told that it comes later. */
sealed interface DecisionMode {
  /** A person waits, so it must be decided quickly or later. */
  record AtOnce(PayloadInbox inbox, Duration within) implements DecisionMode {}

  /**
   * It was acknowledged.
   *
   * @param about the incident that it was about when the person did it; empty: none
   * @param seen how many events that incident had then
   */
  record Later(Optional<IncidentId> about, OptionalLong seen, Runnable beforeCommand)
      implements DecisionMode {}

  /** The incident that was meant when it was acknowledged; empty: it is decided at once. */
  default Optional<IncidentId> about() {
    return this instanceof Later later ? later.about() : Optional.empty();
  }

  /** How many events that incident had then; empty: it is decided at once. */
  default OptionalLong waitedSince() {
    return this instanceof Later later ? later.seen() : OptionalLong.empty();
  }

  /**
   * To be called before anything else is looked up.
   *
   * @throws NotDecidedYet when something that the person did before is not decided yet
   */
  default void checkOrder(String person, Optional<IncidentId> incident) {
    switch (this) {
      case AtOnce atOnce -> {
        if (atOnce.inbox().hasWaiting(person)) {
          String why = "what the person did before is not decided yet";
          throw new NotDecidedYet(WaitsFor.EARLIER, incident, why, Replies.notStored());
        }
      }
      // Those that wait are decided in their order.
      case Later _ -> {}
    }
  }

  /**
   * Has the command decided.
   *
   * @param since when the person's time began to run, by {@link System#nanoTime}
   * @throws NotDecidedYet when the database doesn't take it, or not in time
   */
  default CommandResult decide(
      long since, Optional<IncidentId> incident, Supplier<CommandResult> command) {
    CommandResult result =
        switch (this) {
          case AtOnce(PayloadInbox _, Duration within) -> {
            long left = within.toNanos() - (System.nanoTime() - since);
            yield inTime(left, incident, command);
          }
          case Later(Optional<IncidentId> _, OptionalLong _, Runnable beforeCommand) -> {
            beforeCommand.run();
            yield command.get();
          }
        };
    return switch (result) {
      case NotStored(String why) -> throw busy(incident, why, Replies.notStored());
      case PerhapsStored(String why) -> throw busy(incident, why, Replies.perhapsStored());
      case CommandResult decided -> decided;
    };
  }

  /** What is stored after the time is over counts: the decision later finds it by its key. */
  private static CommandResult inTime(
      long nanos, Optional<IncidentId> incident, Supplier<CommandResult> command) {
    FutureTask<CommandResult> running = new FutureTask<>(command::get);
    Thread.ofVirtual().name("decision").start(running);
    try {
      return running.get(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw busy(incident, "the database is slow", Replies.perhapsStored());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("the command was not decided", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(incident, "the bot is stopping", Replies.perhapsStored());
    }
  }

  private static NotDecidedYet busy(Optional<IncidentId> incident, String why, String otherwise) {
    return new NotDecidedYet(WaitsFor.DATABASE, incident, why, otherwise);
  }
}
