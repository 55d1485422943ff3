package dev.rollbackbot.incident.attempt;

import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.RollbackResults;
import dev.rollbackbot.incident.rollback.Ending;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.ServiceResult;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeRound;
import dev.rollbackbot.incident.verification.SuccessProbes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a job ends, is stopped, and waits for a person. */
@Pure
final class JobEndTest extends JobIncident {
  @Test
  void success_is_only_counted_if_another_version_is_live() {
    ConversationDriver driver = running().jobEnds(DONE).is(State.Propagating.class);
    assertThat(status(driver)).isInstanceOf(StepRun.JobDone.class);
    assertThat(ending(driver)).isEqualTo(Ending.WITHOUT_ROLLBACK);
    driver.liveIsRead("v42", "9f2c");
    assertThat(ending(driver)).as("what was live before").isEqualTo(Ending.WITHOUT_ROLLBACK);
    ConversationDriver other = running().jobEnds(DONE).liveIsRead("v41", "9f2c");
    assertThat(ending(other)).isEqualTo(Ending.ROLLED_BACK);
    assertThat(RollbackResults.of(details(other), rollback(other)).services())
        .extracting(ServiceResult::match)
        .containsExactly(ServiceResult.TargetMatch.BY_JOB);
  }

  @Test
  void a_failure_blocks_keeps_no_lock_and_is_not_repeated_by_itself() {
    ConversationDriver driver = running().jobEnds(FAILED).is(State.Blocked.class);
    assertThat(driver.incident.orElseThrow().locksUnderChange()).isEmpty();
    assertThat(invocations(driver)).filteredOn(Invocation.ProviderJob.class::isInstance).hasSize(1);
    assertThat(invocations(driver)).last().isInstanceOf(Invocation.ReadLive.class);
  }

