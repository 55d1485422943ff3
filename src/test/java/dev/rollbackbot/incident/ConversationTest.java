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
import dev.rollbackbot.incident.rollback.VersionMark;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.runbook.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An incident from its declaration to its end, state by state. */
@Pure
final class ConversationTest {
  @Test
  void a_complete_rollback_is_resolved_with_a_line_for_each_passed_check() {
    ConversationDriver driver = ConversationDriver.resolved();
    assertThat(driver.postedText())
        .contains("RESOLVED Shop Feature", "✓ Health checks passing", "✓ Smoke tests");
    assertThat(driver.effects)
        .filteredOn(effect ->
            effect instanceof Effect.RunJob(String _, Invocation i)
                && i instanceof Invocation.RollBack)
        .hasSize(2);
    assertThat(
            driver.effects.stream()
                .filter(e ->
                    e instanceof Effect.Post x
                        && x.destination() == Effect.Destination.STAKEHOLDERS))
        .hasSize(2);
  }

  @Test
  void replaying_the_events_leads_to_the_same_state() {
    ConversationDriver driver = ConversationDriver.resolved();
    Optional<Incident> again = Optional.empty();
    for (Event event : driver.events) {
      again = Optional.of(Incidents.evolve(again, event));
    }
    assertThat(again).isEqualTo(driver.incident);
  }

  @Nested
  class declaring {
    @Test
    void a_severe_incident_starts_the_preparation() {
      ConversationDriver driver =
          new ConversationDriver().declared(true, Severity.HIGH).is(State.Preparing.class);
      assertThat(driver.effects).contains(new Effect.OpenChannel("inc-12-shop"));
    }

    @Test
    void an_incident_that_does_not_affect_users_is_monitored() {
      new ConversationDriver()
          .declared(false, Severity.HIGH)
          .is(State.Monitoring.class)
          .does(RESPONDER, Command.StartRollback::new)
          .is(State.Preparing.class);
    }

    @Test
    void a_person_who_is_no_responder_can_not_declare() {
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
          .rejected(RejectionCode.NOT_A_RESPONDER)
          .undeclared();
    }
  }

  @Nested
  class preparing {
    @Test
    void approval_waits_for_manual_items_unless_the_incident_is_critical() {
      new ConversationDriver()
          .declared(true, Severity.HIGH)
          .surveyEnds(SampleIncident.surveyed())
          .is(State.Preparing.class);
      new ConversationDriver()
          .declared(true, Severity.CRITICAL)
          .surveyEnds(SampleIncident.surveyed())
          .is(State.AwaitingApproval.class);
    }

    @Test
    void a_deferred_item_can_still_be_confirmed_later() {
      ConversationDriver driver =
          new ConversationDriver()
              .declared(true, Severity.CRITICAL)
              .surveyEnds(SampleIncident.surveyed())
              .does(RESPONDER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", "link"))
              .accepted()
              .is(State.AwaitingApproval.class);
      assertThat(driver.incident.orElseThrow().details().checklist().entry("screenshot"))
          .map(Checklist.TrackedItem::status)
          .get()
          .isInstanceOf(ItemStatus.Done.class);
    }

    @Test
    void a_failed_survey_leads_to_no_plan_and_can_be_retried() {
      ConversationDriver driver =
          new ConversationDriver()
              .declared(true, Severity.HIGH)
              .surveyEnds(new Outcome.Unknown("No answer."))
              .is(State.Preparing.class);
      assertThat(((State.Preparing) driver.state()).planning()).isInstanceOf(State.NoPlan.class);
      driver.does(RESPONDER, Command.SurveyAgain::new).accepted();
      assertThat(((State.Preparing) driver.state()).planning()).isInstanceOf(State.Surveying.class);
    }

    @Test
    void the_target_is_the_newest_earlier_deployment_not_known_to_be_bad() {
      RollbackHistory history =
          new RollbackHistory(
              List.of(
                  new VersionMark(
                      "INC-3", "shop-api", "id-v41", VersionMark.MarkVerdict.BAD, "Orders fail")),
              Map.of());
      ConversationDriver driver =
          new ConversationDriver()
              .declared(true, Severity.CRITICAL)
              .bot((at, by) ->
                  new Command.JobFinished(at, by, "INC-12/1", SampleIncident.surveyed(), history));
      PlannedStep.Change change = driver.plan().steps().get(0).change().orElseThrow();
      assertThat(change.target().label()).isEqualTo("v40");
      assertThat(change.choice().orElseThrow().passedOver())
          .containsExactly("v41: marked bad in INC-3: Orders fail");
    }
  }

