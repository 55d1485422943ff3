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
import dev.rollbackbot.incident.rollback.VersionMark;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.runbook.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An incident from its declaration to the approval of its plan, state by state. */
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
  void a_version_that_somebody_went_back_from_is_a_target_only_with_a_reason() {
    ConversationDriver driver =
        new ConversationDriver()
            .declared(true, Severity.CRITICAL)
            .surveyEnds(SampleIncident.surveyed("v41", "v43", "v42", "v41", "v40"));
    PlannedStep.Change change = driver.plan().steps().get(0).change().orElseThrow();
    assertThat(change.target().label()).isEqualTo("v40");
    assertThat(change.candidates())
        .extracting(v -> v.label() + change.concern(v).map(c -> ": " + c).orElse(""))
        .containsExactly(
            "v43: deployed after v41, to which somebody went back",
            "v42: deployed after v41, to which somebody went back",
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
                  new Command.ChangeTarget(
                      at, by, driver.plan().hash(), "api", "id-v40", "", false))
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
          RESPONDER,
          (at, by) -> new Command.ChangeTarget(at, by, seen, "api", "id-v40", "", false));
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
              .waives(APPROVER, "health", "flaky")
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
