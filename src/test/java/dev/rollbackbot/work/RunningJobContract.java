package dev.rollbackbot.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Handle;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.CommandGateway.StillRunning;
import dev.rollbackbot.app.CommandGateway.StopAsked;
import dev.rollbackbot.app.CommandGateway.StopRefused;
import dev.rollbackbot.app.CommandGateway.WaitsForPerson;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeRound;
import dev.rollbackbot.incident.verification.SuccessProbes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a provider runs, on every database: it is started once, followed, and found again. */
abstract class RunningJobContract extends JobWorkContract {
  static final Invocation.ProviderJob RUN = run(Duration.ofMinutes(10));
  private static final Job ASKED = new Job(JOB, RUN);
  private static final Handle HANDLE = new Handle(ASKED, "run-1");
  private static final Outcome FAILED = failed(Outcome.FailureKind.RUN_FAILED);

  private static Invocation.ProviderJob run(Duration timeout) {
    return run(timeout, Optional.empty());
  }

  private static Invocation.ProviderJob run(Duration timeout, Optional<Instant> step) {
    return new Invocation.RunProcess(
        "deploy",
        List.of("1"),
        Optional.empty(),
        List.of(),
        timeout,
        step,
        Optional.empty(),
        Optional.empty());
  }

  private static Finished succeeded() {
    return new Finished(
        new Outcome.Succeeded(new Outcome.JobSucceeded("exit status 0"), Duration.ZERO), "printed");
  }

  private void endsWell() {
    assertThat(outcome())
        .isInstanceOfSatisfying(
            Outcome.Succeeded.class,
            s -> assertThat(s.finding()).isInstanceOf(Outcome.JobSucceeded.class));
    nothingIsScheduled();
  }

  @Nested
  class ARunningJob {
    @Test
    void is_followed_to_its_end_and_what_it_printed_is_told_and_kept() {
      ports.runner = job -> new StillRunning(new Handle(job, "run-1"));
      ports.running = handle -> ports.polled.size() < 4 ? new StillRunning(handle) : succeeded();
      fixture.start();
      run(RUN);
      endsWell();
      assertThat(ports.polled).containsOnly(HANDLE);
      assertThat(ports.reported.values())
          .filteredOn(Command.JobOutput.class::isInstance)
          .extracting(c -> ((Command.JobOutput) c).output())
          .contains("log of run-1");
      assertThat(ports.reported.values())
          .filteredOn(Command.JobOutput.class::isInstance)
          .flatExtracting(c -> ((Command.JobOutput) c).forThread().stream().toList())
          .containsExactly("log of run-1");
      assertThat(fixture.database.artifacts().find(JOB)).contains("printed");
      assertThat(ports.lockRequests).contains(JOB);
    }

    @Test
    void that_waits_for_a_person_says_so_once() {
      Optional<WaitsForPerson> waits =
          Optional.of(new WaitsForPerson("Approve it.", Optional.of("https://example.org/1")));
      ports.runner = job -> new StillRunning(new Handle(job, "run-1"));
      ports.running =
          handle ->
              ports.polled.size() < 4
                  ? new StillRunning(handle, waits, Optional.empty())
                  : succeeded();
      fixture.start();
      run(RUN);
      endsWell();
      assertThat(ports.reported.values())
          .filteredOn(Command.JobWaits.class::isInstance)
          .extracting(c -> ((Command.JobWaits) c).text() + " " + ((Command.JobWaits) c).link())
          .containsExactly("Approve it. Optional[https://example.org/1]");
    }

    @Nested
    class WhoseSuccessIsMeasured {
      private void ended() {
        ports.runner = job -> new StillRunning(new Handle(job, "run-1"));
        ports.running = _ -> succeeded();
        fixture.successProbes =
            job -> job.equals(JOB) ? Optional.of(needed(Duration.ofMillis(200))) : Optional.empty();
        fixture.start();
      }

      private SuccessProbes needed(Duration within) {
        return new SuccessProbes(new ProbeRound(List.of(HEALTH), Duration.ofMillis(20)), within);
      }