  @Test
  void a_step_that_worked_records_its_duration_and_marks_no_version_yet() {
    ConversationDriver driver =
        ConversationDriver.rollingBack().jobEnds(SampleIncident.rolledBack("v41"));
    assertThat(driver.effects)
        .contains(new Effect.RecordRollback("shop-api", Duration.ofSeconds(4)))
        .noneMatch(Effect.MarkVersions.class::isInstance);
  }

  @Test
  void a_verified_rollback_marks_what_it_rolled_away_from_as_bad_and_its_targets_as_good() {
    assertThat(marks(ConversationDriver.resolved()))
        .containsExactly(
            "BAD shop-api id-v42",
            "GOOD shop-api id-v41",
            "BAD shop-site id-9f2c",
            "GOOD shop-site id-7ab1");
  }

  @Test
  void a_rollback_with_a_waived_probe_marks_nothing() {
    ConversationDriver driver =
        ConversationDriver.verifying()
            .does(APPROVER, (at, by) -> new Command.WaiveCheck(at, by, "health", "flaky"))
            .confirms(APPROVER, "smoke")
            .signsRolledBack(REQUESTER)
            .signsVerified(APPROVER)
            .liveIsRead("v41", "7ab1")
            .is(State.Resolved.class);
    assertThat(marks(driver)).isEmpty();
  }

