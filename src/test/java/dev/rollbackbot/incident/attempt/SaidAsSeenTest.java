package dev.rollbackbot.incident.attempt;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.text.PostTemplates;
import dev.rollbackbot.incident.text.StakeholderPosts;
import dev.rollbackbot.incident.timeline.Timeline;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Durations, beginnings and posts are told only as somebody saw them. */
@Pure
final class SaidAsSeenTest {
  private static final Outcome FOUND_OUT =
      new Outcome.Succeeded(
          new Outcome.RolledBack(SampleIncident.live("v41"), false, false), Duration.ofSeconds(1));

  private static String log(ConversationDriver driver) {
    return Timeline.of(driver.events).stream()
        .map(entry -> entry.text().plainText())
        .collect(Collectors.joining("\n"));
  }

  private static long recorded(ConversationDriver driver) {
    return driver.effects.stream().filter(Effect.RecordRollback.class::isInstance).count();
  }

  @Test
  void how_long_a_change_took_is_said_and_kept_when_it_was_followed() {
    ConversationDriver driver =
        ConversationDriver.rollingBack().jobEnds(SampleIncident.rolledBack("v41"));
    assertThat(log(driver)).contains("“API”: v42 → v41 in 4 s.");
    assertThat(recorded(driver)).isOne();
  }

  @Test
  void the_time_of_finding_out_is_not_how_long_a_change_took() {
    ConversationDriver asked =
        ConversationDriver.unknown().jobEnds(SampleIncident.rolledBack("v41"));
    ConversationDriver resumed = ConversationDriver.rollingBack().jobEnds(FOUND_OUT);
    for (ConversationDriver driver : List.of(asked, resumed)) {
      assertThat(log(driver)).contains("“API”: v42 → v41.");
      assertThat(recorded(driver)).isZero();
    }
  }

  @Test
  void a_step_that_waits_for_a_lock_has_not_begun() {
    ConversationDriver driver = ConversationDriver.rollingBack();
    StepRun.Running running =
        (StepRun.Running) driver.incident.orElseThrow().currentStep().orElseThrow().status();
    LockHolder other =
        new LockHolder(11, "U9", SampleIncident.START, Optional.empty(), Optional.empty());
    driver.bot((at, by) -> new Command.LockRefused(at, by, running.job(), other));
    assertThat(log(driver))
        .contains("“API” was asked for, attempt 1.", "“API” waits for the lock that INC-11")
        .doesNotContain("began");
    driver.bot((at, by) -> new Command.LockGranted(at, by, running.job()));
    assertThat(log(driver)).contains("“API” begins, the lock is free.");
  }

  @Test
  void an_update_is_in_the_log_only_where_somebody_is_told() {
    ConversationDriver prepared =
        ConversationDriver.proposed(TriggerMode.PREPARE).is(State.Preparing.class);
    int before = log(prepared).length();
    update(prepared);
    assertThat(log(prepared)).hasSize(before);
    assertThat(log(update(ConversationDriver.rollingBack())))
        .endsWith("An update for stakeholders was written.");
    ConversationDriver watched = declared(false, Severity.HIGH).is(State.Monitoring.class);
    assertThat(log(update(watched))).endsWith("The lead was reminded that it is only watched.");
  }

