package dev.rollbackbot.work;

import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.Outbox.OutboxRow;
import dev.rollbackbot.work.RowDelivery.RowAttempt;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The file of an incident that is on its way: drawn and uploaded beside the task's other
 * deliveries, since it takes seconds in which people press buttons and look at the panel. One at a
 * time; what came of it is stored by the task's own thread.
 */
final class FileDelivery implements AutoCloseable {
  private final RowDelivery delivery;
  private final Executor executor;
  private Optional<SentFile> sending = Optional.empty();

  private record SentFile(RowAttempt attempt, FutureTask<Chat.DeliveryResult> result) {}

  FileDelivery(RowDelivery delivery, Executor executor) {
    this.delivery = delivery;
    this.executor = executor;
  }

  /** The row of the file that is on its way. */
  Optional<OutboxRow> onItsWay() {
    return sending.map(s -> s.attempt().row());
  }

  /** Starts to deliver a file; none may be on its way. */
  void start(RowAttempt attempt) {
    FutureTask<Chat.DeliveryResult> result =
        new FutureTask<>(() -> {
          try (IncidentMdc _ = IncidentMdc.of(attempt.state().id())) {
            return delivery.deliver(attempt);
          }
        });
    executor.execute(result);
    sending = Optional.of(new SentFile(attempt, result));
  }

  /** Waits until it is delivered, at most that long. */
  void await(Duration time) {
    sending.ifPresent(s -> {
      try {
        s.result().get(time.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        throw cutOff(s, e);
      } catch (TimeoutException | ExecutionException e) {
        // What came of it is asked for by storeIfDelivered.
      }
    });
  }

  /**
   * Stores what came of it.
   *
   * @return the row; empty: none is on its way, or it still is
   */
  Optional<OutboxRow> storeIfDelivered() {
    Optional<SentFile> delivered = sending.filter(s -> s.result().isDone());
    delivered.ifPresent(this::store);
    return delivered.map(s -> s.attempt().row());
  }

  private void store(SentFile sent) {
    sending = Optional.empty();
    delivery.store(sent.attempt(), result(sent.result()));
  }

  private static Chat.DeliveryResult result(FutureTask<Chat.DeliveryResult> done) {
    try {
      return done.get();
    } catch (InterruptedException e) {
      throw new Sleeper.WorkerStopped(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException exception
          ? exception
          : new IllegalStateException(e);
    }
  }

  /**
   * Waits until it is delivered, so that no other attempt at it can run beside this one. A worker
   * that is closing cuts it off; the row stays in doubt then.
   */
  @Override
  public void close() {
    sending.ifPresent(s -> {
      try {
        s.result().get();
      } catch (InterruptedException e) {
        throw cutOff(s, e);
      } catch (ExecutionException e) {
        // Asked for below.
      }
      store(s);
    });
  }

  private Sleeper.WorkerStopped cutOff(SentFile sent, InterruptedException cause) {
    sending = Optional.empty();
    sent.result().cancel(true);
    return new Sleeper.WorkerStopped(cause);
  }
}
