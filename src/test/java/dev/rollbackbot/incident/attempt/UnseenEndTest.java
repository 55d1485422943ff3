package dev.rollbackbot.incident.attempt;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.RollbackResults;
import dev.rollbackbot.incident.rollback.Ending;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.RollbackResult;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.runbook.JobSteps;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.JobSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A job whose end nobody saw: what goes live long after may be its doing. */
@Pure
final class UnseenEndTest {
  static final Outcome DONE =
      new Outcome.Succeeded(new Outcome.JobSucceeded("exit status 0"), Duration.ofSeconds(9));
  private static final Outcome FAILED =
      new Outcome.Failed(
          Outcome.FailureKind.RUN_FAILED, "exit-1", "exit status 1", Optional.empty());
  private static final Duration LATER = Duration.ofHours(1);

  private static Method method() {
    Step job =
        JobSteps.of(
            "deploy",
            "Deploy",
            new JobSpec.ProcessSpec(
                "deploy", List.of(), Optional.empty(), List.of(), Optional.empty()),
            List.of(),
            Optional.of("api"));
    return new Method("job", "By a job", "", List.of(job));
  }

  /** Its first attempt has an end that nobody knows. */
  static ConversationDriver unseen() {
    ConversationDriver driver =
        new ConversationDriver()
            .does(
                REQUESTER,
                (at, by) ->
                    new Command.Declare(
                        at,
                        by,
                        new IncidentId(12),
                        SampleIncident.runbook(List.of(method())),
                        SampleIncident.declaration(true, Severity.CRITICAL, "job")));
    driver.bot((at, by) ->
        new Command.JobFinished(
            at, by, driver.surveyJob(), SampleIncident.surveyed(), RollbackHistory.NONE));
    return driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
        .jobEnds(new Outcome.Unknown("Nobody knows."))
        .jobEnds(new Outcome.Unknown("Still nobody knows."))
        .is(State.Blocked.class);
  }

  private static ConversationDriver retried(Outcome outcome) {
    return retried(unseen(), outcome);
  }

  static ConversationDriver retried(ConversationDriver driver, Outcome outcome) {
    return retriesIn(driver).jobEnds(outcome);
  }

  static ConversationDriver retriesIn(ConversationDriver driver) {
    if (driver.incident.orElseThrow().details().live().job().isPresent()) {
      driver.liveIsRead("v42", "9f2c");
    }
    return driver
        .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "deploy", 1))
        .is(State.RollingBack.class);
  }

  private static ConversationDriver done(ConversationDriver driver) {
    return driver
        .does(RESPONDER, (at, by) -> new Command.MarkStepDone(at, by, "deploy", "https://ci/1"))
        .accepted();
  }

  private static ConversationDriver skipped(ConversationDriver driver) {
    return driver
        .does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "deploy", "Go on"))
        .accepted();
  }

  /** Long after its last attempt another version goes live. */
  private static RollbackResult resultLongAfter(ConversationDriver driver) {
    Outcome later = SampleIncident.liveSince("v43", driver.now.plus(LATER));
    String job = driver.incident.orElseThrow().details().live().job().orElseThrow();
    driver.bot((at, by) -> SampleIncident.finished(at, by, job, later));
    Incident incident = driver.incident.orElseThrow();
    return RollbackResults.of(incident.details(), incident.rollback().orElseThrow());
  }

  @Test
  void a_second_attempt_that_ends_is_no_end_of_the_first() {
    assertThat(resultLongAfter(retried(DONE)).ending()).isEqualTo(Ending.PARTLY_ROLLED_BACK);
    assertThat(resultLongAfter(skipped(retried(FAILED))).ending())
        .isEqualTo(Ending.PARTLY_ROLLED_BACK);
  }

  @Test
  void work_by_hand_is_no_end_of_it_either() {
    assertThat(resultLongAfter(done(unseen())).ending()).isEqualTo(Ending.PARTLY_ROLLED_BACK);
  }

  @Test
  void the_ending_says_that_nobody_has_seen_it() {
    ConversationDriver driver = resolved(retried(DONE));
    assertThat(((State.Resolved) driver.state()).result().ending()).isEqualTo(Ending.ROLLED_BACK);
    assertThat(driver.postedText())
        .contains("“Deploy”: nobody has seen the end of an attempt, which may still take effect.");
  }

  private static ConversationDriver resolved(ConversationDriver driver) {
    driver.liveIsRead("v41", "9f2c");
    driver.now = driver.now.plus(Duration.ofMinutes(2));
    return driver
        .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION))
        .probes(ProbeResult.Verdict.PASSED)
        .probes(ProbeResult.Verdict.PASSED)
        .probes(ProbeResult.Verdict.PASSED)
        .confirms(APPROVER, "smoke")
        .does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""))
        .signsRolledBack(REQUESTER)
        .signsVerified(APPROVER)
        .liveIsRead("v41", "9f2c")
        .is(State.Resolved.class);
  }
}
