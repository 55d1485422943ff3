package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static dev.rollbackbot.incident.SampleIncident.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.runbook.Severity;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The conversation, state by state. */
@Pure
final class ConversationTest {
  @Test
  void the_whole_story_ends_in_resolved_with_measured_ticks() {
    ConversationDriver conversationDriver = ConversationDriver.resolved();
    assertThat(conversationDriver.said())
        .contains("RESOLVED Shop Feature", "✓ Health checks passing", "✓ Smoke tests");
    assertThat(conversationDriver.effects)
        .filteredOn(effect ->
            effect instanceof Effect.RunJob(String _, Invocation i)
                && i instanceof Invocation.RollBack)
        .hasSize(2);
    assertThat(
            conversationDriver.effects.stream()
                .filter(e ->
                    e instanceof Effect.Post x
                        && x.destination() == Effect.Destination.STAKEHOLDERS))
        .hasSize(2);
  }

  @Test
  void replaying_the_events_gives_the_same_state() {
    ConversationDriver conversationDriver = ConversationDriver.resolved();
    Optional<Incident> again = Optional.empty();
    for (Event event : conversationDriver.events) {
      again = Optional.of(Incidents.evolve(again, event));
    }
    assertThat(again).isEqualTo(conversationDriver.incident);
  }

  @Nested
  class declaring {
    @Test
    void severe_trouble_starts_getting_ready_at_once() {
      ConversationDriver conversationDriver =
          new ConversationDriver().declared(true, Severity.HIGH).is(State.Preparing.class);
      assertThat(conversationDriver.effects).contains(new Effect.OpenChannel("inc-12-shop"));
    }

    @Test
    void trouble_that_nobody_feels_is_watched() {
      new ConversationDriver()
          .declared(false, Severity.HIGH)
          .is(State.Monitoring.class)
          .does(RESPONDER, Command.StartRollback::new)
          .is(State.Preparing.class);
    }

    @Test
    void somebody_outside_the_responders_is_refused() {
      new ConversationDriver()
          .does(
              STAKEHOLDER,
              (at, by) ->
                  new Command.Declare(
                      at,
                      by,
                      new IncidentId(1),
                      SampleIncident.runbook(),
                      SampleIncident.declaration(true, Severity.HIGH)))
          .refused(RejectionCode.NOT_A_RESPONDER)
          .undeclared();
    }
  }

  @Nested
  class getting_ready {
    @Test
    void waits_for_people_unless_it_is_critical() {
      new ConversationDriver()
          .declared(true, Severity.HIGH)
          .bot((at, by) -> SampleIncident.finished(at, by, "INC-12/1", SampleIncident.surveyed()))
          .is(State.Preparing.class);
      new ConversationDriver()
          .declared(true, Severity.CRITICAL)
          .bot((at, by) -> SampleIncident.finished(at, by, "INC-12/1", SampleIncident.surveyed()))
          .is(State.AwaitingApproval.class);
    }

    @Test
    void a_deferred_item_can_still_be_confirmed_later() {
      ConversationDriver conversationDriver =
          new ConversationDriver()
              .declared(true, Severity.CRITICAL)
              .bot((at, by) ->
                  SampleIncident.finished(at, by, "INC-12/1", SampleIncident.surveyed()))
              .does(RESPONDER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", "link"))
              .accepted()
              .is(State.AwaitingApproval.class);
      assertThat(
              conversationDriver.incident.orElseThrow().details().checklist().entry("screenshot"))
          .map(Checklist.TrackedItem::status)
          .get()
          .isInstanceOf(ItemStatus.Done.class);
    }

    @Test
    void without_an_answer_from_the_provider_there_is_no_plan_and_a_way_to_try_again() {
      ConversationDriver conversationDriver =
          new ConversationDriver()
              .declared(true, Severity.HIGH)
              .bot((at, by) ->
                  SampleIncident.finished(at, by, "INC-12/1", new Outcome.Unknown("No answer.")))
              .is(State.Preparing.class);
      assertThat(((State.Preparing) conversationDriver.state()).planning())
          .isInstanceOf(State.NoPlan.class);
      conversationDriver.does(RESPONDER, Command.SurveyAgain::new).accepted();
      assertThat(((State.Preparing) conversationDriver.state()).planning())
          .isInstanceOf(State.Surveying.class);
    }

    @Test
    void the_target_is_the_newest_earlier_deployment_not_known_to_be_bad() {
      RollbackHistory taught = new RollbackHistory(java.util.Set.of("id-v41"), java.util.Map.of());
      ConversationDriver conversationDriver =
          new ConversationDriver()
              .declared(true, Severity.CRITICAL)
              .bot((at, by) ->
                  new Command.JobFinished(at, by, "INC-12/1", SampleIncident.surveyed(), taught));
      PlannedStep.Change change = conversationDriver.plan().steps().get(0).change().orElseThrow();
      assertThat(change.target().label()).isEqualTo("v40");
      assertThat(change.why()).contains("v41 was rolled back from before");
    }
  }

