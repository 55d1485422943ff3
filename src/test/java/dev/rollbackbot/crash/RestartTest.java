package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.FastRunbookBot;
import dev.rollbackbot.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process on SQLite that ends in the middle of the second step, and its successor. */
final class RestartTest {
  private static final String BOT = FastRunbookBot.class.getName();

  /** With four that must be missing, far longer than a test waits. */
  private static final Duration HEARTBEAT = Duration.ofMinutes(1);

  private static final Duration STOP_WITHIN = Duration.ofSeconds(6);
  private static final int TERMINATED = 143;
  private static final String ROLL =
      "before the answer to the provider's POST workers/scripts/*/deployments";

  @TempDir Path folder;

  private final AtomicBoolean first = new AtomicBoolean(true);
  private final CountDownLatch held = new CountDownLatch(1);

  /** How a process is ended. */
  private interface ProcessEnd {
    void of(Cluster.Instance instance) throws Exception;
  }

  /** The second step has taken effect, and its answer is not there yet. */
  private boolean inTheSecondStep(String point) {
    boolean now = point.equals(ROLL) && !first.getAndSet(false);
    if (now) {
      held.countDown();
    }
    return now;
  }

  private void goesOn(ProcessEnd processEnd) throws Exception {
    String database = TestDatabase.sqlite(folder);
    try (Cluster cluster = new Cluster(folder, database, false)) {
      cluster.set("STOP_WITHIN", STOP_WITHIN.toSeconds() + "s");
      cluster.set("HEARTBEAT", HEARTBEAT.toMinutes() + "m");
      Cluster.Instance old = cluster.launch(BOT, this::inTheSecondStep);
      RetryingUsers people = new RetryingUsers(cluster.sandboxUsers(), () -> {});
      String channel = people.untilApproved(() -> {});
      held.await();
      processEnd.of(old);
      Cluster.Instance successor = cluster.launch(BOT, _ -> false);
      await().until(() -> successor.logs("(RollBack) taken over"));
      people.fromApprovedOn(channel);
      CrashInvariants.waitsForTheLastPost(database);
      new CrashInvariants(cluster.sandboxUsers(), channel, database).holds();
    }
  }

  @Test
  void after_a_kill_goes_on_without_waiting_for_missing_heartbeats() throws Exception {
    goesOn(Cluster.Instance::kill);
  }

  @Test
  void after_a_stop_in_good_order_a_deploy_is_a_non_event() throws Exception {
    goesOn(old -> {
      // The step's answer never comes: it stops at all because a stop has a limit.
      assertThat(old.stop()).isEqualTo(TERMINATED);
      assertThat(old.logs("interrupted by shutdown")).isTrue();
    });
  }
}