      @Test
      void is_done_when_the_probes_pass() {
        ports.verdict =
            round -> round < 4 ? ProbeResult.Verdict.FAILED : ProbeResult.Verdict.PASSED;
        ended();
        run(RUN);
        assertThat(outcome())
            .isInstanceOfSatisfying(
                Outcome.Succeeded.class,
                s ->
                    assertThat(((Outcome.JobSucceeded) s.finding()).text())
                        .startsWith("exit status 0, then “Health” passed"));
        assertThat(ports.measured).hasSize(4);
        assertThat(fixture.database.artifacts().find(JOB)).contains("printed");
      }

      @Test
      void fails_when_a_probe_does_not_pass_in_time() {
        ports.verdict = _ -> ProbeResult.Verdict.FAILED;
        ended();
        run(RUN);
        assertThat(outcome())
            .isInstanceOfSatisfying(
                Outcome.Failed.class,
                failed -> {
                  assertThat(failed.kind()).isEqualTo(Outcome.FailureKind.RUN_FAILED);
                  assertThat(failed.text()).contains("did not pass. Measured last: 200.");
                });
      }

      @Test
      void has_ended_and_is_not_confirmed_when_a_probe_could_not_be_measured() {
        ports.verdict = _ -> ProbeResult.Verdict.INCONCLUSIVE;
        ended();
        run(RUN);
        assertThat(outcome())
            .isInstanceOfSatisfying(
                Outcome.Failed.class,
                failed -> {
                  assertThat(failed.kind()).isEqualTo(Outcome.FailureKind.NOT_CONFIRMED);
                  assertThat(failed.text()).contains("could not be measured");
                });
      }

      @Test
      void is_measured_again_after_a_measurement_that_was_cut_off() {
        ports.roundsToCutOff.set(1);
        ended();
        run(RUN);
        endsWell();
        assertThat(ports.submitted).hasSize(1);
      }
    }

    @Test
    void that_fails_says_so() {
      ports.runner = job -> new StillRunning(new Handle(job, "run-1"));
      ports.running = _ -> new Finished(FAILED, "printed");
      fixture.start();
      run(RUN);
      ends(FAILED);
      assertThat(fixture.database.artifacts().find(JOB)).contains("printed");
    }

    @Test
    void is_stopped_once_when_a_person_asks_for_it() {
      ports.runner = job -> new StillRunning(new Handle(job, "run-1"));
      ports.running =
          handle -> ports.cancelled.isEmpty() ? new StillRunning(handle) : new Finished(FAILED, "");
      fixture.start();
      run(RUN);
      eventually(() -> assertThat(ports.polled).isNotEmpty());
      fixture
          .database
          .incidents()
          .inTransaction(unit -> {
            unit.requestStop(new Effect.RequestJobStop(JOB));
            return true;
          });
      ends(FAILED);
      assertThat(ports.cancelled).containsExactly(HANDLE);
    }

    @Test
    void that_does_not_end_when_it_is_asked_to_is_not_said_to_be_stopped() {
      ports.runner = job -> new StillRunning(new Handle(job, "run-1"));
      fixture.startWithShortLimits();
      run(run(Duration.ofMillis(1)));
      assertThat(outcome())
          .isInstanceOfSatisfying(
              Outcome.Unknown.class,
              unknown ->
                  assertThat(unknown.text())
                      .startsWith("It was asked to stop")
                      .endsWith("It still runs."));
    }