  @Test
  void an_end_whose_success_could_not_be_measured_leaves_nothing_open_but_that() {
    SuccessProbes probes =
        new SuccessProbes(new ProbeRound(List.of(), Duration.ofSeconds(5)), Duration.ofMinutes(1));
    ProbeResult unmeasured =
        ProbeResult.withoutReading(
            "health", ProbeResult.Verdict.INCONCLUSIVE, "no answer", Duration.ZERO);
    ConversationDriver driver =
        running()
            .jobEnds(
                probes.notConfirmed(new Outcome.JobSucceeded("exit status 0"), List.of(unmeasured)))
            .is(State.Blocked.class);
    assertThat(driver.incident.orElseThrow().locksUnderChange()).isEmpty();
    assertThat(details(driver).unsettled()).isEmpty();
    assertThat(rollback(driver).steps()).noneMatch(StepRun::endUnseen).allMatch(StepRun::ran);
    driver
        .does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "deploy", "It is served"))
        .accepted();
    assertThat(driver.postedText())
        .contains("“Deploy” has ended, but is not confirmed. It ended well (exit status 0), but")
        .doesNotContain("did not work", "outcome is unknown", "may still take effect");
  }

  @Test
  void an_unknown_outcome_is_found_out_by_another_job_and_keeps_the_lock() {
    ConversationDriver driver = running();
    String job = driver.job();
    driver.jobEnds(new Outcome.Unknown("Nobody knows.")).is(State.Blocked.class);
    assertThat(invocations(driver)).last().isEqualTo(new Invocation.ReconcileJob(job));
    assertThat(driver.incident.orElseThrow().locksUnderChange()).isNotEmpty();
    driver
        .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "deploy", 1))
        .rejected(RejectionCode.NOT_NOW);
    driver
        .does(RESPONDER, (at, by) -> new Command.MarkStepDone(at, by, "deploy", "I saw it"))
        .rejected(RejectionCode.NOT_NOW);
    driver
        .does(RESPONDER, (at, by) -> new Command.Cancel(at, by, "It is over by itself"))
        .rejected(RejectionCode.NOT_NOW);
    driver.jobEnds(DONE).is(State.Propagating.class);
    assertThat(invocations(driver)).filteredOn(Invocation.ProviderJob.class::isInstance).hasSize(1);
  }

  @Test
  void what_never_began_is_not_said_to_have_been_done_in_part() {
    ConversationDriver driver =
        running()
            .jobEnds(
                new Outcome.Failed(
                    Outcome.FailureKind.NOT_DONE,
                    "never-begun",
                    "It was never begun.",
                    Optional.empty()))
            .is(State.Blocked.class);
    assertThat(driver.postedText()).contains("“Deploy” was not begun. It was never begun.");
    cancelled(driver);
    assertThat(driver.postedText())
        .contains("Deploy: not begun: It was never begun.")
        .contains("the rollback was cancelled. It is over")
        .doesNotContain("may have been done");
  }

  @Test
  void what_failed_half_way_or_may_still_run_is_said_to_have_been_done_perhaps() {
    ConversationDriver failed = running().jobEnds(FAILED);
    cancelled(failed);
    assertThat(failed.postedText())
        .contains("Deploy: failed, it may have been done in part: exit status 1")
        .contains("the rollback was cancelled; some of it may have been done.");
    ConversationDriver unknown =
        running()
            .jobEnds(new Outcome.Unknown("Nobody knows."))
            .jobEnds(new Outcome.Unknown("Still nobody knows."));
    cancelled(unknown);
    assertThat(unknown.postedText()).contains("some of it may have been done.");
  }

  @Test
  void without_knowing_how_long_it_took_no_time_is_said() {
    ConversationDriver driver = running();
    driver.jobEnds(
        new Outcome.Succeeded(
            new Outcome.JobSucceeded("exit status 0", false), Duration.ofHours(3)));
    assertThat(driver.postedText()).contains("“Deploy”: exit status 0.");
  }

  @Test
  void it_is_stopped_once_by_anybody_who_may_act() {
    ConversationDriver driver = running();
    String job = driver.job();
    driver.does(RESPONDER, (at, by) -> new Command.StopJob(at, by, "deploy", job));
    assertThat(driver.effects).contains(new Effect.RequestJobStop(job));
    int before = driver.events.size();
    driver.does(RESPONDER, (at, by) -> new Command.StopJob(at, by, "deploy", job));
    assertThat(driver.events).hasSize(before);
    driver.jobEnds(FAILED);
    driver
        .does(RESPONDER, (at, by) -> new Command.StopJob(at, by, "deploy", job))
        .rejected(RejectionCode.NOT_NOW);
  }

  @Test
  void the_search_for_one_is_ended_once_by_anybody_who_may_act_and_people_decide() {
    ConversationDriver driver = running().jobEnds(new Outcome.Unknown("Nobody knows."));
    String search = driver.job();
    driver
        .does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "deploy", "it hangs"))
        .rejected(RejectionCode.NOT_NOW)
        .does(RESPONDER, (at, by) -> new Command.StopJob(at, by, "deploy", search))
        .accepted();
    assertThat(driver.effects).contains(new Effect.RequestJobStop(search));
    assertThat(driver.postedText())
        .contains("asked that nobody looks any more for what “Deploy” has started.");
    int before = driver.events.size();
    driver.does(RESPONDER, (at, by) -> new Command.StopJob(at, by, "deploy", search));
    assertThat(driver.events).hasSize(before);
    driver
        .bot((at, by) -> SampleIncident.finished(at, by, search, new Outcome.Unknown("It runs.")))
        .does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "deploy", "it hangs"))
        .accepted();
  }

  @Test
  void that_a_job_has_ended_is_not_said_while_it_waits_for_the_lock_or_nobody_knows() {
    for (ConversationDriver driver :
        List.of(
            running()
                .bot((at, by) ->
                    new Command.LockRefused(
                        at,
                        by,
                        "INC-12/3",
                        new LockHolder(11, "U9", at, Optional.empty(), Optional.empty()))),
            running().jobEnds(new Outcome.Unknown("Nobody knows.")))) {
      assertThat(status(driver)).isNotInstanceOf(StepRun.Running.class);
      driver
          .does(RESPONDER, (at, by) -> new Command.StopJob(at, by, "deploy", "INC-12/3"))
          .rejected(RejectionCode.NOT_NOW);
      assertThat(driver.last.toString())
          .contains("That job is not known to run now")
          .doesNotContain("ended");
    }
  }

  @Test
  void that_it_waits_for_a_person_is_posted_with_the_link() {
    ConversationDriver driver = running();
    String job = driver.job();
    Optional<String> link = Optional.of("https://example.org/runs/1");
    driver.bot((at, by) -> new Command.JobWaits(at, by, job, "Approve it.", link));
    assertThat(driver.effects)
        .anySatisfy(
            e -> assertThat(e.toString()).contains("“Deploy” waits.", "Approve it.", link.get()));
    driver.jobEnds(FAILED);
    int before = driver.events.size();
    driver.bot((at, by) -> new Command.JobWaits(at, by, job, "Approve it.", link));
    assertThat(driver.events).hasSize(before);
  }

  @Test
  void one_that_was_found_again_waits_for_a_person_too() {
    ConversationDriver driver = running();
    driver.jobEnds(new Outcome.Unknown("Nobody knows."));
    String job = driver.job();
    driver.bot((at, by) -> new Command.JobWaits(at, by, job, "Approve it.", Optional.empty()));
    assertThat(driver.effects)
        .anySatisfy(e -> assertThat(e.toString()).contains("“Deploy” waits.", "Approve it."));
  }

  @Test
  void the_same_wait_is_told_once_and_shown_until_it_is_over() {
    ConversationDriver driver = running();
    String job = driver.job();
    Optional<String> link = Optional.of("https://example.org/runs/1");
    driver.bot((at, by) -> new Command.JobWaits(at, by, job, "Approve it.", link));
    int told = driver.events.size();
    driver.bot((at, by) -> new Command.JobWaits(at, by, job, "Approve it.", link));
    assertThat(driver.events).hasSize(told);
    driver.bot((at, by) -> new Command.JobOutput(at, by, job, "line 1", Optional.empty()));
    assertThat(wait(driver).orElseThrow().link()).isEqualTo(link);
    driver.bot((at, by) -> new Command.JobWaitOver(at, by, job));
    assertThat(wait(driver)).isEmpty();
    assertThat(driver.effects)
        .anySatisfy(e -> assertThat(e.toString()).contains("does not wait for a person any more"));
    int over = driver.events.size();
    driver.bot((at, by) -> new Command.JobWaitOver(at, by, job));
    assertThat(driver.events).hasSize(over);
    driver.bot((at, by) -> new Command.JobWaits(at, by, job, "Approve it.", link));
    assertThat(driver.events).as("it waits again").hasSize(over + 1);
    driver.jobEnds(new Outcome.Unknown("Nobody knows."));
    assertThat(wait(driver)).isEmpty();
  }

  @Test
  void what_it_prints_is_posted_in_the_thread() {
    ConversationDriver driver = running();
    String job = driver.job();
    driver.bot((at, by) -> new Command.JobOutput(at, by, job, "line 2", Optional.of("line 1")));
    assertThat(driver.effects)
        .filteredOn(Effect.Post.class::isInstance)
        .last()
        .satisfies(e -> {
          Effect.Post post = (Effect.Post) e;
          assertThat(post.destination()).isEqualTo(Effect.Destination.THREAD);
          assertThat(post.text().plainText()).isEqualTo("“Deploy” prints:\nline 1");
        });
  }

  @Test
  void output_of_an_earlier_job_changes_nothing() {
    ConversationDriver driver = running();
    String job = driver.job();
    driver.bot((at, by) -> new Command.JobOutput(at, by, job, "line 1", Optional.empty()));
    assertThat(status(driver))
        .isInstanceOfSatisfying(
            StepRun.Running.class, r -> assertThat(r.output()).contains("line 1"));
    driver.jobEnds(FAILED);
    int before = driver.events.size();
    driver.bot((at, by) -> new Command.JobOutput(at, by, job, "line 2", Optional.empty()));
    assertThat(driver.events).hasSize(before);
  }
}
