package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process on SQLite that ends in the middle of the second step, and the next process. */
final class RestartTest {

  /** Four must be missing before a task counts as dead: far longer than a test waits. */
  private static final Duration HEARTBEAT = Duration.ofMinutes(1);

  private static final Duration STOP_WITHIN = Duration.ofSeconds(6);
  private static final int TERMINATED = 143;
  private static final String ROLLBACK =
      "before the response to the provider's POST workers/scripts/*/deployments";

  @TempDir Path folder;

  private final AtomicBoolean firstStep = new AtomicBoolean(true);
  private final CountDownLatch held = new CountDownLatch(1);

  private interface ProcessEnd {
    void end(Cluster.Instance instance) throws Exception;
  }

  /** The second step took effect, and its response has not arrived. */
  private boolean inSecondStep(String point) {
    boolean now = point.equals(ROLLBACK) && !firstStep.getAndSet(false);
    if (now) {
      held.countDown();
    }
    return now;
  }

  private void continuesAfter(ProcessEnd processEnd) throws Exception {
    String database = TestDatabase.sqlite(folder);
    try (Cluster cluster = new Cluster(folder, database, false)) {
      cluster.set("STOP_WITHIN", STOP_WITHIN.toSeconds() + "s");
      cluster.set("HEARTBEAT", HEARTBEAT.toMinutes() + "m");
      Cluster.Instance first = cluster.launch(this::inSecondStep);
      RetryingUsers users = new RetryingUsers(cluster.users(), () -> {});
      String channel = users.untilApproved(() -> {});
      held.await();
      processEnd.end(first);
      Cluster.Instance successor = cluster.launch(_ -> false);
      await().until(() -> successor.logs(Cluster.TAKEN_OVER));
      users.fromApprovedOn(channel);
      CrashInvariants.awaitAllDone(database);
      new CrashInvariants(cluster.users(), channel, database).check();
    }
  }

  @Test
  void after_a_kill_the_next_process_continues_without_waiting_for_missing_heartbeats()
      throws Exception {
    continuesAfter(Cluster.Instance::kill);
  }

  @Test
  void after_a_regular_stop_the_next_process_continues() throws Exception {
    continuesAfter(old -> {
      // The step's response never comes: the process stops because a stop has a time limit.
      assertThat(old.stop()).isEqualTo(TERMINATED);
      assertThat(old.logs("interrupted by shutdown")).isTrue();
    });
  }
}
