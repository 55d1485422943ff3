package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.assessment.ProbeSchedule;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.text.BaselineText;
import dev.rollbackbot.incident.text.PostTemplates;
import dev.rollbackbot.incident.verification.Baseline;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.runbook.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is read before anything is changed: the probes once, and what is live while people read. */
@Pure
final class BeforeTheChangeTest {
  private static ConversationDriver preparing() {
    return new ConversationDriver().declared(true, Severity.HIGH);
  }

  private static ConversationDriver planned(ConversationDriver driver) {
    return driver
        .surveyEnds(SampleIncident.surveyed())
        .does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""))
        .is(State.AwaitingApproval.class);
  }

  private static boolean probesRun(ConversationDriver driver) {
    return ProbeSchedule.round(driver.incident.orElseThrow(), driver.now).isPresent();
  }

  private static Baseline baseline(ConversationDriver driver) {
    return driver.incident.orElseThrow().details().baseline();
  }

  private static String card(ConversationDriver driver) {
    return BaselineText.before(driver.incident.orElseThrow().details())
        .map(RichText::plainText)
        .orElse("");
  }

  /** From the approval to RESOLVED. */
  private static String resolved(ConversationDriver driver) {
    driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
        .jobEnds(SampleIncident.rolledBack("v41"))
        .jobEnds(SampleIncident.rolledBack("7ab1"))
        .is(State.Propagating.class);
    driver.now = driver.now.plusSeconds(120);
    driver
        .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION))
        .probes(Verdict.PASSED)
        .probes(Verdict.PASSED)
        .probes(Verdict.PASSED)
        .confirms(APPROVER, "smoke")
        .signsRolledBack(REQUESTER)
        .signsVerified(APPROVER)
        .liveIsRead("v41", "7ab1");
    State.Resolved state = (State.Resolved) driver.is(State.Resolved.class).state();
    return PostTemplates.resolved(driver.incident.orElseThrow(), state).plainText();
  }

  @Nested
  class TheProbes {
    @Test
    void run_once_while_the_incident_is_prepared() {
      ConversationDriver driver = preparing();
      assertThat(driver.effects).contains(new Effect.StartProbes());
      assertThat(probesRun(driver)).isTrue();
      driver.probes(Verdict.FAILED);
      assertThat(probesRun(driver)).isFalse();
      assertThat(baseline(driver).result("health").orElseThrow().verdict())
          .isEqualTo(Verdict.FAILED);
      driver.probes(Verdict.PASSED);
      assertThat(card(planned(driver)))
          .matches(
              "Measured 2026-03-01 12:\\d\\d:\\d\\d UTC: 1 of 1 check fails .✗ API health.\\.");
    }

    @Test
    void run_again_for_a_new_plan_and_the_earlier_result_stays_until_then() {
      ConversationDriver driver =
          planned(preparing().probes(Verdict.FAILED)).does(REQUESTER, Command.SurveyAgain::new);
      assertThat(probesRun(driver)).isTrue();
      assertThat(card(driver)).contains("1 of 1 check fails");
      driver.probes(Verdict.PASSED);
      assertThat(card(driver))
          .matches("At 2026-03-01 12:\\d\\d:\\d\\d UTC nothing that we measure was broken\\.");
    }

    @Test
    void do_not_run_for_a_plan_after_something_was_changed() {
      ConversationDriver changed = planned(preparing().probes(Verdict.FAILED));
      String plan = changed.plan().hash();
      changed
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, plan))
          .jobEnds(SampleIncident.rolledBack("v41"))
          .jobEnds(
              new Outcome.Failed(Outcome.FailureKind.REFUSED, "1", "Refused.", Optional.empty()))
          .does(REQUESTER, Command.MakeNewPlan::new)
          .is(State.Preparing.class);
      assertThat(probesRun(changed)).isFalse();
      changed.probes(Verdict.PASSED);
      assertThat(card(changed)).contains("1 of 1 check fails");
    }

    @Test
    void a_result_that_arrives_after_the_approval_is_not_from_before() {
      ConversationDriver driver = planned(preparing());
      String plan = driver.plan().hash();
      driver
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, plan))
          .probes(Verdict.PASSED)
          .is(State.RollingBack.class);
      assertThat(baseline(driver).at()).isEmpty();
    }

    @Test
    void are_compared_when_it_is_over() {
      assertThat(resolved(planned(preparing().probes(Verdict.FAILED))))
          .contains("Before: failed, now: passed: API health");
      assertThat(resolved(planned(preparing().probes(Verdict.PASSED))))
          .contains("Passed before too: API health");
    }

    @Test
    void an_inconclusive_result_is_neither_good_nor_bad() {
      ConversationDriver driver = planned(preparing().probes(Verdict.INCONCLUSIVE));
      assertThat(card(driver))
          .startsWith("Measured 2026-03-01 ")
          .endsWith(": 1 of 1 check could not be measured (? API health).");
      assertThat(resolved(driver)).contains("Before: not measured, now: passed: API health");
    }

    @Test
    void a_check_without_a_result_is_named_as_one_that_was_not_measured() {
      IncidentDetails details =
          planned(preparing().probes(Verdict.PASSED)).incident.orElseThrow().details();
      assertThat(
              BaselineText.before(details.with(Baseline.of(List.of(), SampleIncident.START)))
                  .orElseThrow()
                  .plainText())
          .endsWith(": 1 of 1 check could not be measured (? API health).");
    }

    @Test
    void without_a_result_nothing_is_compared() {
      assertThat(card(planned(preparing()))).isEmpty();
      assertThat(resolved(planned(preparing()))).doesNotContain("Before:", "before too");
    }
  }

  @Nested
  class WhatIsLive {
    private ConversationDriver readAgain() {
      ConversationDriver driver = ConversationDriver.awaitingApproval();
      driver.now = driver.now.plusSeconds(60);
      return driver.bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.LIVE_READ));
    }

    private static long readings(ConversationDriver driver) {
      return driver.effects.stream()
          .filter(e ->
              e instanceof Effect.RunJob(String _, Invocation i)
                  && i instanceof Invocation.ReadLive)
          .count();
    }

    @Test
    void is_read_again_and_again_while_a_plan_waits() {
      ConversationDriver driver = ConversationDriver.awaitingApproval();
      assertThat(driver.effects).anyMatch(BeforeTheChangeTest::wakes);
      driver = readAgain();
      assertThat(readings(driver)).isEqualTo(1);
      assertThat(driver.effects.stream().filter(BeforeTheChangeTest::wakes)).hasSize(2);
    }

    @Test
    void as_planned_or_unreadable_changes_nothing() {
      ConversationDriver driver = readAgain();
      String plan = driver.plan().hash();
      driver.liveIsRead("v42", "9f2c").is(State.AwaitingApproval.class);
      driver.liveIsRead("", "").is(State.AwaitingApproval.class);
      String job = driver.incident.orElseThrow().details().live().job().orElseThrow();
      driver
          .bot((at, by) -> SampleIncident.finished(at, by, job, new Outcome.Unknown("No answer.")))
          .is(State.AwaitingApproval.class);
      assertThat(driver.plan().hash()).isEqualTo(plan);
      assertThat(driver.events).noneMatch(Event.LiveVersionsRead.class::isInstance);
    }

    @Test
    void another_version_voids_the_plan_and_says_who_deployed_it() {
      ConversationDriver driver = readAgain();
      String plan = driver.plan().hash();
      driver.liveIsRead("v43", "9f2c").is(State.Preparing.class);
      assertThat(driver.postedText())
          .contains("is void. API runs v43 now", "deployed by dev@example.org", "needs its own");
      driver
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, plan))
          .rejected(RejectionCode.NOT_NOW)
          .surveyEnds(SampleIncident.surveyed("v43", "v42", "v41"))
          .is(State.AwaitingApproval.class);
      assertThat(driver.plan().hash()).isNotEqualTo(plan);
      driver
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, plan))
          .rejected(RejectionCode.STALE);
    }

    @Test
    void a_reading_that_ends_after_the_approval_or_a_new_survey_is_outdated() {
      ConversationDriver approved = readAgain();
      String job = approved.incident.orElseThrow().details().live().job().orElseThrow();
      String plan = approved.plan().hash();
      approved
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, plan))
          .bot((at, by) -> SampleIncident.finished(at, by, job, SampleIncident.liveRead("v43", "")))
          .is(State.RollingBack.class);
      ConversationDriver surveyed = readAgain().does(REQUESTER, Command.SurveyAgain::new);
      surveyed
          .bot((at, by) -> SampleIncident.finished(at, by, job, SampleIncident.liveRead("v43", "")))
          .surveyEnds(SampleIncident.surveyed())
          .bot((at, by) -> SampleIncident.finished(at, by, job, SampleIncident.liveRead("v43", "")))
          .is(State.AwaitingApproval.class);
      assertThat(List.of(approved, surveyed))
          .allSatisfy(d -> assertThat(d.events).noneMatch(Event.PlanVoided.class::isInstance));
    }

    @Test
    void a_timer_of_an_earlier_plan_reads_nothing() {
      ConversationDriver driver = ConversationDriver.awaitingApproval();
      driver.now = driver.now.plusSeconds(30);
      driver.bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.LIVE_READ));
      assertThat(readings(driver)).isZero();
    }

    @Test
    void the_events_lead_to_the_same_state() {
      ConversationDriver driver = readAgain().liveIsRead("v43", "9f2c");
      Optional<Incident> incident = Optional.empty();
      for (Event event : driver.events) {
        incident = Optional.of(Incidents.evolve(incident, event));
      }
      assertThat(incident).isEqualTo(driver.incident);
    }
  }

  private static boolean wakes(Effect effect) {
    return effect instanceof Effect.WakeAt(Effect.Timer timer, var _)
        && timer == Effect.Timer.LIVE_READ;
  }
}
