package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.HurriedBot;
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
  private static final String BOT = HurriedBot.class.getName();
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
  private static final class Hold {
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

  private static Persistent acting(Fleet fleet) {
    return new Persistent(fleet.people(), () -> {});
  }

  private void ends(Fleet fleet, String channel) {
    Verdict.waitsForTheLastPost(database);
    new Verdict(fleet.people(), channel, database).holds();
  }

  @Test
  void share_a_story_whose_clicks_come_to_either() throws Exception {
    try (Fleet fleet = new Fleet(folder, database, false)) {
      Fleet.Ship a = fleet.launch(BOT, _ -> false);
      Fleet.Ship b = fleet.launch(BOT, _ -> false);
      Persistent people = acting(fleet);
      ends(fleet, people.wholeStory());
      assertThat(people.counts()).contains(" 0 not answered");
      assertThat(a.requests()).isGreaterThan(3);
      assertThat(b.requests()).isGreaterThan(3);
    }
  }

  @Test
  void share_a_story_over_two_connections_of_socket_mode() throws Exception {
    try (Fleet fleet = new Fleet(folder, database, true)) {
      Fleet.Ship a = fleet.launch(BOT, _ -> false);
      Fleet.Ship b = fleet.launch(BOT, _ -> false);
      for (Fleet.Ship each : new Fleet.Ship[] {a, b}) {
        await().until(() -> each.logs("connected to Slack in Socket Mode"));
      }
      ends(fleet, acting(fleet).wholeStory());
      for (Fleet.Ship each : new Fleet.Ship[] {a, b}) {
        assertThat(each.logs("by U0REQUESTER: ") || each.logs("by U0APPROVER: "))
            .as(each.log + " took clicks")
            .isTrue();
      }
    }
  }

  @Test
  void one_that_is_killed_in_the_middle_of_a_rollback_is_taken_over() throws Exception {
    Hold hold = new Hold();
    try (Fleet fleet = new Fleet(folder, database, false)) {
      Fleet.Ship[] ships = {
        fleet.launch(BOT, hold.at(ROLL, 0)), fleet.launch(BOT, hold.at(ROLL, 1))
      };
      Persistent people = acting(fleet);
      String channel = people.untilApproved(() -> hold.wanted.set(true));
      hold.held.await();
      ships[hold.holder].kill();
      Fleet.Ship other = ships[1 - hold.holder];
      await().until(() -> other.logs("(RollBack) taken over"));
      people.fromApprovedOn(channel);
      ends(fleet, channel);
    }
  }

  @Test
  void one_that_slept_and_wakes_up_late_leaves_alone_what_was_taken_over() throws Exception {
    Hold hold = new Hold();
    try (Fleet fleet = new Fleet(folder, database, false)) {
      Fleet.Ship[] ships = {
        fleet.launch(BOT, hold.at(READ, 0)), fleet.launch(BOT, hold.at(READ, 1))
      };
      Persistent people = acting(fleet);
      String channel = people.untilApproved(() -> hold.wanted.set(true));
      hold.held.await();
      Fleet.Ship sleeper = ships[hold.holder];
      sleeper.pause();
      hold.letGo.countDown();
      Fleet.Ship other = ships[1 - hold.holder];
      await().until(() -> other.logs("(RollBack) taken over"));
      sleeper.resume();
      await().until(() -> sleeper.logs("it may belong to another process by now"));
      people.fromApprovedOn(channel);
      ends(fleet, channel);
    }
  }
}
