package dev.rollbackbot.incident.proposed;

import static dev.rollbackbot.incident.proposed.AutomaticIncident.announced;
import static dev.rollbackbot.incident.proposed.AutomaticIncident.reasons;
import static dev.rollbackbot.incident.proposed.AutomaticIncident.timeIsOver;
import static dev.rollbackbot.incident.proposed.AutomaticIncident.timer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.ProposalCommand;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.incident.request.RequestKind;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackAuthorization;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.runbook.Evidence;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Rollbacks that begin without anybody's approval. */
@Pure
final class AutomaticRollbackTest {
  private static final Actor ANYBODY = new Actor("U9", Set.of());

  private static ConversationDriver fired() {
    return AutomaticIncident.fired(SampleIncident.automatic(), SampleIncident.suspicion("errors"));
  }

  private static void begins(ConversationDriver driver) {
    assertThat(reasons(driver)).isEmpty();
    timeIsOver(driver).is(State.RollingBack.class);
  }

  /** It is given to people, for that reason, and they are asked. */
  private static void isHeldBack(ConversationDriver driver, String reason) {
    assertThat(reasons(driver)).containsExactly(reason);
    assertThat(driver.postedText())
        .contains("It is not rolled back automatically")
        .contains(reason);
    timeIsOver(driver);
    assertThat(driver.state()).isNotInstanceOf(State.RollingBack.class);
  }

  private static Outcome surveyed(UnaryOperator<ServiceDeployments> change) {
    Outcome.Succeeded sample = (Outcome.Succeeded) SampleIncident.surveyed();
    Outcome.Surveyed all = (Outcome.Surveyed) sample.finding();
    return new Outcome.Succeeded(
        new Outcome.Surveyed(
            List.of(change.apply(all.services().getFirst()), all.services().getLast())),
        sample.took());
  }

  private static ConversationDriver surveyEnds(Outcome outcome, RollbackHistory history) {
    return fired().surveyEnds(outcome, history);
  }

  @Nested
  class Begun {
    @Test
    void it_is_announced_and_begins_when_the_time_is_over() {
      ConversationDriver driver = announced();
      assertThat(driver.postedText())
          .contains("Automatic rollback")
          .contains("API v42 → v41")
          .contains("Anybody can stop it")
          .doesNotContain("must approve it");
      Incident waiting = driver.incident.orElseThrow();
      assertThat(StatusText.status(waiting)).startsWith("Begins by itself");
      assertThat(waiting.details().requests().open())
          .noneMatch(r -> r.kind() == RequestKind.APPROVAL);
      timer(driver).is(State.AwaitingApproval.class);
      timeIsOver(driver).is(State.RollingBack.class);
      assertThat(((State.RollingBack) driver.state()).rollback().authorization())
          .isInstanceOf(RollbackAuthorization.Automatic.class);
      assertThat(driver.postedText()).contains("is carried out without an approval");
    }

    @Test
    void it_waits_for_no_person_before_and_asks_them_for_it_afterwards() {
      ConversationDriver driver = timeIsOver(announced());
      driver
          .jobEnds(SampleIncident.rolledBack("v41"))
          .jobEnds(SampleIncident.rolledBack("7ab1"))
          .is(State.Propagating.class);
      assertThat(driver.incident.orElseThrow().details().checklist().settled()).isFalse();
    }

    @Test
    void stakeholders_hear_of_it_when_it_begins_and_not_before() {
      ConversationDriver driver = announced();
      assertThat(driver.effects).noneMatch(AutomaticRollbackTest::toStakeholders);
      timeIsOver(driver);
      assertThat(driver.effects).anyMatch(AutomaticRollbackTest::toStakeholders);
    }

    @Test
    void an_approver_need_not_wait() {
      ConversationDriver driver = announced();
      String hash = driver.plan().hash();
      driver
          .does(SampleIncident.APPROVER, (at, by) -> new Command.Approve(at, by, hash))
          .is(State.RollingBack.class);
    }

