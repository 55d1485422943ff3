package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.CommandEnumeration;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.ProposalCommand;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.AutomaticConditions;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.promises.TestUsers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The users in the channel. They press sensible buttons and any others, also on an outdated panel.
 * Slack delivers a click redeliveries when its acknowledgement was lost, and sometimes when it was
 * not, later and in another order.
 */
final class SimulatedUsers {
  private static final Duration LONG_WAIT = Duration.ofMinutes(5);

  private static final int PANELS_SEEN = 6;

  private final SeededRandom random;
  private final TracingClock clock;
  private final List<Incident> seen = new ArrayList<>();
  private final List<SimulatedClick> redeliveries = new ArrayList<>();
  private final Map<String, IncidentCommands.CommandResult> results = new LinkedHashMap<>();
  private int clicks;

  /** The clicks that were acknowledged as accepted, whose times are unique. */
  final List<SimulatedClick> acknowledged = new ArrayList<>();

  /** Everything that was pressed, whether it was accepted or not. */
  final List<Command> pressed = new ArrayList<>();

  private final IncidentId incident;

  SimulatedUsers(SeededRandom random, TracingClock clock, IncidentId incident) {
    this.incident = incident;
    this.random = random;
    this.clock = clock;
  }

  /** One click, as Slack delivers it. */
  record SimulatedClick(String key, Command command) {}

  /** A user clicks, or Slack delivers a click again. */
  void act(IncidentCommands commands) {
    if (!redeliveries.isEmpty() && (random.orderly() || random.yes(0.3))) {
      deliver(commands, redeliveries.remove(random.below(redeliveries.size())));
      return;
    }
    Incident now = commands.incident(incident).orElseThrow();
    look(now);
    Incident old = random.orderly() || random.yes(0.8) ? now : random.of(seen);
    clock.pass(Duration.ofMillis(1));
    command(old).ifPresent(c -> press(commands, c));
  }

  /** Somebody presses exactly that. */
  void press(IncidentCommands commands, Command command) {
    deliver(commands, new SimulatedClick(incident.label() + "-click-" + clicks++, command));
  }

  private void look(Incident now) {
    seen.add(now);
    if (seen.size() > PANELS_SEEN) {
      seen.removeFirst();
    }
  }

  private Optional<Command> command(Incident now) {
    if (now.state() instanceof State.Proposed) {
      return answer(now);
    }
    if (AutomaticConditions.announced(now).isPresent() && random.fault(0.6)) {
      return Optional.of(
          new ProposalCommand.StopAutomaticRollback(clock.instant(), random.of(TestUsers.all())));
    }
    Optional<Command> takeOver = takeOver(now);
    if (takeOver.isPresent() && (random.orderly() ? waitsForLong(now) : random.yes(0.3))) {
      return takeOver;
    }
    Optional<Command> sensible = ResponderPolicy.next(now, clock.instant());
    if (random.orderly() || random.yes(0.4)) {
      return random.orderly() || !ends(sensible) ? sensible : Optional.empty();
    }
    Command any =
        random.of(CommandEnumeration.of(random.of(TestUsers.all()), now, clock.instant()));
    boolean early = any instanceof Command.Cancel || any instanceof Command.Close;
    return early && random.yes(0.9) ? Optional.empty() : Optional.of(any);
  }

  /** What somebody makes of a proposal; often nothing, so that it can recover. */
  private Optional<Command> answer(Incident now) {
    Instant at = clock.instant();
    if (random.orderly()) {
      return Optional.of(now.details().declaredAt().plus(LONG_WAIT))
          .filter(at::isAfter)
          .map(_ -> new ProposalCommand.StartProposed(at, TestUsers.REQUESTER));
    }
    Actor by = random.of(TestUsers.all());
    return switch (random.below(14)) {
      case 0 -> Optional.of(new ProposalCommand.StartProposed(at, by));
      case 1 -> Optional.of(new ProposalCommand.WatchProposal(at, by));
      case 2 ->
          Optional.of(new ProposalCommand.NotNow(at, by, Duration.ofMinutes(random.below(4))));
      case 3 -> Optional.of(new ProposalCommand.NotThis(at, by, "a load test"));
      case 4 -> Optional.of(new Command.StartRollback(at, by));
      default -> Optional.empty();
    };
  }

  private Optional<Command> takeOver(Incident now) {
    return now.currentSteps().stream()
        .filter(step -> step.status() instanceof StepRun.WaitingForLock)
        .findFirst()
        .map(step ->
            new Command.TakeOverLock(
                clock.instant(),
                TestUsers.RESPONDER,
                step.step().id(),
                new IncidentId(((StepRun.WaitingForLock) step.status()).holder().incident())
                    .label(),
                "they do not answer"));
  }

  /** An incident that is over can hold a lock until it is taken over. */
  private boolean waitsForLong(Incident now) {
    return now.currentSteps().stream()
        .anyMatch(step ->
            step.status() instanceof StepRun.WaitingForLock waiting
                && clock.instant().isAfter(waiting.since().plus(LONG_WAIT)));
  }

  private static boolean ends(Optional<Command> sensible) {
    return sensible.orElse(null) instanceof Command.Close;
  }

  private void deliver(IncidentCommands commands, SimulatedClick click) {
    IncidentCommands.CommandResult result;
    pressed.add(click.command());
    try {
      result = commands.handle(click.key(), incident, click.command());
    } catch (SimulatedCrash e) {
      redeliveries.add(click);
      throw e;
    }
    String name = click.command().getClass().getSimpleName();
    String by = click.command().by().id();
    clock.note(click.key() + " " + name + " by " + by + ": " + word(result));
    check(click, result);
    if (random.fault(0.15)) {
      redeliveries.add(click);
    }
  }

  private void check(SimulatedClick click, IncidentCommands.CommandResult result) {
    IncidentCommands.CommandResult before = results.put(click.key(), result);
    require(
        before == null || word(before).equals(word(result)),
        click.key() + " was answered differently the second time");
    if (before == null && result instanceof IncidentCommands.Committed) {
      acknowledged.add(click);
    }
  }

  private static String word(IncidentCommands.CommandResult result) {
    return switch (result) {
      case IncidentCommands.Committed _ -> "accepted";
      case IncidentCommands.Refused r -> "refused " + r.code();
      case IncidentCommands.AlreadyOpen _ -> "open already";
      case IncidentCommands.NotStored n -> "not stored: " + n.why();
      case IncidentCommands.PerhapsStored p -> "perhaps stored: " + p.why();
    };
  }
}
