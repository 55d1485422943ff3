package dev.rollbackbot.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.Told;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.ProbeRound;
import dev.rollbackbot.incident.ProbeRound.Target;
import dev.rollbackbot.runbook.Probe;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** How timers fire and probes are measured, whatever the database. */
abstract class ClockContract extends WorkContract {
  private static final Effect.Timer TIMER = Effect.Timer.APPROVAL_FIRST_NUDGE;

  @Nested
  class ATimer {
    @Test
    void fires_once_and_not_before_its_time() {
      bench.start();
      IncidentId incident = bench.incident();
      Instant at = in(Duration.ofMillis(400));
      wake(incident, TIMER, at);
      soon(() -> assertThat(world.told).containsOnlyKeys(key(incident, at)));
      Command.TimerFired fired = (Command.TimerFired) world.told.get(key(incident, at));
      assertThat(fired.timer()).isEqualTo(TIMER);
      assertThat(fired.at()).isAfterOrEqualTo(at);
      nothingIsScheduled();
      assertThat(world.tellings).hasSize(1);
    }

    @Test
    void that_is_asked_for_again_moves() {
      IncidentId incident = bench.incident();
      IncidentId other = bench.incident();
      Instant soon = in(Duration.ofMillis(100));
      Instant later = in(Duration.ofMillis(500));
      wake(incident, TIMER, soon);
      wake(incident, Effect.Timer.DEADLINE, soon);
      wake(other, TIMER, soon);
      wake(incident, TIMER, later);
      bench.start();
      soon(() -> assertThat(world.told).hasSize(3));
      nothingIsScheduled();
      assertThat(world.told)
          .containsOnlyKeys(
              key(incident, later),
              key(other, soon),
              "timer:" + incident.number() + ":DEADLINE:" + soon);
    }

    @Test
    void that_is_asked_for_again_while_it_fires_fires_again() {
      IncidentId incident = bench.incident();
      Instant first = in(Duration.ZERO);
      Instant second = first.plusMillis(200);
      Told again =
          (key, id, command) -> {
            if (key.equals(key(incident, first))) {
              wake(incident, TIMER, second);
            }
            world.tell(key, id, command);
          };
      wake(incident, TIMER, first);
      bench.worker.start(again);
      soon(() -> assertThat(world.tellings).hasSize(2));
      assertThat(world.told).containsOnlyKeys(key(incident, first), key(incident, second));
    }

    @Test
    void goes_on_trying_until_the_incident_hears_it() {
      world.deaf = true;
      IncidentId incident = bench.incident();
      Instant at = in(Duration.ZERO);
      wake(incident, TIMER, at);
      bench.start();
      stays(() -> assertThat(world.told).isEmpty());
      world.deaf = false;
      soon(() -> assertThat(world.told).containsOnlyKeys(key(incident, at)));
    }

    private void wake(IncidentId incident, Effect.Timer timer, Instant at) {
      bench.inTransaction(unit -> bench.agenda.wake(unit, incident, new Effect.WakeAt(timer, at)));
    }

    private static Instant in(Duration time) {
      return Instant.now().truncatedTo(ChronoUnit.MILLIS).plus(time);
    }

    private static String key(IncidentId incident, Instant at) {
      return "timer:" + incident.number() + ":" + TIMER + ":" + at;
    }
  }

  @Nested
  class AProbe {
    private final ProbeRound round =
        new ProbeRound(
            List.of(
                new Target(
                    new Probe(
                        "health",
                        "Health",
                        "gateway",
                        "/health",
                        Set.of(200),
                        List.of(),
                        Duration.ofSeconds(2)),
                    "https://shop.example.org")),
            Duration.ofMillis(200));

    @Test
    void is_measured_in_rounds_for_as_long_as_it_is_wanted() {
      IncidentId incident = bench.incident();
      bench.wanted = _ -> world.tellings.size() < 3 ? Optional.of(round) : Optional.empty();
      bench.start();
      Instant began = Instant.now();
      probe(incident);
      soon(() -> assertThat(world.tellings).hasSize(3));
      assertThat(Duration.between(began, Instant.now()))
          .isGreaterThanOrEqualTo(Duration.ofMillis(399));
      nothingIsScheduled();
      assertThat(world.measured).hasSize(3).containsOnly(round.targets());
      assertThat(world.told.values())
          .hasSize(3)
          .allSatisfy(c -> assertThat(((Command.ProbesMeasured) c).readings()).hasSize(1));
      bench.wanted = _ -> world.tellings.size() < 4 ? Optional.of(round) : Optional.empty();
      probe(incident);
      soon(() -> assertThat(world.tellings).hasSize(4));
    }

    @Test
    void that_is_asked_for_again_is_not_measured_more_often() {
      IncidentId incident = bench.incident();
      bench.wanted = _ -> Optional.of(new ProbeRound(round.targets(), Duration.ofSeconds(60)));
      bench.start();
      probe(incident);
      soon(() -> assertThat(world.tellings).hasSize(1));
      probe(incident);
      stays(() -> assertThat(world.measured).hasSize(1));
    }

    @Test
    void that_is_asked_for_while_the_last_round_ends_is_measured() {
      IncidentId incident = bench.measuring();
      AtomicInteger looks = new AtomicInteger();
      // Not wanted at the first look; by the time that the task has ended it is.
      bench.wanted = _ -> looks.incrementAndGet() == 1 ? Optional.empty() : Optional.of(round);
      // No sweep may help: it has run before the incident wants anything.
      bench.start();
      soon(() -> assertThat(looks).hasPositiveValue());
      looks.set(0);
      probe(incident);
      soon(() -> assertThat(world.measured).isNotEmpty());
    }

    @Test
    void is_taken_up_again_after_a_start() {
      bench.measuring();
      bench.wanted = _ -> Optional.of(round);
      bench.start();
      soon(() -> assertThat(world.measured).hasSizeGreaterThan(1));
    }

    private void probe(IncidentId incident) {
      bench.inTransaction(unit -> bench.agenda.probe(unit, incident));
    }
  }
}