    @Test
    void what_is_so_with_every_rollback_of_such_a_service_is_no_doubt() {
      begins(
          fired()
              .surveyEnds(
                  surveyed(s ->
                      new ServiceDeployments(
                          s.service(),
                          s.live(),
                          s.earlier(),
                          List.of(),
                          Optional.empty(),
                          List.of("secrets"),
                          List.of("Until the next deployment edits are refused."),
                          List.of()))));
    }
  }

  private static boolean toStakeholders(Effect effect) {
    return effect instanceof Effect.Post post
        && post.destination() == Effect.Destination.STAKEHOLDERS;
  }

  @Nested
  class Ended {
    @Test
    void anybody_stops_it_and_people_are_asked() {
      ConversationDriver driver = announced();
      driver.effects.clear();
      driver.does(ANYBODY, ProposalCommand.StopAutomaticRollback::new);
      assertThat(driver.postedText()).contains("was stopped by").contains("waits for an approval");
      timeIsOver(driver).is(State.AwaitingApproval.class);
      driver
          .does(ANYBODY, ProposalCommand.StopAutomaticRollback::new)
          .rejected(RejectionCode.ALREADY_DONE);
    }

    @Test
    void what_has_begun_is_not_stopped_by_that_button() {
      timeIsOver(announced())
          .does(ANYBODY, ProposalCommand.StopAutomaticRollback::new)
          .rejected(RejectionCode.NOT_NOW)
          .is(State.RollingBack.class);
    }

    @Test
    void a_recovery_in_the_meantime_holds_it_back() {
      ConversationDriver driver = announced();
      driver.bot((at, by) -> new ProposalCommand.TriggerRecovered(at, by, "errors"));
      isHeldBack(driver, "No trigger fires any more.");
    }

    @Test
    void who_changes_the_target_decides_from_then_on() {
      ConversationDriver driver = announced();
      String hash = driver.plan().hash();
      driver.does(
          SampleIncident.RESPONDER,
          (at, by) -> new Command.ChangeTarget(at, by, hash, "api", "id-v40", "", false));
      isHeldBack(driver, "A person has had a hand in the plan.");
    }

    @Test
    void another_live_version_in_the_meantime_makes_a_new_plan_and_a_new_announcement() {
      ConversationDriver driver = announced();
      driver.now = driver.now.plus(Duration.ofMinutes(1));
      driver.bot((at, by) -> new ProposalCommand.TriggerRecovered(at, by, "other"));
      Instant before = driver.now;
      driver.does(SampleIncident.RESPONDER, Command.SurveyAgain::new);
      driver.surveyEnds(SampleIncident.surveyed());
      assertThat(
              driver.events.stream()
                  .filter(ProposalEvent.AutomaticRollbackAnnounced.class::isInstance)
                  .map(e -> ((ProposalEvent.AutomaticRollbackAnnounced) e).at()))
          .hasSize(2)
          .last(InstanceOfAssertFactories.INSTANT)
          .isAfterOrEqualTo(before);
    }
  }

  @Nested
  class HeldBack {
    @Test
    void the_environment_has_to_allow_it() {
      Runbook forbidden =
          SampleIncident.automatic(
              Optional.empty(),
              new Step.RollBackService("api", "API", "api", "answers", List.of(), List.of()));
      isHeldBack(
          AutomaticIncident.fired(forbidden, SampleIncident.suspicion("errors"))
              .surveyEnds(SampleIncident.surveyed()),
          "The environment production does not allow it.");
    }

    @Test
    void an_alert_alone_is_no_evidence_but_a_measurement_that_follows_is() {
      ConversationDriver driver =
          AutomaticIncident.fired(SampleIncident.automatic(), SampleIncident.alerted("errors"))
              .surveyEnds(SampleIncident.surveyed());
      isHeldBack(
          driver, "The evidence is not conclusive: the bot has not measured by itself what fired.");
      ConversationDriver measured =
          AutomaticIncident.fired(SampleIncident.automatic(), SampleIncident.alerted("errors"))
              .surveyEnds(SampleIncident.surveyed())
              .does(
                  SampleIncident.RESPONDER,
                  (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""))
              .bot((at, by) ->
                  new ProposalCommand.TriggerFiredAgain(
                      at, by, SampleIncident.suspicion("errors")));
      timeIsOver(measured).is(State.RollingBack.class);
    }

