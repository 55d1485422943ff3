package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.verification.ProbeResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An incident from its first step to its end, state by state. */
@Pure
final class ExecutionTest {
  @Nested
  class steps {
    @Test
    void the_next_step_starts_when_the_target_of_the_current_one_is_live() {
      ConversationDriver driver =
          ConversationDriver.rollingBack()
              .jobEnds(SampleIncident.rolledBack("v41"))
              .is(State.RollingBack.class);
      assertThat(driver.incident.orElseThrow().currentStep("site")).isPresent();
    }

    @Test
    void a_pause_stops_before_the_next_step_and_resume_starts_it() {
      ConversationDriver driver =
          ConversationDriver.rollingBack()
              .does(RESPONDER, Command.Pause::new)
              .jobEnds(SampleIncident.rolledBack("v41"))
              .is(State.Paused.class)
              .does(RESPONDER, Command.Resume::new)
              .is(State.RollingBack.class);
      assertThat(driver.job()).isNotEmpty();
    }

    @Test
    void an_unknown_outcome_is_reconciled_and_the_rollback_continues_after_success() {
      ConversationDriver driver = ConversationDriver.unknown();
      String asked =
          driver.effects.stream()
              .flatMap(effect ->
                  effect instanceof Effect.RunJob(String job, Invocation i)
                          && i instanceof Invocation.RollBack
                      ? Stream.of(job)
                      : Stream.empty())
              .reduce((_, last) -> last)
              .orElseThrow();
      assertThat(driver.effects)
          .anyMatch(effect ->
              effect instanceof Effect.RunJob(String _, Invocation i)
                  && i instanceof Invocation.ReconcileRollback(var _, Optional<String> job)
                  && job.filter(asked::equals).isPresent());
      driver.jobEnds(SampleIncident.rolledBack("v41")).is(State.RollingBack.class);
    }

    @Test
    void what_was_live_when_the_plan_was_made_is_not_said_to_have_been_made_live() {
      ConversationDriver driver =
          ConversationDriver.blocked().does(RESPONDER, Command.MakeNewPlan::new);
      driver
          .surveyEnds(SampleIncident.surveyed("v41", "v42"))
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
          .jobEnds(new Outcome.Unknown("No answer in 10 s."))
          .jobEnds(SampleIncident.rolledBack("v41"));
      assertThat(driver.postedText()).contains("“API”: v41 was live already, nothing was done.");
    }

