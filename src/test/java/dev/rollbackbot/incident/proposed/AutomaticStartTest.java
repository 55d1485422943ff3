package dev.rollbackbot.incident.proposed;

import static dev.rollbackbot.incident.proposed.AutomaticIncident.announced;
import static dev.rollbackbot.incident.proposed.AutomaticIncident.asPlanned;
import static dev.rollbackbot.incident.proposed.AutomaticIncident.delayIsOver;
import static dev.rollbackbot.incident.proposed.AutomaticIncident.fired;
import static dev.rollbackbot.incident.proposed.AutomaticIncident.known;
import static dev.rollbackbot.incident.proposed.AutomaticIncident.read;
import static dev.rollbackbot.incident.proposed.AutomaticIncident.readingEnds;
import static dev.rollbackbot.incident.proposed.AutomaticIncident.reasons;
import static dev.rollbackbot.incident.proposed.AutomaticIncident.recorded;
import static dev.rollbackbot.incident.proposed.AutomaticIncident.timeIsOver;
import static dev.rollbackbot.incident.proposed.AutomaticIncident.timer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.ProposalCommand;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.proposal.LastMeasured;
import dev.rollbackbot.incident.proposal.RecordedFacts;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackAuthorization;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.runbook.job.LockKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What may change while a rollback that nobody approves is announced, and is read at its end. */
@Pure
final class AutomaticStartTest {
  private static final RunningDeployment RUNNING =
      new RunningDeployment("deployment-v43", "v43", "build", Optional.empty());

  /** With that reading at the end of the delay it is given to people, for that reason. */
  private static void isHeldBack(Outcome outcome, RollbackHistory known, String reason) {
    ConversationDriver driver = readingEnds(delayIsOver(announced()), outcome, known);
    assertThat(reasons(driver)).containsExactly(reason);
    assertThat(driver.postedText()).contains(reason).contains("waits for an approval");
    neverBegins(timer(driver));
  }

  private static void isHeldBack(RecordedFacts recorded, String reason) {
    isHeldBack(asPlanned(), known(recorded), reason);
  }

  private static void neverBegins(ConversationDriver driver) {
    assertThat(driver.state()).isNotInstanceOf(State.RollingBack.class);
    assertThat(driver.events).noneMatch(ProposalEvent.AutomaticRollbackStarted.class::isInstance);
  }

  /** When the reading of these tests ends. */
  private static Instant theEnd() {
    return delayIsOver(announced()).now;
  }

  private static LastMeasured fires() {
    return new LastMeasured(theEnd(), true, 3);
  }

  @Test
  void it_begins_only_when_what_is_live_was_read_after_the_delay() {
    ConversationDriver driver = delayIsOver(announced()).is(State.AwaitingApproval.class);
    assertThat(driver.events).last().isInstanceOf(Event.LiveReadStarted.class);
    timer(driver).is(State.AwaitingApproval.class);
    readingEnds(driver, asPlanned(), known(driver.now)).is(State.RollingBack.class);
    assertThat(reasons(driver)).isEmpty();
  }

