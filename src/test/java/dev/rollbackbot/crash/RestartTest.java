package dev.rollbackbot.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rollbackbot.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process on SQLite that ends in the middle of the second step, and its successor. */
final class RestartTest {
  private static final String BOT = "dev.rollbackbot.Main";
  private static final Duration STOP_WITHIN = Duration.ofSeconds(4);
  private static final int TERMINATED = 143;
  private static final String ROLL =
      "before the answer to the provider's POST workers/scripts/*/deployments";

  @TempDir Path folder;

  private final AtomicBoolean first = new AtomicBoolean(true);
  private final CountDownLatch held = new CountDownLatch(1);

  /** How a process is ended. */
  private interface End {
    void of(Fleet.Ship ship) throws Exception;
  }

  /** The second step has taken effect, and its answer is not there yet. */
  private boolean inTheSecondStep(String point) {
    boolean now = point.equals(ROLL) && !first.getAndSet(false);
    if (now) {
      held.countDown();
    }
    return now;
  }

  private void goesOn(End end) throws Exception {
    String database = TestDatabase.sqlite(folder);
    try (Fleet fleet = new Fleet(folder, database, false)) {
      fleet.set("STOP_WITHIN", STOP_WITHIN.toSeconds() + "s");
      Fleet.Ship old = fleet.launch(BOT, this::inTheSecondStep);
      Persistent people = new Persistent(fleet.people(), () -> {});
      String channel = people.untilApproved(() -> {});
      held.await();
      end.of(old);
      Fleet.Ship successor = fleet.launch(BOT, _ -> false);
      long ready = System.nanoTime();
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> successor.logs("(RollBack) taken over"));
      Duration took = Duration.ofNanos(System.nanoTime() - ready);
      System.out.println("taken up " + took.toMillis() + " ms after it was ready");
      assertThat(took).isLessThan(Duration.ofSeconds(1));
      people.fromApprovedOn(channel);
      Verdict.waitsForTheLastPost(database);
      new Verdict(fleet.people(), channel, database).holds();
    }
  }

  @Test
  void after_a_kill_goes_on_at_once() throws Exception {
    goesOn(Fleet.Ship::kill);
  }

  @Test
  void after_a_stop_in_good_order_a_deploy_is_a_non_event() throws Exception {
    goesOn(old -> {
      long began = System.nanoTime();
      assertThat(old.stop()).isEqualTo(TERMINATED);
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      System.out.println("stopped after " + took.toMillis() + " ms");
      assertThat(took).isLessThan(STOP_WITHIN.plusSeconds(1));
      assertThat(old.logs("interrupted by shutdown")).isTrue();
    });
  }
}