  @Test
  void after_somebody_deployed_meanwhile_the_broken_version_is_remembered_as_bad() {
    ConversationDriver conversationDriver =
        ConversationDriver.rollingBack()
            .jobEnds(
                new Outcome.Failed(
                    Outcome.FailureKind.CHANGED,
                    "changed",
                    "Somebody deployed v43.",
                    Optional.of(SampleIncident.live("v43"))))
            .does(REQUESTER, Command.MakeNewPlan::new);
    String job =
        ((State.Surveying) ((State.Preparing) conversationDriver.state()).planning()).job();
    conversationDriver
        .bot((at, by) ->
            SampleIncident.finished(at, by, job, SampleIncident.surveyed("v43", "v42", "v41")))
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, conversationDriver.plan().hash()))
        .jobEnds(SampleIncident.rolledBack("v41"));
    assertThat(conversationDriver.effects)
        .filteredOn(Effect.RecordRollback.class::isInstance)
        .singleElement()
        .satisfies(effect ->
            assertThat(((Effect.RecordRollback) effect).badVersions())
                .containsExactlyInAnyOrder("id-v42", "id-v43"));
  }

  @Test
  void after_a_rollback_what_was_rolled_back_from_is_never_a_target() {
    ConversationDriver conversationDriver =
        new ConversationDriver()
            .declared(true, Severity.CRITICAL)
            .bot((at, by) ->
                SampleIncident.finished(
                    at,
                    by,
                    "INC-12/1",
                    SampleIncident.surveyed("v41", "v43", "v42", "v41", "v40")));
    assertThat(conversationDriver.plan().steps().get(0).change().orElseThrow().candidates())
        .extracting(Version::label)
        .containsExactly("v40");
  }

  @Nested
  class consent {
    @Test
    void whoever_asked_does_not_approve() {
      ConversationDriver conversationDriver = ConversationDriver.awaitingApproval();
      conversationDriver
          .does(
              REQUESTER, (at, by) -> new Command.Approve(at, by, conversationDriver.plan().hash()))
          .refused(RejectionCode.SAME_PERSON)
          .is(State.AwaitingApproval.class);
      assertThat(((Decision.Rejected) conversationDriver.last).text().plainText())
          .isEqualTo("You asked for this rollback, so someone else in @oncall must approve it.");
    }

    @Test
    void whoever_changed_the_plan_does_not_approve_either() {
      ConversationDriver conversationDriver = ConversationDriver.awaitingApproval();
      conversationDriver
          .does(
              APPROVER,
              (at, by) ->
                  new Command.ChangeTarget(
                      at, by, conversationDriver.plan().hash(), "api", "id-v40"))
          .accepted();
      conversationDriver
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, conversationDriver.plan().hash()))
          .refused(RejectionCode.SAME_PERSON);
    }

    @Test
    void an_approval_binds_to_the_plan_that_was_looked_at() {
      ConversationDriver conversationDriver = ConversationDriver.awaitingApproval();
      String looked = conversationDriver.plan().hash();
      conversationDriver.does(
          RESPONDER, (at, by) -> new Command.ChangeTarget(at, by, looked, "api", "id-v40"));
      conversationDriver
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, looked))
          .refused(RejectionCode.STALE);
    }

    @Test
    void only_the_approver_group_approves() {
      ConversationDriver conversationDriver = ConversationDriver.awaitingApproval();
      conversationDriver
          .does(
              RESPONDER, (at, by) -> new Command.Approve(at, by, conversationDriver.plan().hash()))
          .refused(RejectionCode.NOT_AN_APPROVER);
    }

    @Test
    void glass_is_broken_only_when_critical_and_with_a_reason_and_loudly() {
      ConversationDriver high = ConversationDriver.awaitingApproval();
      high.does(
              REQUESTER,
              (at, by) -> new Command.BreakGlass(at, by, high.plan().hash(), "nobody is awake"))
          .refused(RejectionCode.NOT_CRITICAL);
      ConversationDriver critical =
          new ConversationDriver()
              .declared(true, Severity.CRITICAL)
              .bot((at, by) ->
                  SampleIncident.finished(at, by, "INC-12/1", SampleIncident.surveyed()));
      critical
          .does(REQUESTER, (at, by) -> new Command.BreakGlass(at, by, critical.plan().hash(), " "))
          .refused(RejectionCode.INCOMPLETE);
      critical
          .does(
              REQUESTER,
              (at, by) -> new Command.BreakGlass(at, by, critical.plan().hash(), "nobody is awake"))
          .is(State.RollingBack.class);
      assertThat(critical.said()).contains("Break-glass", "nobody is awake");
    }
  }

  @Nested
  class steps {
    @Test
    void the_next_step_begins_when_the_one_before_is_read_back() {
      ConversationDriver conversationDriver =
          ConversationDriver.rollingBack()
              .jobEnds(SampleIncident.rolledBack("v41"))
              .is(State.RollingBack.class);
      assertThat(((State.RollingBack) conversationDriver.state()).rollback().position())
          .isEqualTo(2);
    }

    @Test
    void a_pause_holds_before_the_next_step_and_resuming_goes_on() {
      ConversationDriver conversationDriver =
          ConversationDriver.rollingBack()
              .does(RESPONDER, Command.Pause::new)
              .jobEnds(SampleIncident.rolledBack("v41"))
              .is(State.Paused.class)
              .does(RESPONDER, Command.Resume::new)
              .is(State.RollingBack.class);
      assertThat(conversationDriver.job()).isNotEmpty();
    }

    @Test
    void an_unknown_outcome_is_asked_for_and_goes_on_when_it_is_found_done() {
      ConversationDriver conversationDriver = ConversationDriver.unknown();
      assertThat(conversationDriver.effects)
          .anyMatch(effect ->
              effect instanceof Effect.RunJob(String _, Invocation i)
                  && i instanceof Invocation.ReconcileRollback);
      conversationDriver.jobEnds(SampleIncident.rolledBack("v41")).is(State.RollingBack.class);
    }

    @Test
    void nothing_is_tried_again_while_the_provider_is_being_asked() {
      ConversationDriver.unknown()
          .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "api", 1))
          .refused(RejectionCode.NOT_NOW)
          .jobEnds(new Outcome.Unknown("The provider can't tell."))
          .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "api", 1))
          .is(State.RollingBack.class);
    }

    @Test
    void a_stop_that_was_asked_for_holds_when_the_provider_says_that_the_step_is_done() {
      ConversationDriver.rollingBack()
          .does(RESPONDER, Command.StopAfterStep::new)
          .jobEnds(new Outcome.Unknown("No answer in 10 s."))
          .jobEnds(SampleIncident.rolledBack("v41"))
          .is(State.Blocked.class)
          .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "site", 0))
          .is(State.RollingBack.class);
    }

    @Test
    void a_step_by_hand_goes_on_after_a_stop() {
      ConversationDriver conversationDriver =
          ConversationDriver.blocked().does(RESPONDER, Command.StartNextMethod::new);
      String job =
          ((State.Surveying) ((State.Preparing) conversationDriver.state()).planning()).job();
      conversationDriver
          .bot((at, by) -> SampleIncident.finished(at, by, job, SampleIncident.surveyed()))
          .does(
              REQUESTER, (at, by) -> new Command.Approve(at, by, conversationDriver.plan().hash()))
          .does(RESPONDER, Command.StopAfterStep::new)
          .is(State.Blocked.class)
          .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "revert", 1))
          .is(State.RollingBack.class);
    }

    @Test
    void a_click_on_an_old_attempt_is_stale() {
      ConversationDriver conversationDriver = ConversationDriver.blocked();
      conversationDriver
          .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "api", 1))
          .is(State.RollingBack.class)
          .jobEnds(new Outcome.Unknown("No answer."))
          .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "api", 1))
          .refused(RejectionCode.STALE);
    }

    @Test
    void cancelling_a_stopped_rollback_lists_what_was_done() {
      ConversationDriver conversationDriver =
          ConversationDriver.rollingBack()
              .does(RESPONDER, Command.StopAfterStep::new)
              .jobEnds(SampleIncident.rolledBack("v41"))
              .is(State.Blocked.class)
              .does(RESPONDER, (at, by) -> new Command.Cancel(at, by, "fixed otherwise"))
              .is(State.Cancelled.class);
      assertThat(conversationDriver.said())
          .contains("API: v42 → v41 in 4 s", "Site: not begun, 9f2c is live");
    }

    @Test
    void the_next_method_has_its_own_plan_and_its_own_approval() {
      ConversationDriver conversationDriver =
          ConversationDriver.blocked()
              .does(RESPONDER, Command.StartNextMethod::new)
              .is(State.Preparing.class);
      String job =
          ((State.Surveying) ((State.Preparing) conversationDriver.state()).planning()).job();
      conversationDriver
          .bot((at, by) -> SampleIncident.finished(at, by, job, SampleIncident.surveyed()))
          .is(State.AwaitingApproval.class)
          .does(
              RESPONDER, (at, by) -> new Command.Approve(at, by, conversationDriver.plan().hash()))
          .refused(RejectionCode.NOT_AN_APPROVER)
          .does(
              REQUESTER, (at, by) -> new Command.Approve(at, by, conversationDriver.plan().hash()))
          .is(State.RollingBack.class)
          .does(RESPONDER, (at, by) -> new Command.MarkStepDone(at, by, "revert", "https://ci/1"))
          .is(State.Propagating.class);
    }

    @Test
    void a_new_plan_in_the_middle_keeps_the_target_of_what_is_done() {
      ConversationDriver conversationDriver =
          ConversationDriver.rollingBack()
              .jobEnds(SampleIncident.rolledBack("v41"))
              .jobEnds(
                  new Outcome.Failed(
                      Outcome.FailureKind.CHANGED,
                      "changed",
                      "Somebody deployed aaaa.",
                      Optional.of(SampleIncident.live("aaaa"))))
              .does(REQUESTER, Command.MakeNewPlan::new);
      String job =
          ((State.Surveying) ((State.Preparing) conversationDriver.state()).planning()).job();
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
              java.time.Duration.ofSeconds(1));
      conversationDriver
          .bot((at, by) -> SampleIncident.finished(at, by, job, now))
          .is(State.AwaitingApproval.class);
      assertThat(conversationDriver.plan().steps())
          .extracting(s -> s.change().orElseThrow().target().label())
          .containsExactly("v41", "7ab1");
    }
  }

  @Nested
  class checking {
    @Test
    void a_failed_reading_counts_from_nothing_again() {
      ConversationDriver conversationDriver =
          ConversationDriver.verifying()
              .probes(ProbeResult.Verdict.PASSED)
              .probes(ProbeResult.Verdict.PASSED)
              .probes(ProbeResult.Verdict.FAILED);
      assertThat(
              ((State.Verifying) conversationDriver.state())
                  .results()
                  .probes()
                  .get(0)
                  .passesInARow())
          .isZero();
    }

    @Test
    void what_is_inconclusive_is_not_a_pass() {
      ConversationDriver.verifying()
          .does(APPROVER, (at, by) -> new Command.ConfirmCheck(at, by, "smoke", ""))
          .probes(ProbeResult.Verdict.INCONCLUSIVE)
          .probes(ProbeResult.Verdict.INCONCLUSIVE)
          .probes(ProbeResult.Verdict.INCONCLUSIVE)
          .is(State.Verifying.class);
    }

    @Test
    void whoever_rolled_back_waives_nothing() {
      ConversationDriver.verifying()
          .does(REQUESTER, (at, by) -> new Command.WaiveCheck(at, by, "health", "flaky"))
          .refused(RejectionCode.SAME_PERSON)
          .does(APPROVER, (at, by) -> new Command.WaiveCheck(at, by, "health", "flaky"))
          .accepted();
    }

    @Test
    void a_waived_check_is_never_shown_as_a_tick() {
      ConversationDriver conversationDriver =
          ConversationDriver.verifying()
              .does(APPROVER, (at, by) -> new Command.WaiveCheck(at, by, "health", "flaky"))
              .does(APPROVER, (at, by) -> new Command.ConfirmCheck(at, by, "smoke", ""))
              .does(REQUESTER, Command.SignRolledBack::new)
              .does(
                  APPROVER,
                  (at, by) -> new Command.SignVerified(at, by, LocalDate.parse("2026-03-04")))
              .is(State.Resolved.class);
      assertThat(conversationDriver.said())
          .contains("– Health checks passing: waived by @U2, flaky")
          .doesNotContain("✓ Health checks passing");
    }
  }

  @Nested
  class signing {
    @Test
    void one_person_can_not_sign_twice_and_whoever_rolled_back_does_not_verify() {
      LocalDate day = LocalDate.parse("2026-03-04");
      ConversationDriver.awaitingSignOff()
          .does(APPROVER, (at, by) -> new Command.SignVerified(at, by, day))
          .refused(RejectionCode.NOT_NOW)
          .does(RESPONDER, Command.SignRolledBack::new)
          .does(RESPONDER, (at, by) -> new Command.SignVerified(at, by, day))
          .refused(RejectionCode.SAME_PERSON)
          .does(REQUESTER, (at, by) -> new Command.SignVerified(at, by, day))
          .refused(RejectionCode.SAME_PERSON)
          .does(APPROVER, (at, by) -> new Command.SignVerified(at, by, day))
          .is(State.Resolved.class);
    }

    @Test
    void a_check_that_turns_bad_takes_the_signatures_back() {
      ConversationDriver conversationDriver =
          ConversationDriver.awaitingSignOff()
              .does(REQUESTER, Command.SignRolledBack::new)
              .probes(ProbeResult.Verdict.FAILED)
              .is(State.Verifying.class);
      assertThat(conversationDriver.said()).contains("turned bad while signatures were collected");
    }
  }

  @Nested
  class after_the_end {
    @Test
    void a_check_that_turns_bad_is_said_and_the_incident_can_be_reopened() {
      ConversationDriver conversationDriver =
          ConversationDriver.resolved().probes(ProbeResult.Verdict.FAILED).is(State.Resolved.class);
      assertThat(conversationDriver.said()).contains("turned bad after all");
      conversationDriver
          .bot((at, by) ->
              new Command.ChannelOpened(at, by, new Channel("C0INC", "inc-1-shop", true)))
          .does(RESPONDER, (at, by) -> new Command.Reopen(at, by, "it came back"))
          .is(State.Preparing.class);
      assertThat(conversationDriver.effects)
          .filteredOn(Effect.SetTopic.class::isInstance)
          .last()
          .satisfies(e ->
              assertThat(((Effect.SetTopic) e).topic().plainText()).doesNotContain("RESOLVED"));
    }
  }
}