    @Test
    void that_cannot_be_stopped_is_told_at_once_and_goes_on_being_read() {
      ports.runner = job -> new StillRunning(new Handle(job, "run-1"));
      ports.stops = _ -> new StopRefused("The bot can't stop it: nobody said how.", true);
      fixture.start();
      run(run(Duration.ofMillis(1)));
      assertThat(outcome())
          .isEqualTo(new Outcome.Unknown("The bot can't stop it: nobody said how. It still runs."));
      int read = ports.polled.size();
      ports.running =
          handle -> ports.polled.size() < read + 10 ? new StillRunning(handle) : succeeded();
      fixture.run(incident, "INC-1/2", new Invocation.ReconcileJob(JOB));
      eventually(() -> assertThat(ports.outcomeOf("INC-1/2")).isPresent());
      assertThat(ports.outcomeOf("INC-1/2")).get().isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void whose_stop_did_not_get_through_is_asked_again() {
      ports.runner = job -> new StillRunning(new Handle(job, "run-1"));
      ports.stops =
          _ ->
              ports.cancelled.size() < 3
                  ? new StopRefused("It did not answer.", false)
                  : new StopAsked();
      ports.running =
          handle ->
              ports.cancelled.size() < 3 ? new StillRunning(handle) : new Finished(FAILED, "");
      fixture.start();
      run(run(Duration.ofMillis(1)));
      assertThat(outcome()).isInstanceOf(Outcome.Failed.class);
      assertThat(ports.cancelled).hasSize(3);
    }

    @Test
    void is_stopped_when_its_time_is_over_and_that_is_said() {
      ports.runner = job -> new StillRunning(new Handle(job, "run-1"));
      ports.running =
          handle -> ports.cancelled.isEmpty() ? new StillRunning(handle) : new Finished(FAILED, "");
      fixture.start();
      run(run(Duration.ofMillis(1)));
      assertThat(outcome())
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed ->
                  assertThat(failed.text())
                      .startsWith("It had not ended after 0 s, and was asked to stop. Then it"));
      assertThat(ports.cancelled).hasSize(1);
    }
  }

  @Nested
  class AfterACrash {
    @Test
    void it_is_followed_by_what_was_recorded_of_it_and_never_started_again() {
      runInterrupted(RUN);
      fixture.database.jobs().running(JOB, 1, "run-1", Instant.now());
      ports.running = _ -> succeeded();
      fixture.start();
      endsWell();
      assertThat(ports.submitted).isEmpty();
      assertThat(ports.found).isEmpty();
      assertThat(ports.polled).containsOnly(HANDLE);
    }

    @Test
    void how_long_it_took_is_only_known_if_it_was_seen_to_run() {
      runInterrupted(RUN);
      fixture.database.jobs().running(JOB, 1, "run-1", Instant.now().minusSeconds(3_600));
      ports.running = _ -> succeeded();
      fixture.start();
      assertThat(finding()).isEqualTo(new Outcome.JobSucceeded("exit status 0", false));
    }

    @Test
    void if_it_still_runs_its_time_is_that_since_its_start() {
      runInterrupted(RUN);
      fixture.database.jobs().running(JOB, 1, "run-1", Instant.now().minusSeconds(60));
      ports.running = handle -> ports.polled.size() < 3 ? new StillRunning(handle) : succeeded();
      fixture.start();
      assertThat(finding()).isEqualTo(new Outcome.JobSucceeded("exit status 0", true));
      assertThat(((Outcome.Succeeded) outcome()).took()).isGreaterThan(Duration.ofSeconds(59));
    }

    @Test
    void found_without_a_record_of_its_start_its_time_counts_from_the_jobs_first_attempt() {
      // The step waited for a lock for an hour.
      runInterrupted(
          run(Duration.ofMinutes(10), Optional.of(Instant.now().minus(Duration.ofHours(1)))));
      ports.finder = job -> new StillRunning(new Handle(job, "run-1"));
      ports.running = handle -> ports.polled.size() < 3 ? new StillRunning(handle) : succeeded();
      fixture.start();
      endsWell();
      assertThat(ports.cancelled).isEmpty();
    }

    @Test
    void found_without_a_record_of_its_start_it_is_stopped_when_its_first_attempt_is_too_old() {
      run(run(Duration.ofMinutes(10)));
      Instant first = Instant.now().minus(Duration.ofMinutes(11));
      assertThat(fixture.database.jobs().beginAttempt(JOB, 0, first)).contains(1);
      ports.finder = job -> new StillRunning(new Handle(job, "run-1"));
      ports.running =
          handle -> ports.cancelled.isEmpty() ? new StillRunning(handle) : new Finished(FAILED, "");
      fixture.start();
      assertThat(outcome()).isInstanceOf(Outcome.Failed.class);
      assertThat(ports.cancelled).hasSize(1);
    }

