package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static dev.rollbackbot.incident.SampleIncident.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.runbook.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A changed severity, impact or lead, and what follows from it; what refusals advise. */
@Pure
final class DeclarationChangeTest {
  private static final Channel OWN = new Channel("C1", "inc-12-shop", true);

  private static ConversationDriver changed(
      ConversationDriver driver, Optional<Severity> severity, Optional<Boolean> affecting) {
    return changed(driver, severity, affecting, Optional.empty());
  }

  private static ConversationDriver changed(
      ConversationDriver driver,
      Optional<Severity> severity,
      Optional<Boolean> affecting,
      Optional<String> lead) {
    driver.effects.clear();
    Declaration now = driver.incident.orElseThrow().details().declaration();
    DeclarationChange change =
        new DeclarationChange(
            severity, affecting, now.description(), lead, new DeclarationChange.Kept());
    return driver.does(
        RESPONDER,
        (at, by) ->
            new Command.ChangeDeclaration(at, by, now.fingerprint(), change, "orders are lost"));
  }

  private static ConversationDriver severity(ConversationDriver driver, Severity severity) {
    return changed(driver, Optional.of(severity), Optional.empty());
  }

  private static ConversationDriver inChannel(ConversationDriver driver) {
    return driver.bot((at, by) -> new Command.ChannelOpened(at, by, OWN));
  }

  private static IncidentDetails details(ConversationDriver driver) {
    return driver.incident.orElseThrow().details();
  }

  private static List<String> stakeholderPosts(ConversationDriver driver) {
    return driver.effects.stream()
        .filter(e ->
            e instanceof Effect.Post post && post.destination() == Effect.Destination.STAKEHOLDERS)
        .map(e -> ((Effect.Post) e).text().plainText())
        .toList();
  }

  private static List<Instant> deadlines(ConversationDriver driver) {
    return driver.effects.stream()
        .filter(e ->
            e instanceof Effect.WakeAt(Effect.Timer timer, Instant _)
                && timer == Effect.Timer.DEADLINE)
        .map(e -> ((Effect.WakeAt) e).at())
        .toList();
  }

  private static ItemStatus screenshot(ConversationDriver driver) {
    return details(driver)
        .checklist()
        .entry("screenshot")
        .map(Checklist.TrackedItem::status)
        .orElseThrow();
  }

  @Nested
  class Severities {
    @Test
    void a_new_severity_is_told_with_its_reason_and_the_deadline_and_the_topic_follow() {
      ConversationDriver driver = inChannel(ConversationDriver.rollingBack());
      severity(driver, Severity.CRITICAL).accepted().is(State.RollingBack.class);
      assertThat(driver.postedText())
          .contains("@U3 changed the severity from HIGH to CRITICAL: orders are lost")
          .contains("The deadline is");
      Instant deadline = details(driver).declaredAt().plus(Duration.ofMinutes(5));
      assertThat(deadlines(driver)).containsExactly(deadline);
      assertThat(driver.effects)
          .anySatisfy(e ->
              assertThat(e)
                  .isInstanceOfSatisfying(
                      Effect.SetTopic.class,
                      topic -> assertThat(topic.topic().plainText()).contains("CRITICAL")))
          .contains(new Effect.Refresh(Effect.LiveMessage.CARD))
          .contains(new Effect.Refresh(Effect.LiveMessage.PANEL));
      assertThat(stakeholderPosts(driver))
          .singleElement()
          .asString()
          .matches("Shop Feature, as of .*: It is more serious than we thought\\.");
    }

