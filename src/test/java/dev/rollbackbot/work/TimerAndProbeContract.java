package dev.rollbackbot.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.StillRunning;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.OutcomeListener;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.verification.ProbeRound;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Timers and probes, on every database. */
abstract class TimerAndProbeContract extends WorkContract {
  private static final Effect.Timer TIMER = Effect.Timer.APPROVAL_FIRST_REMINDER;

  @Nested
  class ATimer {
    @Test
    void fires_once_and_not_before_its_time() {
      fixture.start();
      IncidentId incident = fixture.incident();
      Instant at = in(Duration.ofMillis(1_500));
      wake(incident, TIMER, at);
      eventually(() -> assertThat(ports.reported).containsOnlyKeys(key(incident, at)));
      Command.TimerFired fired = (Command.TimerFired) ports.reported.get(key(incident, at));
      assertThat(fired.timer()).isEqualTo(TIMER);
      assertThat(fired.at()).isAfterOrEqualTo(at);
      nothingIsScheduled();
      assertThat(ports.reportedKeys).hasSize(1);
    }

    @Test
    void fires_beside_two_groups_of_jobs_of_other_incidents() {
      ports.runner = job -> new StillRunning(new Handle(job, "run-" + job.id()));
      ports.running = handle -> new StillRunning(handle);
      fixture.start();
      List<IncidentId> busy = List.of(fixture.incident(), fixture.incident());
      for (IncidentId each : busy) {
        for (int job = 1; job <= 8; job++) {
          fixture.run(each, each.label() + "/" + job, RunningJobContract.RUN);
        }
      }
      eventually(() -> assertThat(new HashSet<>(ports.polled)).hasSize(16));
      IncidentId other = fixture.incident();
      Instant at = in(Duration.ofSeconds(1));
      wake(other, TIMER, at);
      eventually(() -> assertThat(ports.reported).containsKey(key(other, at)));
    }

    @Test
    void that_is_scheduled_again_moves() {
      IncidentId incident = fixture.incident();
      IncidentId other = fixture.incident();
      Instant soon = in(Duration.ofMillis(1_500));
      Instant later = in(Duration.ofMillis(2_500));
      wake(incident, TIMER, soon);
      wake(incident, Effect.Timer.DEADLINE, soon);
      wake(other, TIMER, soon);
      wake(incident, TIMER, later);
      fixture.start();
      eventually(() -> assertThat(ports.reported).hasSize(3));
      nothingIsScheduled();
      assertThat(ports.reported)
          .containsOnlyKeys(
              key(incident, later),
              key(other, soon),
              "timer:" + incident.number() + ":DEADLINE:" + soon);
    }

    @Test
    void that_is_scheduled_again_while_it_fires_fires_again() {
      IncidentId incident = fixture.incident();
      Instant first = in(Duration.ofMillis(1_500));
      Instant second = first.plusMillis(200);
      OutcomeListener again =
          new OutcomeListener() {
            @Override
            public void deliver(String key, IncidentId id, Command command) {
              if (key.equals(key(incident, first))) {
                wake(incident, TIMER, second);
              }
              ports.deliver(key, id, command);
            }

            @Override
            public BeginResult beginChange(Jobs.StoredJob job) {
              return ports.beginChange(job);
            }
          };
      wake(incident, TIMER, first);
      fixture.worker.start(again);
      eventually(() -> assertThat(ports.reportedKeys).hasSize(2));
      assertThat(ports.reported).hasSize(2).containsKey(key(incident, first));
    }

    @Test
    void that_is_set_again_for_the_time_at_which_it_has_fired_fires_again() {
      fixture.start();
      IncidentId incident = fixture.incident();
      Instant at = in(Duration.ofMillis(1_500));
      wake(incident, TIMER, at);
      eventually(() -> assertThat(ports.reported).hasSize(1));
      wake(incident, TIMER, at);
      eventually(() -> assertThat(ports.reported).hasSize(2));
    }

