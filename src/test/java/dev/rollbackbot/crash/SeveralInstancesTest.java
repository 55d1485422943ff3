package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.FastRunbookBot;
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
  private static final String BOT = FastRunbookBot.class.getName();
  private static final String READ =
      "before the answer to the provider's GET workers/scripts/*/deployments";
  private static final String ROLL =
      "before the answer to the provider's POST workers/scripts/*/deployments";

  @TempDir Path folder;
  private String database;

  @BeforeEach
  void create() {
    database = TestDatabase.postgres();
  }

  /** The first call of that name is held from when it is wanted until it is let go. */
  private static final class CallBarrier {
    final AtomicBoolean wanted = new AtomicBoolean();
    final CountDownLatch held = new CountDownLatch(1);
    final CountDownLatch letGo = new CountDownLatch(1);
    volatile int holder = -1;

    Predicate<String> at(String point, int ship) {
      return passing -> {
        if (passing.equals(point) && wanted.compareAndSet(true, false)) {
          holder = ship;
          held.countDown();
          try {
            letGo.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
        return false;
      };
    }
  }

  private static RetryingUsers acting(Cluster cluster) {
    return new RetryingUsers(cluster.sandboxUsers(), () -> {});
  }

  private void ends(Cluster cluster, String channel) {
    CrashInvariants.waitsForTheLastPost(database);
    new CrashInvariants(cluster.sandboxUsers(), channel, database).holds();
  }

  @Test
  void share_a_story_whose_clicks_come_to_either() throws Exception {
    try (Cluster cluster = new Cluster(folder, database, false)) {
      Cluster.Instance a = cluster.launch(BOT, _ -> false);
      Cluster.Instance b = cluster.launch(BOT, _ -> false);
      RetryingUsers people = acting(cluster);
      ends(cluster, people.wholeStory());
      assertThat(people.counts()).contains(" 0 not answered");
      assertThat(a.requests()).isGreaterThan(3);
      assertThat(b.requests()).isGreaterThan(3);
    }
  }

  @Test
  void share_a_story_over_two_connections_of_socket_mode() throws Exception {
    try (Cluster cluster = new Cluster(folder, database, true)) {
      Cluster.Instance a = cluster.launch(BOT, _ -> false);
      Cluster.Instance b = cluster.launch(BOT, _ -> false);
      for (Cluster.Instance each : new Cluster.Instance[] {a, b}) {
        await().until(() -> each.logs("connected to Slack in Socket Mode"));
      }
      ends(cluster, acting(cluster).wholeStory());
      for (Cluster.Instance each : new Cluster.Instance[] {a, b}) {
        assertThat(each.logs("by U0REQUESTER: ") || each.logs("by U0APPROVER: "))
            .as(each.log + " took clicks")
            .isTrue();
      }
    }
  }

  @Test
  void one_that_is_killed_in_the_middle_of_a_rollback_is_taken_over() throws Exception {
    CallBarrier callBarrier = new CallBarrier();
    try (Cluster cluster = new Cluster(folder, database, false)) {
      Cluster.Instance[] ships = {
        cluster.launch(BOT, callBarrier.at(ROLL, 0)), cluster.launch(BOT, callBarrier.at(ROLL, 1))
      };
      RetryingUsers people = acting(cluster);
      String channel = people.untilApproved(() -> callBarrier.wanted.set(true));
      callBarrier.held.await();
      ships[callBarrier.holder].kill();
      Cluster.Instance other = ships[1 - callBarrier.holder];
      await().until(() -> other.logs("(RollBack) taken over"));
      people.fromApprovedOn(channel);
      ends(cluster, channel);
    }
  }

  @Test
  void one_that_slept_and_wakes_up_late_leaves_alone_what_was_taken_over() throws Exception {
    CallBarrier callBarrier = new CallBarrier();
    try (Cluster cluster = new Cluster(folder, database, false)) {
      Cluster.Instance[] ships = {
        cluster.launch(BOT, callBarrier.at(READ, 0)), cluster.launch(BOT, callBarrier.at(READ, 1))
      };
      RetryingUsers people = acting(cluster);
      String channel = people.untilApproved(() -> callBarrier.wanted.set(true));
      callBarrier.held.await();
      Cluster.Instance sleeper = ships[callBarrier.holder];
      sleeper.pause();
      callBarrier.letGo.countDown();
      Cluster.Instance other = ships[1 - callBarrier.holder];
      await().until(() -> other.logs("(RollBack) taken over"));
      sleeper.resume();
      await().until(() -> sleeper.logs("it may belong to another process by now"));
      people.fromApprovedOn(channel);
      ends(cluster, channel);
    }
  }
}