    @Test
    void another_trigger_than_one_of_that_mode_is_no_evidence() {
      isHeldBack(
          AutomaticIncident.fired(SampleIncident.automatic(), SampleIncident.suspicion("others"))
              .surveyEnds(SampleIncident.surveyed()),
          "The evidence is not conclusive: the bot has not measured by itself what fired.");
    }

    @Test
    void a_caveat_of_the_runbook() {
      Runbook runbook =
          SampleIncident.automatic(
              new Step.RollBackService(
                  "api", "API", "api", "answers", List.of("Rows stay"), List.of()));
      isHeldBack(
          AutomaticIncident.fired(runbook, SampleIncident.suspicion("errors"))
              .surveyEnds(SampleIncident.surveyed()),
          "The step “API” has a caveat in the runbook, it does not undo: Rows stay.");
    }

    @Test
    void a_step_of_a_person() {
      Runbook runbook =
          SampleIncident.automatic(
              new Step.RollBackService("api", "API", "api", "answers", List.of(), List.of()),
              new Step.Manual("tell", "Tell them", "Call", Evidence.NONE, Optional.empty()));
      isHeldBack(
          AutomaticIncident.fired(runbook, SampleIncident.suspicion("errors"))
              .surveyEnds(SampleIncident.surveyed()),
          "The step “Tell them” is done by a person.");
    }

    @Test
    void two_steps_for_one_service() {
      Runbook runbook =
          SampleIncident.automatic(
              new Step.RollBackService("api", "API", "api", "answers", List.of(), List.of()),
              new Step.RollBackService("twice", "API", "api", "answers", List.of(), List.of()));
      isHeldBack(
          AutomaticIncident.fired(runbook, SampleIncident.suspicion("errors"))
              .surveyEnds(SampleIncident.surveyed()),
          "More than one step changes API.");
    }

    @Test
    void another_deployment_than_the_suspected_one() {
      isHeldBack(
          fired().surveyEnds(SampleIncident.surveyed("v43", "v42", "v41")),
          "The plan does not roll back the suspected deployment.");
    }

    @Test
    void a_doubt_of_the_provider() {
      isHeldBack(
          fired().surveyEnds(surveyed(s -> s.warning("Older deployments could not be read."))),
          "There is a doubt about the plan: Older deployments could not be read.");
    }

    @Test
    void a_service_that_another_incident_holds() {
      String lock =
          SampleIncident.runbook()
              .serviceIn(SampleIncident.runbook().environments().getFirst(), "api")
              .lockKey();
      isHeldBack(
          surveyEnds(
              SampleIncident.surveyed(), RollbackHistory.NONE.with(Set.of(lock), Optional.empty())),
          "Another incident holds API.");
    }

    @Test
    void a_second_one_within_a_day() {
      Instant now = fired().now;
      isHeldBack(
          surveyEnds(
              SampleIncident.surveyed(),
              RollbackHistory.NONE.with(Set.of(), Optional.of(now.minus(Duration.ofHours(23))))),
          "One has begun by itself within the last 24 hours.");
      begins(
          surveyEnds(
              SampleIncident.surveyed(),
              RollbackHistory.NONE.with(Set.of(), Optional.of(now.minus(Duration.ofHours(25))))));
    }

    @Test
    void a_survey_that_fails() {
      ConversationDriver driver =
          fired()
              .surveyEnds(
                  new Outcome.Succeeded(
                      new Outcome.Surveyed(List.of(), Optional.of(Map.of("api", "Not reached."))),
                      Duration.ofSeconds(1)));
      assertThat(reasons(driver)).singleElement().asString().startsWith("There is no plan: ");
    }

    @Test
    void people_do_what_they_always_do_before_it() {
      ConversationDriver driver =
          AutomaticIncident.fired(SampleIncident.automatic(), SampleIncident.alerted("errors"))
              .surveyEnds(SampleIncident.surveyed())
              .is(State.Preparing.class);
      assertThat(driver.incident.orElseThrow().details().checklist().settled()).isFalse();
    }
  }
}