    @Test
    void found_without_a_record_of_its_start_its_time_is_not_known() {
      runInterrupted(RUN);
      ports.finder = job -> new StillRunning(new Handle(job, "run-1"));
      ports.running = handle -> ports.polled.size() < 3 ? new StillRunning(handle) : succeeded();
      fixture.start();
      assertThat(finding()).isEqualTo(new Outcome.JobSucceeded("exit status 0", false));
    }

    @Test
    void what_is_known_to_run_is_not_given_up_by_who_finds_out_about_it() {
      runInterrupted(RUN);
      fixture.database.jobs().running(JOB, 1, "run-1", Instant.now().minusSeconds(3_600));
      fixture.run(incident, "INC-1/2", new Invocation.ReconcileJob(JOB));
      ports.running = handle -> ports.polled.size() < 200 ? new StillRunning(handle) : succeeded();
      fixture.startWithShortLimits();
      eventually(() -> assertThat(ports.outcomeOf("INC-1/2")).isPresent());
      assertThat(ports.outcomeOf("INC-1/2")).get().isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void what_is_said_to_run_for_ever_is_given_up_once_a_person_ends_the_search() {
      runInterrupted(RUN);
      fixture.database.jobs().running(JOB, 1, "run-1", Instant.now().minusSeconds(3_600));
      fixture.run(incident, "INC-1/2", new Invocation.ReconcileJob(JOB));
      ports.running = StillRunning::new;
      fixture.startWithShortLimits();
      eventually(() -> assertThat(ports.polled).hasSizeGreaterThan(3));
      assertThat(ports.outcomeOf("INC-1/2")).isEmpty();
      fixture
          .database
          .incidents()
          .inTransaction(unit -> {
            unit.requestStop(new Effect.RequestJobStop("INC-1/2"));
            return "";
          });
      eventually(() -> assertThat(ports.outcomeOf("INC-1/2")).isPresent());
      assertThat(ports.outcomeOf("INC-1/2"))
          .contains(new Outcome.Unknown("It is not asked about any more. It still runs."));
    }

    private Outcome.Finding finding() {
      return ((Outcome.Succeeded) outcome()).finding();
    }

    @Test
    void without_a_record_the_provider_is_asked_by_the_jobs_id() {
      runInterrupted(RUN);
      ports.finder = job -> new StillRunning(new Handle(job, "run-1"));
      ports.running = _ -> succeeded();
      fixture.start();
      endsWell();
      assertThat(ports.found).containsExactly(ASKED);
      assertThat(ports.submitted).isEmpty();
    }

    @Test
    void what_was_never_started_is_not_started_by_itself() {
      runInterrupted(RUN);
      ports.finder = _ -> new Finished(NOT_DONE, "");
      fixture.start();
      ends(NOT_DONE);
      assertThat(ports.submitted).isEmpty();
    }

    @Test
    void what_nobody_can_tell_is_unknown_and_a_later_job_finds_out() {
      runInterrupted(RUN);
      ports.finder = _ -> new Finished(UNKNOWN, "");
      fixture.startWithShortLimits();
      ends(UNKNOWN);
      ports.finder = job -> new StillRunning(new Handle(job, "run-1"));
      ports.running = _ -> succeeded();
      fixture.run(incident, "INC-1/2", new Invocation.ReconcileJob(JOB));
      eventually(() -> assertThat(ports.outcomeOf("INC-1/2")).isPresent());
      assertThat(ports.outcomeOf("INC-1/2")).get().isInstanceOf(Outcome.Succeeded.class);
      assertThat(ports.polled).containsOnly(HANDLE);
      assertThat(ports.submitted).isEmpty();
    }
  }
}