  @Test
  void probes_that_passed_before_show_no_help_so_only_people_can() {
    ConversationDriver driver =
        ConversationDriver.awaitingApproval().probes(ProbeResult.Verdict.PASSED);
    String plan = driver.plan().hash();
    driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, plan))
        .jobEnds(SampleIncident.rolledBack("v41"))
        .jobEnds(SampleIncident.rolledBack("7ab1"));
    driver.now = driver.now.plus(Duration.ofMinutes(2));
    driver
        .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION))
        .probes(ProbeResult.Verdict.PASSED)
        .probes(ProbeResult.Verdict.PASSED)
        .probes(ProbeResult.Verdict.PASSED)
        .does(APPROVER, (at, by) -> new Command.WaiveCheck(at, by, "smoke", "no time"))
        .signsRolledBack(REQUESTER)
        .signsVerified(APPROVER)
        .liveIsRead("v41", "7ab1")
        .is(State.Resolved.class);
    assertThat(marks(driver)).isEmpty();
  }

  private static List<String> marks(ConversationDriver driver) {
    return driver.effects.stream()
        .filter(Effect.MarkVersions.class::isInstance)
        .flatMap(e -> ((Effect.MarkVersions) e).marks().stream())
        .map(m -> m.verdict() + " " + m.resource() + " " + m.version())
        .toList();
  }

  @Test
  void a_version_newer_than_the_live_one_is_a_target_only_with_a_reason() {
    ConversationDriver driver =
        new ConversationDriver()
            .declared(true, Severity.CRITICAL)
            .surveyEnds(SampleIncident.surveyed("v41", "v43", "v42", "v41", "v40"));
    PlannedStep.Change change = driver.plan().steps().get(0).change().orElseThrow();
    assertThat(change.target().label()).isEqualTo("v40");
    assertThat(change.candidates())
        .extracting(v -> v.label() + change.concern(v).map(c -> ": " + c).orElse(""))
        .containsExactly(
            "v43: newer than what is live, somebody went back from it",
            "v42: newer than what is live, somebody went back from it",
            "v40");
  }

  @Nested
  class approving {
    @Test
    void the_requester_can_not_approve() {
      ConversationDriver driver = ConversationDriver.awaitingApproval();
      driver
          .does(REQUESTER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
          .rejected(RejectionCode.SAME_PERSON)
          .is(State.AwaitingApproval.class);
      assertThat(((Decision.Rejected) driver.last).text().plainText())
          .isEqualTo("You asked for this rollback, so someone else in @oncall must approve it.");
    }

    @Test
    void a_person_who_changed_a_target_can_not_approve() {
      ConversationDriver driver = ConversationDriver.awaitingApproval();
      driver
          .does(
              APPROVER,
              (at, by) ->
                  new Command.ChangeTarget(at, by, driver.plan().hash(), "api", "id-v40", ""))
          .accepted();
      driver
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
          .rejected(RejectionCode.SAME_PERSON);
    }

    @Test
    void an_approval_is_valid_only_for_the_plan_that_the_approver_saw() {
      ConversationDriver driver = ConversationDriver.awaitingApproval();
      String seen = driver.plan().hash();
      driver.does(
          RESPONDER, (at, by) -> new Command.ChangeTarget(at, by, seen, "api", "id-v40", ""));
      driver
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, seen))
          .rejected(RejectionCode.STALE);
    }

    @Test
    void only_the_approver_group_can_approve() {
      ConversationDriver driver = ConversationDriver.awaitingApproval();
      driver
          .does(RESPONDER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
          .rejected(RejectionCode.NOT_AN_APPROVER);
    }

    @Test
    void break_glass_needs_a_critical_incident_and_a_reason_and_is_posted() {
      ConversationDriver high = ConversationDriver.awaitingApproval();
      high.does(
              REQUESTER,
              (at, by) -> new Command.BreakGlass(at, by, high.plan().hash(), "nobody is awake"))
          .rejected(RejectionCode.NOT_CRITICAL);
      ConversationDriver critical =
          new ConversationDriver()
              .declared(true, Severity.CRITICAL)
              .surveyEnds(SampleIncident.surveyed());
      critical
          .does(REQUESTER, (at, by) -> new Command.BreakGlass(at, by, critical.plan().hash(), " "))
          .rejected(RejectionCode.INCOMPLETE)
          .does(
              REQUESTER,
              (at, by) -> new Command.BreakGlass(at, by, critical.plan().hash(), "asap  now"))
          .rejected(RejectionCode.INCOMPLETE);
      critical
          .does(
              REQUESTER,
              (at, by) -> new Command.BreakGlass(at, by, critical.plan().hash(), "nobody is awake"))
          .is(State.RollingBack.class);
      assertThat(critical.postedText()).contains("Break-glass", "nobody is awake");
    }
  }

  @Nested
  class steps {
    @Test
    void the_next_step_starts_when_the_target_of_the_current_one_is_live() {
      ConversationDriver driver =
          ConversationDriver.rollingBack()
              .jobEnds(SampleIncident.rolledBack("v41"))
              .is(State.RollingBack.class);
      assertThat(((State.RollingBack) driver.state()).rollback().position()).isEqualTo(2);
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
      assertThat(driver.effects)
          .anyMatch(effect ->
              effect instanceof Effect.RunJob(String _, Invocation i)
                  && i instanceof Invocation.ReconcileRollback);
      driver.jobEnds(SampleIncident.rolledBack("v41")).is(State.RollingBack.class);
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
    void cancelling_a_stopped_rollback_posts_the_result_of_each_step() {
      ConversationDriver driver =
          ConversationDriver.rollingBack()
              .does(RESPONDER, Command.StopAfterStep::new)
              .jobEnds(SampleIncident.rolledBack("v41"))
              .is(State.Blocked.class)
              .does(RESPONDER, (at, by) -> new Command.Cancel(at, by, "fixed otherwise"))
              .is(State.Cancelled.class);
      assertThat(driver.postedText())
          .contains("API: v42 → v41 in 4 s", "Site: not begun, 9f2c is live");
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
          .does(REQUESTER, (at, by) -> new Command.WaiveCheck(at, by, "health", "flaky"))
          .rejected(RejectionCode.SAME_PERSON)
          .does(APPROVER, (at, by) -> new Command.WaiveCheck(at, by, "health", "flaky"))
          .accepted();
    }

    @Test
    void a_waived_check_is_not_ticked_in_the_resolved_post() {
      ConversationDriver driver =
          ConversationDriver.verifying()
              .does(APPROVER, (at, by) -> new Command.WaiveCheck(at, by, "health", "flaky"))
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

  /** What is said is true of the state that it is said of. */
  @Nested
  class words {
    @Test
    void a_wait_that_a_person_ended_is_not_called_long_enough() {
      ConversationDriver driver =
          ConversationDriver.propagating()
              .does(REQUESTER, (at, by) -> new Command.EndPropagation(at, by, "it is everywhere"));
      assertThat(driver.postedText())
          .contains("The steps are over; the wait for it to spread was cut short.")
          .doesNotContain("it has had time to spread");
    }

    @Test
    void a_waived_check_is_not_said_to_hold() {
      ConversationDriver driver =
          ConversationDriver.verifying()
              .does(APPROVER, (at, by) -> new Command.WaiveCheck(at, by, "health", "flaky"))
              .confirms(APPROVER, "smoke")
              .is(State.AwaitingSignOff.class);
      assertThat(driver.postedText())
          .contains("Every check holds or was waived.")
          .doesNotContain("Every check holds. ");
    }

    @Test
    void stakeholders_are_told_that_a_cancelled_rollback_had_been_done_in_part() {
      assertThat(
              ConversationDriver.verifying()
                  .does(REQUESTER, (at, by) -> new Command.Cancel(at, by, "we fix it instead"))
                  .postedText())
          .contains("the rollback was cancelled after some of it had been done.");
      assertThat(
              ConversationDriver.awaitingApproval()
                  .does(REQUESTER, (at, by) -> new Command.Cancel(at, by, "we fix it instead"))
                  .postedText())
          .contains("the rollback was cancelled. we fix it instead");
    }
  }
}