  @Test
  void a_reading_that_began_before_the_end_of_the_delay_does_not_count() {
    ConversationDriver driver = announced();
    driver.now = driver.now.plus(Duration.ofMinutes(4).plusSeconds(50));
    driver.bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.LIVE_READ));
    String early = driver.incident.orElseThrow().details().live().job().orElseThrow();
    driver.now = driver.now.plusSeconds(20);
    driver.bot((at, by) -> new Command.JobFinished(at, by, early, asPlanned(), known(driver.now)));
    neverBegins(driver);
    timer(driver);
    readingEnds(driver, asPlanned(), known(driver.now)).is(State.RollingBack.class);
  }

  @Test
  void a_deployment_that_has_begun_meanwhile() {
    isHeldBack(
        read(
            r -> new LiveReading(r.service(), r.at(), r.live(), "", Optional.of(List.of(RUNNING)))),
        known(recorded(fires())),
        "A deployment of API is under way.");
  }

  @Test
  void whether_one_has_begun_is_not_known() {
    isHeldBack(
        read(r -> new LiveReading(r.service(), r.at(), r.live(), "", Optional.empty())),
        known(recorded(fires())),
        "Whether a deployment of API is under way could not be read.");
  }

  @Test
  void what_is_live_can_not_be_read() {
    isHeldBack(
        read(r -> new LiveReading(r.service(), r.at(), Optional.empty(), "", Optional.empty())),
        known(recorded(fires())),
        "What is live of API could not be read.");
  }

  @Test
  void a_service_that_is_missing_in_the_reading() {
    Outcome.Succeeded all = (Outcome.Succeeded) asPlanned();
    LiveReading site = ((Outcome.LiveRead) all.finding()).readings().getLast();
    isHeldBack(
        new Outcome.Succeeded(new Outcome.LiveRead(List.of(site)), all.took()),
        known(recorded(fires())),
        "What is live of API could not be read.");
  }

  @Test
  void the_reading_fails() {
    ConversationDriver driver =
        readingEnds(
            delayIsOver(announced()),
            new Outcome.Unknown("No answer in 10 s."),
            known(recorded(fires())));
    assertThat(reasons(driver))
        .containsExactly(
            "What is live of API could not be read.", "What is live of Site could not be read.");
    neverBegins(timer(driver));
  }

  @Test
  void another_version_went_live_so_there_is_a_new_plan_and_a_new_delay() {
    ConversationDriver driver =
        readingEnds(
            delayIsOver(announced()),
            SampleIncident.liveRead("v43", "9f2c"),
            known(recorded(fires())));
    neverBegins(timer(driver.is(State.Preparing.class)));
    driver.surveyEnds(SampleIncident.surveyed("v43", "v42", "v41"));
    assertThat(reasons(driver))
        .containsExactly("The plan does not roll back the suspected deployment.");
  }

  @Test
  void another_incident_that_holds_a_service_by_now() {
    String lock =
        SampleIncident.runbook()
            .serviceIn(SampleIncident.runbook().environments().getFirst(), "api")
            .lockKey();
    isHeldBack(
        asPlanned(),
        RollbackHistory.NONE.with(Set.of(lock), Optional.empty()).with(recorded(fires())),
        "Another incident holds API.");
  }

  @Test
  void one_that_has_begun_by_itself_meanwhile() {
    isHeldBack(
        asPlanned(),
        RollbackHistory.NONE
            .with(Set.of(), Optional.of(theEnd().minusSeconds(60)))
            .with(recorded(fires())),
        "One has begun by itself within the last 24 hours.");
  }

  @Test
  void what_the_bot_knows_itself_can_not_be_read() {
    isHeldBack(
        asPlanned(), RollbackHistory.NONE, "What the bot itself knows of it could not be read.");
  }

  @Test
  void a_runbook_that_was_changed_or_whose_mode_was() {
    isHeldBack(
        new RecordedFacts(false, 0, false, Map.of("errors", fires())),
        "The runbook was changed after the incident began.");
  }

  @Test
  void an_announcement_that_nobody_can_have_read() {
    isHeldBack(
        new RecordedFacts(true, 1, false, Map.of("errors", fires())),
        "Not all of what was said about it has reached Slack, so it may not be known.");
  }

  @Test
  void a_click_that_is_not_decided_yet_may_be_the_stop() {
    isHeldBack(
        new RecordedFacts(true, 0, true, Map.of("errors", fires())),
        "Somebody's click was received and is not decided yet.");
  }

  @Test
  void a_trigger_whose_last_measurements_do_not_say_that_it_fires() {
    String reason = "The last measurements do not say that a trigger still fires.";
    isHeldBack(recorded(new LastMeasured(theEnd(), false, 3)), reason);
    isHeldBack(recorded(new LastMeasured(theEnd(), true, 0)), reason);
    isHeldBack(recorded(new LastMeasured(theEnd(), true, 2)), reason);
    isHeldBack(recorded(new LastMeasured(theEnd().minusSeconds(121), true, 3)), reason);
    isHeldBack(new RecordedFacts(true, 0, false, Map.of("others", fires())), reason);
    isHeldBack(new RecordedFacts(true, 0, false, Map.of()), reason);
  }

  @Test
  void it_recovers_while_what_is_live_is_read() {
    ConversationDriver driver =
        delayIsOver(announced())
            .bot((at, by) -> new ProposalCommand.TriggerRecovered(at, by, "errors"));
    assertThat(reasons(driver)).containsExactly("No trigger fires any more.");
    neverBegins(readingEnds(driver, asPlanned(), known(driver.now)));
  }

  @Test
  void a_stop_while_what_is_live_is_read_holds() {
    ConversationDriver driver =
        delayIsOver(announced())
            .does(new Actor("U9", Set.of()), ProposalCommand.StopAutomaticRollback::new)
            .accepted();
    neverBegins(timer(readingEnds(driver, asPlanned(), known(driver.now))));
  }

  @Test
  void a_delay_that_passed_while_the_bot_was_away_needs_measurements_of_now() {
    ConversationDriver driver = announced();
    driver.now = driver.now.plus(Duration.ofHours(2));
    readingEnds(timer(driver), asPlanned(), known(driver.now.minus(Duration.ofHours(2))));
    assertThat(reasons(driver))
        .containsExactly("The last measurements do not say that a trigger still fires.");
  }

  private static final LockHolder OTHER =
      new LockHolder(11, "U9", SampleIncident.START, Optional.empty(), Optional.empty());

  private static ConversationDriver begins() {
    return timeIsOver(announced()).is(State.RollingBack.class);
  }

  private static ConversationDriver refused(ConversationDriver driver) {
    String job = driver.job();
    return driver.bot((at, by) -> new Command.LockRefused(at, by, job, OTHER));
  }

  private static ConversationDriver granted(ConversationDriver driver, Duration later) {
    driver.now = driver.now.plus(later);
    String job = driver.job();
    return driver.bot((at, by) -> new Command.LockGranted(at, by, job));
  }

  @Test
  void another_incident_that_holds_the_whole_of_which_a_service_is_a_part_or_a_part_of_it() {
    String lock =
        SampleIncident.runbook()
            .serviceIn(SampleIncident.runbook().environments().getFirst(), "api")
            .lockKey();
    isHeldBack(
        asPlanned(),
        RollbackHistory.NONE
            .with(Set.of(LockKeys.parts(lock) + "other"), Optional.empty())
            .with(recorded(fires())),
        "Another incident holds API.");
  }

  @Test
  void a_lock_that_another_incident_has_taken_meanwhile_is_not_waited_for_unattended() {
    ConversationDriver driver = refused(begins()).accepted();
    needsApproval(driver);
    assertThat(driver.postedText()).contains("“API” does not begin now: INC-11 holds its lock.");
    assertThat(driver.events).noneMatch(Event.LockAwaited.class::isInstance);
    assertThat(driver.incident.orElseThrow().locksUnderChange()).isEmpty();
  }

  @Test
  void a_first_change_that_would_begin_long_after_its_reading_is_left_to_people() {
    ConversationDriver driver = granted(begins(), Duration.ofSeconds(61));
    needsApproval(driver);
    assertThat(driver.postedText())
        .contains("“API” does not begin now: What was read before it is too old by now.");
    assertThat(driver.incident.orElseThrow().locksUnderChange()).isEmpty();
  }

  @Test
  void a_first_change_that_begins_soon_after_its_reading_begins() {
    granted(begins(), Duration.ofSeconds(50)).is(State.RollingBack.class);
  }

  /** One person's word lets nothing go on that nobody has approved. */
  private static void needsApproval(ConversationDriver driver) {
    driver.is(State.AwaitingApproval.class);
    assertThat(driver.postedText())
        .contains("Nobody has approved its plan, so it needs an approval now.")
        .doesNotContain("let it go on")
        .doesNotContain("people decide. The");
    int before = driver.events.size();
    driver.does(SampleIncident.RESPONDER, Command.Resume::new).rejected(RejectionCode.NOT_NOW);
    driver
        .does(
            SampleIncident.RESPONDER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
        .rejected(RejectionCode.NOT_AN_APPROVER);
    neverBegins(before, timer(driver));
  }

  private static void neverBegins(int before, ConversationDriver driver) {
    assertThat(driver.events.subList(before, driver.events.size()))
        .noneMatch(e ->
            e instanceof Event.StepStarted || e instanceof ProposalEvent.AutomaticRollbackStarted);
    driver.is(State.AwaitingApproval.class);
  }

  private static ConversationDriver approved(ConversationDriver driver) {
    driver
        .does(
            SampleIncident.APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
        .accepted()
        .is(State.RollingBack.class);
    assertThat(driver.incident.orElseThrow().rollback().orElseThrow().authorization())
        .isInstanceOfSatisfying(
            RollbackAuthorization.Approval.class,
            approval -> assertThat(approval.by()).isEqualTo(SampleIncident.APPROVER.id()));
    return driver;
  }

  @Test
  void what_was_held_back_and_is_approved_waits_as_any_other() {
    ConversationDriver driver = approved(refused(begins()));
    refused(driver).is(State.RollingBack.class);
    assertThat(driver.events).last().isInstanceOf(Event.LockAwaited.class);
    granted(driver, Duration.ofHours(2)).is(State.RollingBack.class);
    assertThat(driver.events).last().isInstanceOf(Event.LockObtained.class);
  }

  @Test
  void a_first_change_that_was_refused_is_tried_again_with_an_approval() {
    ConversationDriver driver =
        begins()
            .jobEnds(
                new Outcome.Failed(
                    Outcome.FailureKind.REFUSED, "10021", "Not allowed.", Optional.empty()));
    needsApproval(driver);
    assertThat(driver.postedText()).contains("did not work.").contains("Not allowed.");
    approved(driver)
        .jobEnds(SampleIncident.rolledBack("v41"))
        .jobEnds(SampleIncident.rolledBack("7ab1"))
        .is(State.Propagating.class);
    driver.now = driver.now.plus(Duration.ofMinutes(2));
    driver
        .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION))
        .probes(Verdict.PASSED)
        .probes(Verdict.PASSED)
        .probes(Verdict.PASSED)
        .confirms(SampleIncident.APPROVER, "smoke")
        .does(
            SampleIncident.REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""))
        .signsRolledBack(SampleIncident.REQUESTER)
        .signsVerified(SampleIncident.APPROVER)
        .liveIsRead("v41", "7ab1")
        .is(State.Resolved.class);
    assertThat(driver.postedText())
        .contains("began automatically, without an approval, and changed nothing.")
        .doesNotContain("went on automatically, without an approval.");
  }

  @Test
  void one_that_may_have_changed_something_is_tried_again_as_any_other() {
    ConversationDriver driver = begins().jobEnds(new Outcome.Unknown("No answer in 10 s."));
    driver.jobEnds(new Outcome.Unknown("No answer in 10 s.")).is(State.Blocked.class);
    driver
        .does(SampleIncident.RESPONDER, (at, by) -> new Command.RetryStep(at, by, "api", 1))
        .accepted();
    granted(driver, Duration.ofMinutes(2)).is(State.RollingBack.class);
    assertThat(driver.postedText()).doesNotContain("stopped before its first change");
  }

  @Test
  void a_stop_or_a_pause_that_was_asked_for_leads_there_too() {
    for (boolean stop : List.of(true, false)) {
      ConversationDriver driver =
          begins()
              .does(
                  SampleIncident.RESPONDER,
                  (at, by) -> stop ? new Command.StopAfterStep(at, by) : new Command.Pause(at, by))
              .accepted();
      needsApproval(refused(driver));
      approved(driver);
    }
  }

  @Test
  void what_speaks_about_the_plan_is_kept_for_its_approver() {
    Outcome.Surveyed plain =
        (Outcome.Surveyed) ((Outcome.Succeeded) SampleIncident.surveyed()).finding();
    String caveat = "Secrets are not rolled back.";
    ConversationDriver driver =
        fired(SampleIncident.automatic(), SampleIncident.suspicion("errors"))
            .surveyEnds(
                new Outcome.Succeeded(
                    new Outcome.Surveyed(
                        plain.services().stream()
                            .map(s ->
                                new ServiceDeployments(
                                    s.service(),
                                    s.live(),
                                    s.earlier(),
                                    List.of(),
                                    s.gaps(),
                                    List.of(),
                                    List.of(caveat),
                                    s.running()))
                            .toList()),
                    Duration.ofSeconds(1)));
    refused(timeIsOver(driver).is(State.RollingBack.class));
    assertThat(((State.AwaitingApproval) driver.state()).warnings()).containsExactly(caveat);
  }

  @Test
  void newer_readings_of_its_trigger_do_not_announce_it_again() {
    ConversationDriver driver = refused(begins());
    driver.bot((at, by) ->
        new ProposalCommand.TriggerFiredAgain(at, by, SampleIncident.suspicion("errors")));
    assertThat(driver.events)
        .filteredOn(ProposalEvent.AutomaticRollbackAnnounced.class::isInstance)
        .hasSize(1);
    neverBegins(driver.events.size(), timer(driver));
  }

  @Test
  void what_has_begun_to_change_waits_as_any_other() {
    ConversationDriver driver = begins().jobEnds(SampleIncident.rolledBack("v41"));
    refused(driver).is(State.RollingBack.class);
    assertThat(driver.events).last().isInstanceOf(Event.LockAwaited.class);
    granted(driver, Duration.ofHours(2)).is(State.RollingBack.class);
  }
}
