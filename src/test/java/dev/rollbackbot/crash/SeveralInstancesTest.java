package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.store.TestDatabase;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on PostgreSQL, with the heartbeats of production. */
final class SeveralInstancesTest {
  private static final String READ =
      "before the response to the provider's GET workers/scripts/*/deployments";
  private static final String ROLLBACK =
      "before the response to the provider's POST workers/scripts/*/deployments";

  /** Matches a log in which a rollback begins and ends. */
  private static final String FINISHED =
      "(?s)job started id=(\\S+) invocation=RollBack .*job finished id=\\1 outcome=Succeeded";

  private static final int TERMINATED = 143;

  @TempDir Path folder;
  private String database;

  @BeforeEach
  void create() {
    database = TestDatabase.postgres();
  }

  /** Holds the first call of a name by a rollback, until it is released. */
  private static final class CallBarrier {
    private static final String ROLLS_BACK = "job started .*invocation=RollBack ";

    final Cluster.Instance[] instances = new Cluster.Instance[2];
    final AtomicBoolean armed = new AtomicBoolean();
    final CountDownLatch held = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);
    volatile int holder = -1;

    /** Starts an instance whose calls it holds. */
    Cluster.Instance launch(Cluster cluster, String point, int instance) throws Exception {
      instances[instance] = cluster.launch(at(point, instance));
      return instances[instance];
    }

    private Predicate<String> at(String point, int instance) {
      return reached -> {
        // Readings ask the same of the provider.
        if (reached.equals(point)
            && armed.get()
            && instances[instance].logs(ROLLS_BACK)
            && armed.compareAndSet(true, false)) {
          holder = instance;
          held.countDown();
          try {
            released.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
        return false;
      };
    }
  }

  private static RetryingUsers users(Cluster cluster) {
    return new RetryingUsers(cluster.users(), () -> {});
  }

  private void checkEnd(Cluster cluster, String channel) {
    CrashInvariants.awaitAllDone(database);
    new CrashInvariants(cluster.users(), channel, database).check();
  }

  @Test
  void two_instances_share_an_incident_whose_clicks_arrive_at_either() throws Exception {
    try (Cluster cluster = new Cluster(folder, database, false)) {
      Cluster.Instance a = cluster.launch(_ -> false);
      Cluster.Instance b = cluster.launch(_ -> false);
      RetryingUsers users = users(cluster);
      checkEnd(cluster, users.wholeIncident());
      assertThat(users.unanswered()).isEmpty();
      assertThat(a.requests()).isGreaterThan(3);
      assertThat(b.requests()).isGreaterThan(3);
    }
  }

  @Test
  void two_instances_share_an_incident_over_two_connections_of_socket_mode() throws Exception {
    try (Cluster cluster = new Cluster(folder, database, true)) {
      Cluster.Instance a = cluster.launch(_ -> false);
      Cluster.Instance b = cluster.launch(_ -> false);
      for (Cluster.Instance each : new Cluster.Instance[] {a, b}) {
        await().until(() -> each.logs("connected to Slack in Socket Mode"));
      }
      checkEnd(cluster, users(cluster).wholeIncident());
      for (Cluster.Instance each : new Cluster.Instance[] {a, b}) {
        assertThat(each.logs("\\b(by|person)[ =]U0(REQUESTER|APPROVER)\\b"))
            .as(each.log + " handled clicks")
            .isTrue();
      }
    }
  }

  @Test
  void the_work_of_an_instance_killed_in_a_rollback_is_taken_over() throws Exception {
    CallBarrier barrier = new CallBarrier();
    try (Cluster cluster = new Cluster(folder, database, false)) {
      barrier.launch(cluster, ROLLBACK, 0);
      barrier.launch(cluster, ROLLBACK, 1);
      RetryingUsers users = users(cluster);
      String channel = users.untilApproved(() -> barrier.armed.set(true));
      barrier.held.await();
      barrier.instances[barrier.holder].kill();
      Cluster.Instance other = barrier.instances[1 - barrier.holder];
      await().until(() -> other.logs(Cluster.TAKEN_OVER));
      users.fromApprovedOn(channel);
      checkEnd(cluster, channel);
    }
  }

  @Test
  void in_a_rolling_update_of_the_settings_nothing_is_done_twice() throws Exception {
    CallBarrier barrier = new CallBarrier();
    try (Cluster cluster = new Cluster(folder, database, false)) {
      cluster.set("STOP_WITHIN", "4s");
      Cluster.Instance old = barrier.launch(cluster, ROLLBACK, 0);
      RetryingUsers users = users(cluster);
      String channel = users.untilApproved(() -> barrier.armed.set(true));
      barrier.held.await();
      // The new one is ready before the old one ends, in the middle of a step.
      cluster.set("ARTIFACT_RETENTION", "7d");
      Cluster.Instance next = cluster.launch(_ -> false);
      assertThat(old.stop()).isEqualTo(TERMINATED);
      users.fromApprovedOn(channel);
      checkEnd(cluster, channel);
      // On a busy machine the held call times out before the new one is ready, and the old one has
      // read what became of it.
      assertThat(next.logs(Cluster.TAKEN_OVER) || old.logs(FINISHED)).isTrue();
      assertThat(users.unanswered()).isEmpty();
    }
  }

  @Test
  void a_paused_instance_that_resumes_late_leaves_alone_what_was_taken_over() throws Exception {
    CallBarrier barrier = new CallBarrier();
    try (Cluster cluster = new Cluster(folder, database, false)) {
      barrier.launch(cluster, READ, 0);
      barrier.launch(cluster, READ, 1);
      RetryingUsers users = users(cluster);
      String channel = users.untilApproved(() -> barrier.armed.set(true));
      barrier.held.await();
      Cluster.Instance paused = barrier.instances[barrier.holder];
      paused.pause();
      barrier.released.countDown();
      Cluster.Instance other = barrier.instances[1 - barrier.holder];
      await().until(() -> other.logs(Cluster.TAKEN_OVER));
      paused.resume();
      // Whether its call still counts as answered or has timed out during the pause is chance.
      await().until(() -> paused.logs("taken over by another instance, outcome not reported"));
      users.fromApprovedOn(channel);
      checkEnd(cluster, channel);
    }
  }
}