    @Test
    void is_retried_until_the_incident_gets_it() {
      ports.storeAway = true;
      IncidentId incident = fixture.incident();
      Instant at = in(Duration.ofMillis(1_500));
      wake(incident, TIMER, at);
      fixture.start();
      stays(() -> assertThat(ports.reported).isEmpty());
      ports.storeAway = false;
      eventually(() -> assertThat(ports.reported).containsOnlyKeys(key(incident, at)));
    }

    private void wake(IncidentId incident, Effect.Timer timer, Instant at) {
      fixture.inTransaction(
          unit -> fixture.scheduler.wake(unit, incident, new Effect.WakeAt(timer, at)));
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
    private final ProbeRound round = new ProbeRound(List.of(HEALTH), Duration.ofMillis(200));

    @Test
    void is_measured_in_rounds_for_as_long_as_it_is_needed() {
      IncidentId incident = fixture.incident();
      fixture.probeRound =
          _ -> ports.reportedKeys.size() < 3 ? Optional.of(round) : Optional.empty();
      fixture.start();
      Instant began = Instant.now();
      probe(incident);
      eventually(() -> assertThat(ports.reportedKeys).hasSize(3));
      assertThat(Duration.between(began, Instant.now()))
          .isGreaterThanOrEqualTo(Duration.ofMillis(399));
      nothingIsScheduled();
      assertThat(ports.measured).hasSize(3).containsOnly(round.targets());
      assertThat(ports.reported.values())
          .hasSize(3)
          .allSatisfy(c -> assertThat(((Command.ProbesMeasured) c).results()).hasSize(1));
      fixture.probeRound =
          _ -> ports.reportedKeys.size() < 4 ? Optional.of(round) : Optional.empty();
      probe(incident);
      eventually(() -> assertThat(ports.reportedKeys).hasSize(4));
    }

    @Test
    void that_is_scheduled_again_is_not_measured_more_often() {
      IncidentId incident = fixture.incident();
      fixture.probeRound =
          _ -> Optional.of(new ProbeRound(round.targets(), Duration.ofSeconds(60)));
      fixture.start();
      probe(incident);
      eventually(() -> assertThat(ports.reportedKeys).hasSize(1));
      probe(incident);
      stays(() -> assertThat(ports.measured).hasSize(1));
    }

    @Test
    void that_is_scheduled_while_the_last_round_ends_is_measured() {
      IncidentId incident = fixture.measuring();
      AtomicInteger looks = new AtomicInteger();
      // Not needed when the task looks first; needed by the time it has ended.
      fixture.probeRound =
          _ -> looks.incrementAndGet() == 1 ? Optional.empty() : Optional.of(round);
      // The sweep must not help: it runs before the incident needs anything.
      fixture.start();
      eventually(() -> assertThat(looks).hasPositiveValue());
      looks.set(0);
      probe(incident);
      eventually(() -> assertThat(ports.measured).isNotEmpty());
    }

    @Test
    void whose_round_is_cut_off_tells_nothing_and_is_measured_again() {
      ports.roundsToCutOff.set(1);
      IncidentId incident = fixture.incident();
      fixture.probeRound =
          _ -> ports.reportedKeys.isEmpty() ? Optional.of(round) : Optional.empty();
      fixture.start();
      probe(incident);
      eventually(() -> assertThat(ports.reportedKeys).hasSize(1));
      nothingIsScheduled();
      assertThat(ports.measured).hasSize(2);
      assertThat(ports.reportedKeys).hasSize(1);
    }

    @Test
    void is_resumed_after_a_restart() {
      fixture.measuring();
      fixture.probeRound = _ -> Optional.of(round);
      fixture.start();
      eventually(() -> assertThat(ports.measured).hasSizeGreaterThan(1));
    }

    private void probe(IncidentId incident) {
      fixture.inTransaction(unit -> fixture.scheduler.probe(unit, incident));
    }
  }
}