  private static ConversationDriver update(ConversationDriver driver) {
    return driver.bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.UPDATE));
  }

  private static ConversationDriver declared(boolean affecting, Severity severity) {
    return new ConversationDriver()
        .does(
            REQUESTER,
            (at, by) ->
                new Command.Declare(
                    at,
                    by,
                    new IncidentId(12),
                    SampleIncident.runbook(),
                    SampleIncident.declaration(affecting, severity)));
  }

  @Test
  void what_is_only_watched_is_not_said_to_be_rolled_back() {
    ConversationDriver watched = declared(false, Severity.HIGH).is(State.Monitoring.class);
    String post = PostTemplates.card(watched.incident.orElseThrow()).plainText();
    assertThat(post).contains("Watching Shop Feature, not rolling back");
    ConversationDriver preparing = declared(true, Severity.HIGH).is(State.Preparing.class);
    assertThat(PostTemplates.card(preparing.incident.orElseThrow()).plainText())
        .contains("Preparing to roll back Shop Feature");
  }

  @Test
  void what_has_not_begun_or_is_over_is_not_said_to_be_rolled_back_now() {
    assertThat(headline(ConversationDriver.rollingBack())).contains("Rolling back Shop Feature");
    assertThat(headline(ConversationDriver.blocked()))
        .contains("Rolling back Shop Feature, stopped for now");
    assertThat(headline(ConversationDriver.verifying())).contains("Checking Shop Feature");
  }

  private static String headline(ConversationDriver driver) {
    return PostTemplates.incident(driver.incident.orElseThrow()).plainText();
  }

  @Test
  void an_update_that_arrives_after_the_end_says_how_it_ended() {
    ConversationDriver driver = ConversationDriver.rollingBack();
    Effect.Post update =
        new Effect.Post(
            Effect.Destination.STAKEHOLDERS,
            "#support",
            PostTemplates.stakeholderUpdate(driver.incident.orElseThrow()),
            Optional.of(Effect.StakeholderNotice.UPDATE));
    assertThat(update.text().plainText()).contains("We are going back");
    driver
        .jobEnds(JobIncident.FAILED)
        .does(RESPONDER, (at, by) -> new Command.Cancel(at, by, "Fixed forward"))
        .is(State.Cancelled.class);
    assertThat(StakeholderPosts.late(driver.incident.orElseThrow(), update).plainText())
        .contains("the rollback was cancelled")
        .doesNotContain("We are going back");
  }

  @Test
  void a_newer_version_is_not_said_to_be_the_one_before() {
    assertThat(resolved(false)).contains("Shop Feature: the version before is back");
    assertThat(resolved(true))
        .contains("Shop Feature: another version is live")
        .doesNotContain("version before");
  }

  /** What stakeholders read at the end of a rollback of the API, to a newer version or not. */
  private static String resolved(boolean newer) {
    String from = newer ? "v41" : "v42";
    String to = newer ? "v42" : "v41";
    ConversationDriver driver = declared(true, Severity.HIGH);
    driver
        .surveyEnds(SampleIncident.surveyed(from, to))
        .does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""));
    PlannedStep api = driver.plan().steps().getFirst();
    if (api.change().isEmpty()) {
      String seen = driver.plan().hash();
      String version = api.selectable().orElseThrow().candidates().getFirst().id();
      driver.does(
          REQUESTER,
          (at, by) ->
              new Command.ChangeTarget(at, by, seen, "api", version, "it was mended since", false));
    }
    assertThat(driver.plan().steps().getFirst().change().orElseThrow().target().label())
        .isEqualTo(to);
    String hash = driver.plan().hash();
    driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, hash))
        .jobEnds(SampleIncident.rolledBack(to))
        .jobEnds(SampleIncident.rolledBack("7ab1"));
    driver.now = driver.now.plus(Duration.ofMinutes(2));
    driver.bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION));
    for (int i = 0; i < 3; i++) {
      driver.probes(ProbeResult.Verdict.PASSED);
    }
    driver
        .confirms(APPROVER, "smoke")
        .signsRolledBack(REQUESTER)
        .signsVerified(APPROVER)
        .liveIsRead(to, "7ab1")
        .is(State.Resolved.class);
    return driver.postedText();
  }

  @Test
  void who_approves_too_late_hears_that_nobody_approved_but_broke_the_glass() {
    ConversationDriver driver =
        declared(true, Severity.CRITICAL)
            .surveyEnds(SampleIncident.surveyed())
            .is(State.AwaitingApproval.class);
    String hash = driver.plan().hash();
    driver
        .does(REQUESTER, (at, by) -> new Command.BreakGlass(at, by, hash, "nobody else is awake"))
        .is(State.RollingBack.class)
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, hash));
    assertThat(((Decision.Rejected) driver.last).text().plainText())
        .contains("was begun without an approval: the glass was broken.")
        .doesNotContain("approved");
  }
}