    @Test
    void a_timer_of_an_earlier_deadline_says_nothing_before_the_new_one() {
      ConversationDriver driver =
          severity(ConversationDriver.rollingBack(), Severity.MEDIUM).accepted();
      driver.now = START.plus(Duration.ofMinutes(20));
      driver.bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.DEADLINE));
      assertThat(driver.events).noneMatch(Event.DeadlinePassed.class::isInstance);
      driver.now = START.plus(Duration.ofMinutes(61));
      driver.bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.DEADLINE));
      assertThat(driver.events.getLast()).isInstanceOf(Event.DeadlinePassed.class);
    }

    @Test
    void a_deadline_that_had_passed_counts_again_when_it_is_moved_ahead() {
      ConversationDriver driver = ConversationDriver.rollingBack();
      driver.now = START.plus(Duration.ofMinutes(16));
      driver.bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.DEADLINE));
      assertThat(details(driver).deadlinePassed()).isTrue();
      severity(driver, Severity.CRITICAL);
      assertThat(details(driver).deadlinePassed()).isTrue();
      assertThat(deadlines(driver)).isEmpty();
      severity(driver, Severity.MEDIUM);
      assertThat(details(driver).deadlinePassed()).isFalse();
      assertThat(deadlines(driver)).hasSize(1);
    }

    @Test
    void while_preparing_what_a_critical_rollback_does_not_wait_for_follows_the_severity() {
      ConversationDriver driver = new ConversationDriver().declared(true, Severity.HIGH);
      severity(driver, Severity.CRITICAL);
      assertThat(screenshot(driver)).isInstanceOf(ItemStatus.Deferred.class);
      severity(driver, Severity.HIGH);
      assertThat(screenshot(driver)).isInstanceOf(ItemStatus.Open.class);
      driver.surveyEnds(SampleIncident.surveyed()).is(State.Preparing.class);
      severity(driver, Severity.CRITICAL).is(State.AwaitingApproval.class);
    }

    @Test
    void a_plan_and_its_approval_stay_valid() {
      ConversationDriver driver = ConversationDriver.awaitingApproval();
      String hash = driver.plan().hash();
      severity(driver, Severity.CRITICAL).is(State.AwaitingApproval.class);
      assertThat(driver.effects)
          .anyMatch(e ->
              e instanceof Effect.WakeAt(Effect.Timer timer, Instant _)
                  && timer == Effect.Timer.REMINDER);
      driver
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, hash))
          .is(State.RollingBack.class);
      severity(driver, Severity.MEDIUM).accepted().is(State.RollingBack.class);
      assertThat(driver.plan().hash()).isEqualTo(hash);
    }

    @Test
    void the_glass_can_be_broken_once_it_is_critical() {
      ConversationDriver driver = ConversationDriver.awaitingApproval();
      String hash = driver.plan().hash();
      driver
          .does(REQUESTER, (at, by) -> new Command.BreakGlass(at, by, hash, "nobody is awake"))
          .rejected(RejectionCode.NOT_CRITICAL);
      severity(driver, Severity.CRITICAL)
          .does(REQUESTER, (at, by) -> new Command.BreakGlass(at, by, hash, "nobody is awake"))
          .is(State.RollingBack.class);
    }
  }

  @Nested
  class Watching {
    @Test
    void a_higher_impact_changes_the_advice_and_starts_nothing() {
      ConversationDriver driver = new ConversationDriver().declared(false, Severity.HIGH);
      changed(driver, Optional.empty(), Optional.of(true)).accepted().is(State.Monitoring.class);
      assertThat(details(driver).decisionRule().advice().startsRollback()).isTrue();
      assertThat(driver.postedText())
          .contains("it affects users now")
          .contains("Nothing is rolled back by itself");
      assertThat(driver.effects).noneMatch(Effect.RunJob.class::isInstance);
    }

    @Test
    void stakeholders_are_told_of_the_beginning_once_when_it_affects_users() {
      ConversationDriver driver = new ConversationDriver().declared(false, Severity.HIGH);
      severity(driver, Severity.MEDIUM);
      assertThat(stakeholderPosts(driver)).isEmpty();
      changed(driver, Optional.empty(), Optional.of(true));
      assertThat(stakeholderPosts(driver)).hasSize(1).noneMatch(t -> t.contains("affects users"));
      changed(driver, Optional.empty(), Optional.of(false));
      assertThat(stakeholderPosts(driver))
          .singleElement()
          .asString()
          .matches("Shop Feature, as of .*: It does not affect users now, as far as we know\\.");
      driver.effects.clear();
      driver.does(RESPONDER, Command.StartRollback::new).is(State.Preparing.class);
      assertThat(stakeholderPosts(driver)).isEmpty();
    }

    @Test
    void a_rollback_that_is_chosen_later_has_its_deadline() {
      ConversationDriver driver = new ConversationDriver().declared(false, Severity.HIGH);
      changed(driver, Optional.empty(), Optional.of(true));
      driver.effects.clear();
      driver.does(RESPONDER, Command.StartRollback::new);
      assertThat(deadlines(driver))
          .containsExactly(details(driver).declaredAt().plus(Duration.ofMinutes(15)));
    }
  }

  @Nested
  class Leads {
    @Test
    void a_new_lead_is_named_invited_and_mentioned_from_then_on() {
      ConversationDriver driver = inChannel(ConversationDriver.rollingBack());
      changed(driver, Optional.empty(), Optional.empty(), Optional.of("U5"));
      assertThat(driver.postedText()).contains("changed the lead from @U1 to @U5");
      assertThat(driver.effects).contains(new Effect.Invite(List.of("U5"), Optional.empty()));
      assertThat(stakeholderPosts(driver)).isEmpty();
      driver.effects.clear();
      driver.jobEnds(new Outcome.Unknown("No answer in 10 s."));
      assertThat(driver.postedText()).contains("@U5: ");
    }
  }

  @Nested
  class Beginnings {
    private static ConversationDriver began(ConversationDriver driver, Duration beforeDetected) {
      Instant detected = details(driver).declaration().detectedAt();
      return began(driver, new DeclarationChange.BeganAt(detected.minus(beforeDetected)));
    }

    private static ConversationDriver began(
        ConversationDriver driver, DeclarationChange.Began began) {
      driver.effects.clear();
      Declaration now = details(driver).declaration();
      DeclarationChange change =
          new DeclarationChange(
              Optional.empty(), Optional.empty(), now.description(), Optional.empty(), began);
      return driver.does(
          RESPONDER,
          (at, by) ->
              new Command.ChangeDeclaration(
                  at, by, now.fingerprint(), change, "the graph shows it"));
    }

    @Test
    void another_time_is_told_with_the_one_before() {
      ConversationDriver driver = began(ConversationDriver.rollingBack(), Duration.ofMinutes(5));
      assertThat(driver.postedText())
          .contains(
              "@U3 changed when it began from not known to 2026-03-01 11:54:00 UTC:"
                  + " the graph shows it");
      driver.is(State.RollingBack.class);
      began(driver, Duration.ofDays(1));
      assertThat(driver.postedText())
          .contains("began from 2026-03-01 11:54:00 UTC to 2026-02-28 11:59:00 UTC");
      assertThat(stakeholderPosts(driver)).isEmpty();
    }

    @Test
    void a_plan_that_is_not_approved_is_made_again() {
      ConversationDriver driver = ConversationDriver.awaitingApproval();
      String hash = driver.plan().hash();
      began(driver, Duration.ofMinutes(5)).is(State.Preparing.class);
      assertThat(driver.postedText())
          .contains("is void. It was chosen for another time at which the fault began.");
      driver
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, hash))
          .rejected(RejectionCode.NOT_NOW);
      driver.surveyEnds(SampleIncident.surveyed()).is(State.AwaitingApproval.class);
    }

    @Test
    void who_changes_it_is_involved() {
      ConversationDriver driver =
          began(ConversationDriver.awaitingApproval(), Duration.ofMinutes(5));
      assertThat(details(driver).involved())
          .containsEntry(RESPONDER.id(), Involvement.CORRECTED_BEGIN);
    }

    @Test
    void a_plan_that_could_not_be_made_is_tried_again() {
      ConversationDriver driver =
          new ConversationDriver()
              .declared(true, Severity.HIGH)
              .surveyEnds(new Outcome.Unknown("not reached"));
      began(driver, Duration.ofMinutes(5));
      driver.surveyEnds(SampleIncident.surveyed());
      assertThat(driver.events.getLast()).isInstanceOf(Event.PlanMade.class);
    }

    @Test
    void a_plan_of_work_by_hand_depends_on_no_time() {
      ConversationDriver driver =
          ConversationDriver.awaitingApproval()
              .does(REQUESTER, (at, by) -> new Command.ChangeMethod(at, by, "by-hand"));
      driver.surveyEnds(SampleIncident.surveyed()).is(State.AwaitingApproval.class);
      began(driver, Duration.ofMinutes(5)).is(State.AwaitingApproval.class);
    }

    @Test
    void a_time_that_was_wrong_is_taken_back_and_the_plan_is_made_again() {
      ConversationDriver driver = ConversationDriver.awaitingApproval();
      began(driver, Duration.ofMinutes(5)).is(State.Preparing.class);
      began(driver, new DeclarationChange.NotKnown()).accepted();
      assertThat(driver.postedText()).contains("began from 2026-03-01 11:54:00 UTC to not known");
      assertThat(details(driver).declaration().beganAt()).isEmpty();
      began(driver, new DeclarationChange.NotKnown()).rejected(RejectionCode.ALREADY_DONE);
    }

    @Test
    void what_can_not_be_is_refused() {
      ConversationDriver driver = ConversationDriver.awaitingApproval();
      began(driver, Duration.ofMinutes(-5)).rejected(RejectionCode.INCOMPLETE);
      began(driver, Duration.ofDays(91)).rejected(RejectionCode.INCOMPLETE);
      began(driver, Duration.ofDays(90)).accepted();
    }
  }

  @Nested
  class Refusals {
    private ConversationDriver refused(ConversationDriver driver, RejectionCode code) {
      return driver.rejected(code);
    }

    private List<AdvisedAction> advice(ConversationDriver driver) {
      return ((Decision.Rejected) driver.last).advice();
    }

    @Test
    void what_somebody_else_has_changed_meanwhile_is_not_overwritten() {
      ConversationDriver driver = ConversationDriver.rollingBack();
      String seen = details(driver).declaration().fingerprint();
      severity(driver, Severity.CRITICAL);
      DeclarationChange change =
          new DeclarationChange(
              Optional.of(Severity.HIGH),
              Optional.empty(),
              "",
              Optional.of("U5"),
              new DeclarationChange.Kept());
      refused(
          driver.does(
              RESPONDER, (at, by) -> new Command.ChangeDeclaration(at, by, seen, change, "I lead")),
          RejectionCode.STALE);
      assertThat(advice(driver)).containsExactly(AdvisedAction.CHANGE_DECLARATION);
      assertThat(details(driver).declaration().severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void nothing_changes_without_a_reason_without_a_change_or_after_the_end() {
      ConversationDriver driver = ConversationDriver.rollingBack();
      refused(severity(driver, Severity.HIGH), RejectionCode.ALREADY_DONE);
      String seen = details(driver).declaration().fingerprint();
      DeclarationChange change =
          new DeclarationChange(
              Optional.of(Severity.CRITICAL),
              Optional.empty(),
              "",
              Optional.empty(),
              new DeclarationChange.Kept());
      refused(
          driver.does(
              RESPONDER, (at, by) -> new Command.ChangeDeclaration(at, by, seen, change, " ")),
          RejectionCode.INCOMPLETE);
      refused(severity(ConversationDriver.resolved(), Severity.MEDIUM), RejectionCode.NOT_NOW);
    }

    @Test
    void a_cancel_while_a_step_runs_advises_to_stop_after_it() {
      ConversationDriver driver = ConversationDriver.rollingBack();
      driver.does(RESPONDER, (at, by) -> new Command.Cancel(at, by, "enough"));
      assertThat(advice(driver)).containsExactly(AdvisedAction.STOP_AFTER_STEP);
      driver.does(RESPONDER, Command.StopAfterStep::new).accepted();
      driver.does(RESPONDER, (at, by) -> new Command.Cancel(at, by, "enough"));
      assertThat(advice(driver)).as("it stops already").isEmpty();
    }

    @Test
    void a_cancel_while_watching_advises_to_close() {
      ConversationDriver driver = new ConversationDriver().declared(false, Severity.HIGH);
      driver.does(RESPONDER, (at, by) -> new Command.Cancel(at, by, "enough"));
      assertThat(advice(driver)).containsExactly(AdvisedAction.CLOSE);
    }

    @Test
    void break_glass_advises_an_approval_only_to_a_person_who_can_give_it() {
      ConversationDriver driver = ConversationDriver.awaitingApproval();
      String hash = driver.plan().hash();
      driver.does(APPROVER, (at, by) -> new Command.BreakGlass(at, by, hash, "nobody is awake"));
      assertThat(advice(driver))
          .containsExactly(AdvisedAction.APPROVE, AdvisedAction.CHANGE_DECLARATION);
      driver.does(REQUESTER, (at, by) -> new Command.BreakGlass(at, by, hash, "nobody is awake"));
      assertThat(advice(driver)).containsExactly(AdvisedAction.CHANGE_DECLARATION);
    }

    @Test
    void a_signature_before_an_open_item_or_an_unread_check_advises_to_settle_it() {
      ConversationDriver open = ConversationDriver.awaitingSignOff();
      open.signsRolledBack(REQUESTER)
          .probes(ProbeResult.Verdict.INCONCLUSIVE)
          .signsVerified(APPROVER);
      assertThat(advice(open)).containsExactly(AdvisedAction.WAIVE_CHECK);

      ConversationDriver critical =
          new ConversationDriver()
              .declared(true, Severity.CRITICAL)
              .surveyEnds(SampleIncident.surveyed());
      String hash = critical.plan().hash();
      critical
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, hash))
          .jobEnds(SampleIncident.rolledBack("v41"))
          .jobEnds(SampleIncident.rolledBack("7ab1"));
      critical.now = critical.now.plus(Duration.ofMinutes(2));
      critical
          .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION))
          .probes(ProbeResult.Verdict.PASSED)
          .probes(ProbeResult.Verdict.PASSED)
          .probes(ProbeResult.Verdict.PASSED)
          .confirms(APPROVER, "smoke")
          .is(State.AwaitingSignOff.class)
          .signsRolledBack(REQUESTER)
          .rejected(RejectionCode.NOT_NOW);
      assertThat(advice(critical)).containsExactly(AdvisedAction.SETTLE_ITEM);
    }
  }
}