    @Test
    void a_step_can_not_be_retried_during_reconciliation() {
      ConversationDriver.unknown()
          .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "api", 1))
          .rejected(RejectionCode.NOT_NOW)
          .jobEnds(new Outcome.Unknown("The provider can't tell."))
          .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "api", 1))
          .is(State.RollingBack.class);
    }

    @Test
    void a_step_can_not_be_skipped_during_reconciliation() {
      ConversationDriver driver = ConversationDriver.unknown();
      driver
          .does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "api", "No time"))
          .rejected(RejectionCode.NOT_NOW);
      assertThat(driver.incident.orElseThrow().locksUnderChange()).isNotEmpty();
      driver
          .jobEnds(new Outcome.Unknown("The provider can't tell."))
          .does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "api", "No time"))
          .is(State.RollingBack.class);
    }

    @Test
    void a_requested_stop_is_kept_when_reconciliation_finds_the_step_done() {
      ConversationDriver.rollingBack()
          .does(RESPONDER, Command.StopAfterStep::new)
          .jobEnds(new Outcome.Unknown("No answer in 10 s."))
          .jobEnds(SampleIncident.rolledBack("v41"))
          .is(State.Blocked.class)
          .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "site", 0))
          .is(State.RollingBack.class);
    }

    @Test
    void a_manual_step_can_be_retried_after_a_stop() {
      ConversationDriver driver =
          ConversationDriver.blocked().does(RESPONDER, Command.StartNextMethod::new);
      driver
          .surveyEnds(SampleIncident.surveyed())
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
          .does(RESPONDER, Command.StopAfterStep::new)
          .is(State.Blocked.class)
          .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "revert", 1))
          .is(State.RollingBack.class);
    }

    @Test
    void a_retry_of_an_old_attempt_is_stale() {
      ConversationDriver driver = ConversationDriver.blocked();
      driver
          .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "api", 1))
          .is(State.RollingBack.class)
          .jobEnds(new Outcome.Unknown("No answer."))
          .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "api", 1))
          .rejected(RejectionCode.STALE);
    }

    @Test
    void stakeholders_of_a_cancelled_rollback_hear_that_an_outcome_is_not_known() {
      ConversationDriver driver =
          ConversationDriver.unknown()
              .does(REQUESTER, (at, by) -> new Command.Cancel(at, by, "we go on by hand"))
              .rejected(RejectionCode.NOT_NOW)
              .jobEnds(new Outcome.Unknown("Can't tell."))
              .does(REQUESTER, (at, by) -> new Command.Cancel(at, by, "we go on by hand"))
              .is(State.Cancelled.class);
      assertThat(driver.postedText())
          .contains("was cancelled; some of it may have been done. we go on by hand");
    }

    @Test
    void cancelling_a_stopped_rollback_posts_the_result_of_each_step() {
      ConversationDriver driver =
          ConversationDriver.rollingBack()
              .does(RESPONDER, Command.StopAfterStep::new)
              .jobEnds(SampleIncident.rolledBack("v41"))
              .is(State.Blocked.class)
              .does(RESPONDER, (at, by) -> new Command.Cancel(at, by, "fixed otherwise"))
              .is(State.Cancelled.class);
      assertThat(driver.postedText())
          .contains("API: v42 → v41 in 4 s", "Site: not begun\n")
          .contains("• Site: 9f2c was live when it was read, 2026-03-01 12:");
    }

    @Test
    void the_next_method_needs_its_own_plan_and_its_own_approval() {
      ConversationDriver driver =
          ConversationDriver.blocked()
              .does(RESPONDER, Command.StartNextMethod::new)
              .is(State.Preparing.class);
      driver
          .surveyEnds(SampleIncident.surveyed())
          .is(State.AwaitingApproval.class)
          .does(RESPONDER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
          .rejected(RejectionCode.NOT_AN_APPROVER)
          .does(REQUESTER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
          .rejected(RejectionCode.SAME_PERSON)
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
          .is(State.RollingBack.class)
          .does(RESPONDER, (at, by) -> new Command.MarkStepDone(at, by, "revert", "https://ci/1"))
          .is(State.Propagating.class);
    }

    @Test
    void a_new_plan_keeps_the_targets_of_completed_steps() {
      ConversationDriver driver =
          ConversationDriver.rollingBack()
              .jobEnds(SampleIncident.rolledBack("v41"))
              .jobEnds(
                  new Outcome.Failed(
                      Outcome.FailureKind.CHANGED,
                      "changed",
                      "Somebody deployed aaaa.",
                      Optional.of(SampleIncident.live("aaaa"))))
              .does(REQUESTER, Command.MakeNewPlan::new);
      Outcome now =
          new Outcome.Succeeded(
              new Outcome.Surveyed(
                  List.of(
                      new ServiceDeployments(
                          SampleIncident.runbook()
                              .serviceIn(SampleIncident.runbook().environments().get(0), "api"),
                          SampleIncident.live("v41"),
                          List.of(
                              SampleIncident.live("v42"),
                              SampleIncident.live("v41"),
                              SampleIncident.live("v40")),
                          List.of()),
                      new ServiceDeployments(
                          SampleIncident.runbook()
                              .serviceIn(SampleIncident.runbook().environments().get(0), "site"),
                          SampleIncident.live("aaaa"),
                          List.of(SampleIncident.live("9f2c"), SampleIncident.live("7ab1")),
                          List.of()))),
              Duration.ofSeconds(1));
      driver.surveyEnds(now).is(State.AwaitingApproval.class);
      assertThat(driver.plan().steps())
          .extracting(s -> s.change().orElseThrow().target().label())
          .containsExactly("v41", "7ab1");
    }
  }

  @Nested
  class verifying {
    @Test
    void a_failed_probe_resets_the_passes_in_a_row() {
      ConversationDriver driver =
          ConversationDriver.verifying()
              .probes(ProbeResult.Verdict.PASSED)
              .probes(ProbeResult.Verdict.PASSED)
              .probes(ProbeResult.Verdict.FAILED);
      assertThat(((State.Verifying) driver.state()).results().probes().get(0).passesInARow())
          .isZero();
    }

    @Test
    void an_inconclusive_result_is_not_a_pass() {
      ConversationDriver.verifying()
          .confirms(APPROVER, "smoke")
          .probes(ProbeResult.Verdict.INCONCLUSIVE)
          .probes(ProbeResult.Verdict.INCONCLUSIVE)
          .probes(ProbeResult.Verdict.INCONCLUSIVE)
          .is(State.Verifying.class);
    }

    @Test
    void a_person_who_rolled_back_can_not_waive_a_check() {
      ConversationDriver.verifying()
          .waives(REQUESTER, "health", "flaky")
          .rejected(RejectionCode.SAME_PERSON)
          .waives(APPROVER, "health", "flaky")
          .accepted();
    }

    @Test
    void a_waived_check_is_not_ticked_in_the_resolved_post() {
      ConversationDriver driver =
          ConversationDriver.verifying()
              .waives(APPROVER, "health", "flaky")
              .confirms(APPROVER, "smoke")
              .signsRolledBack(REQUESTER)
              .signsVerified(APPROVER)
              .liveIsRead("v41", "7ab1")
              .is(State.Resolved.class);
      assertThat(driver.postedText())
          .contains("– Health not confirmed (waived)", "– Waived: “API health” by @U2, flaky")
          .doesNotContain("✓ Health checks passing");
    }
  }

  @Nested
  class signing {
    @Test
    void one_person_can_not_sign_twice_and_the_requester_can_not_verify() {
      ConversationDriver.awaitingSignOff()
          .signsVerified(APPROVER)
          .rejected(RejectionCode.NOT_NOW)
          .signsRolledBack(RESPONDER)
          .signsVerified(RESPONDER)
          .rejected(RejectionCode.SAME_PERSON)
          .signsVerified(REQUESTER)
          .rejected(RejectionCode.SAME_PERSON)
          .signsVerified(APPROVER)
          .liveIsRead("v41", "7ab1")
          .is(State.Resolved.class);
    }

    @Test
    void a_failed_probe_discards_the_signatures() {
      ConversationDriver driver =
          ConversationDriver.awaitingSignOff()
              .signsRolledBack(REQUESTER)
              .probes(ProbeResult.Verdict.FAILED)
              .is(State.Verifying.class);
      assertThat(driver.postedText()).contains("turned bad while signatures were collected");
    }
  }

  @Nested
  class resolved {
    @Test
    void a_failed_probe_is_posted_and_the_incident_can_be_reopened() {
      ConversationDriver driver =
          ConversationDriver.resolved()
              .probes(ProbeResult.Verdict.FAILED)
              .probes(ProbeResult.Verdict.FAILED)
              .probes(ProbeResult.Verdict.FAILED)
              .liveIsRead("v41", "7ab1")
              .is(State.Resolved.class);
      assertThat(driver.postedText())
          .contains("turned bad after all, 3 times in a row", "What was signed is still live.");
      driver
          .bot((at, by) ->
              new Command.ChannelOpened(at, by, new Channel("C0INC", "inc-1-shop", true)))
          .does(RESPONDER, (at, by) -> new Command.Reopen(at, by, "it came back"))
          .is(State.Preparing.class);
      assertThat(driver.effects)
          .filteredOn(Effect.SetTopic.class::isInstance)
          .last()
          .satisfies(e ->
              assertThat(((Effect.SetTopic) e).topic().plainText()).doesNotContain("RESOLVED"));
    }
  }
}
