package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.assessment.RollbackResults;
import dev.rollbackbot.incident.attempt.JobIncident;
import dev.rollbackbot.incident.rollback.Ending;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.ServiceResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.runbook.Evidence;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a person says they did by hand is only told as done if what is live shows it. */
@Pure
final class DoneByHandTest {
  @Test
  void what_still_runs_as_before_is_not_rolled_back() {
    ConversationDriver driver = resolved(surveyed(), "v42");
    assertThat(ending(driver)).isEqualTo(Ending.WITHOUT_ROLLBACK);
    assertThat(driver.postedText())
        .contains("RESOLVED without a rollback", "API: v42 is live")
        .doesNotContain("after work by hand", "the version before is back");
  }

  @Test
  void what_runs_another_version_is() {
    ConversationDriver driver = resolved(surveyed(), "v41");
    assertThat(ending(driver)).isEqualTo(Ending.ROLLED_BACK);
    assertThat(driver.postedText()).contains("API: v41 is live instead of v42, after work by hand");
  }

  @Test
  void both_sign_again_if_the_same_version_was_deployed_once_more_since() {
    ConversationDriver driver = signed(surveyed(), "v41");
    String job = driver.incident.orElseThrow().details().live().job().orElseThrow();
    Outcome again = SampleIncident.liveSince("v41", driver.now.plus(Duration.ofHours(1)));
    driver
        .bot((at, by) -> SampleIncident.finished(at, by, job, again))
        .is(State.AwaitingSignOff.class);
    State.AwaitingSignOff open = (State.AwaitingSignOff) driver.state();
    assertThat(open.rolledBackSignature()).isEmpty();
    assertThat(open.secondSignature()).isEmpty();
    assertThat(driver.postedText())
        .contains("What was signed has changed since it was given.")
        .doesNotContain("RESOLVED");
  }

  @Test
  void a_reading_that_fails_changes_nothing_of_what_the_first_has_signed() {
    ConversationDriver driver = signed(surveyed(), "v41").liveIsRead("", "9f2c");
    assertThat(((State.AwaitingSignOff) driver.state()).rolledBackSignature()).isPresent();
    driver.signsVerified(APPROVER).liveIsRead("v41", "9f2c").is(State.Resolved.class);
    assertThat(ending(driver)).isEqualTo(Ending.ROLLED_BACK);
  }

  @Test
  void nobody_knows_that_it_was_changed_when_it_could_not_be_read_before() {
    Outcome unread =
        new Outcome.Succeeded(
            new Outcome.Surveyed(List.of(), Optional.of(Map.of("api", "Not reached."))),
            Duration.ofSeconds(1));
    ConversationDriver driver = resolved(unread, "v42");
    assertThat(ending(driver)).isEqualTo(Ending.PARTLY_ROLLED_BACK);
    assertThat(driver.postedText()).doesNotContain("after work by hand");
  }

  @Test
  void a_method_with_steps_of_both_kinds_reads_the_services_of_both() {
    ConversationDriver driver =
        declared(
            List.of(
                new Step.RollBackService("site", "Site", "site", "loads", List.of(), List.of()),
                manual()));
    assertThat(driver.incident.orElseThrow().details().surveyedServices())
        .extracting(s -> s.service().id())
        .containsExactly("site", "api");
  }

  @Test
  void a_reading_that_a_step_overtook_is_repeated() {
    ConversationDriver driver = ConversationDriver.blocked();
    String step = driver.incident.orElseThrow().currentStep().orElseThrow().step().id();
    driver.does(REQUESTER, (at, by) -> new Command.SkipStep(at, by, step, "No part in it"));
    String early = driver.incident.orElseThrow().details().live().job().orElseThrow();
    driver
        .jobEnds(SampleIncident.rolledBack("7ab1"))
        .bot((at, by) ->
            SampleIncident.finished(at, by, early, SampleIncident.liveRead("v42", "9f2c")));
    assertThat(driver.incident.orElseThrow().details().live().known().get("site").label())
        .isEqualTo("7ab1");
    driver.liveIsRead("v42", "7ab1");
    assertThat(driver.incident.orElseThrow().details().live().job()).isEmpty();
    assertThat(driver.postedText()).doesNotContain("not what was verified");
  }

  @Nested
  class ByAJob {
    private static final Outcome DONE =
        new Outcome.Succeeded(new Outcome.JobSucceeded("exit status 0"), Duration.ofSeconds(9));
    private static final Outcome FAILED =
        new Outcome.Failed(
            Outcome.FailureKind.RUN_FAILED, "exit-1", "exit status 1", Optional.empty());

    private static ConversationDriver skipped() {
      return JobIncident.running()
          .jobEnds(FAILED)
          .does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "deploy", "Half is enough"));
    }

    @Test
    void what_a_job_changed_before_it_failed_is_named_though_its_step_was_skipped() {
      ConversationDriver driver = verified(skipped(), "v41");
      assertThat(ending(driver)).isEqualTo(Ending.PARTLY_ROLLED_BACK);
      assertThat(driver.postedText())
          .contains("API: v41 is live", "run before, it may have been done in part; skipped by")
          .contains("another version is live in part", "Not as planned: API")
          .doesNotContain("without a rollback", "version before is back", "Not taken back");
    }

    @Test
    void if_what_was_live_before_is_live_nothing_is_said_to_be_rolled_back() {
      ConversationDriver driver = verified(skipped(), "v42");
      assertThat(ending(driver)).isEqualTo(Ending.WITHOUT_ROLLBACK);
      assertThat(driver.postedText()).contains("Not taken back: API");
    }

    @Test
    void where_nothing_was_read_no_version_is_said_to_be_back() {
      ConversationDriver driver = verified(JobIncident.runningWithoutService().jobEnds(DONE), "");
      assertThat(ending(driver)).isEqualTo(Ending.ROLLED_BACK);
      assertThat(driver.postedText())
          .contains("every step to go back is done", "No service was read")
          .doesNotContain("version before is back");
    }

    @Test
    void what_a_job_of_an_earlier_method_did_is_named_though_no_service_shows_it() {
      ConversationDriver driver = verified(handSkipped(DONE), "");
      assertThat(ending(driver)).isEqualTo(Ending.PARTLY_ROLLED_BACK);
      assertThat(driver.postedText())
          .contains("“Deploy” of an earlier plan: exit status 0")
          .doesNotContain("without going back");
    }

    @Test
    void what_a_job_of_an_earlier_method_may_have_done_is_named_too() {
      ConversationDriver driver = verified(handSkipped(FAILED), "");
      assertThat(ending(driver)).isEqualTo(Ending.WITHOUT_ROLLBACK);
      assertThat(driver.postedText())
          .contains("“Deploy” of an earlier plan: failed, it may have been done in part")
          .contains("A part of what was planned may have been done.");
    }

    /** The job ends so, and the step by hand of the next method is skipped. */
    private static ConversationDriver handSkipped(Outcome job) {
      Step hand =
          new Step.Manual("pause", "Pause", "Pause it", Evidence.REQUIRED, Optional.empty());
      ConversationDriver driver = JobIncident.runningWithoutService(hand).jobEnds(job);
      if (driver.state() instanceof State.Propagating) {
        driver.now = driver.now.plus(Duration.ofMinutes(2));
        driver.bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION));
      }
      driver
          .does(REQUESTER, Command.StartNextMethod::new)
          .accepted()
          .surveyEnds(SampleIncident.surveyed());
      String plan = driver.plan().hash();
      return driver
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, plan))
          .is(State.RollingBack.class)
          .does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "pause", "Not needed"));
    }

    @Test
    void another_version_is_not_said_to_be_the_one_before() {
      ConversationDriver driver = verified(JobIncident.running().jobEnds(DONE), "v39");
      assertThat(driver.postedText())
          .contains("another version is live*", "v39 is live instead of v42, after a job")
          .doesNotContain("version before is back");
    }

    @Test
    void what_somebody_deployed_when_the_job_was_over_is_not_its_doing() {
      ConversationDriver driver = JobIncident.running().jobEnds(DONE);
      Outcome later = SampleIncident.liveSince("v43", driver.now.plus(Duration.ofHours(1)));
      String job = driver.incident.orElseThrow().details().live().job().orElseThrow();
      driver.bot((at, by) -> SampleIncident.finished(at, by, job, later));
      Incident incident = driver.incident.orElseThrow();
      assertThat(
              RollbackResults.of(incident.details(), incident.rollback().orElseThrow()).services())
          .extracting(ServiceResult::match)
          .containsExactly(ServiceResult.TargetMatch.NOT_AS_PLANNED);
      assertThat(endingNow(incident)).isEqualTo(Ending.WITHOUT_ROLLBACK);
    }

    @Test
    void what_somebody_deployed_when_the_job_had_failed_is_not_its_doing_either() {
      assertThat(endingNow(deployedAfter(skipped(), Duration.ofHours(1))))
          .isEqualTo(Ending.WITHOUT_ROLLBACK);
      assertThat(endingNow(deployedAfter(skipped(), Duration.ZERO)))
          .as("it may have been the job")
          .isEqualTo(Ending.PARTLY_ROLLED_BACK);
    }

    @Test
    void what_went_live_while_a_job_may_have_run_may_be_its_doing() {
      ConversationDriver unknown =
          JobIncident.running()
              .jobEnds(new Outcome.Unknown("Nobody knows."))
              .jobEnds(new Outcome.Unknown("Still nobody knows."))
              .does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "deploy", "Go on"));
      assertThat(endingNow(deployedAfter(unknown, Duration.ofHours(1))))
          .isEqualTo(Ending.PARTLY_ROLLED_BACK);
    }

    private static Incident deployedAfter(ConversationDriver driver, Duration time) {
      Outcome later = SampleIncident.liveSince("v43", driver.now.plus(time));
      String job = driver.incident.orElseThrow().details().live().job().orElseThrow();
      driver.bot((at, by) -> SampleIncident.finished(at, by, job, later));
      return driver.incident.orElseThrow();
    }

    private static Ending endingNow(Incident incident) {
      return RollbackResults.of(incident.details(), incident.rollback().orElseThrow()).ending();
    }
  }

  private static Ending ending(ConversationDriver driver) {
    return ((State.Resolved) driver.state()).result().ending();
  }

  private static Outcome surveyed() {
    return SampleIncident.surveyed("v42", "v41");
  }

  private static ConversationDriver resolved(Outcome survey, String live) {
    return signed(survey, live).liveIsRead(live, "9f2c").is(State.Resolved.class);
  }

  /** Until what is live is read for the second signature. */
  private static ConversationDriver signed(Outcome survey, String live) {
    ConversationDriver driver =
        declared(List.of(manual()))
            .surveyEnds(survey)
            .does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""))
            .is(State.AwaitingApproval.class);
    String plan = driver.plan().hash();
    driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, plan))
        .does(RESPONDER, (at, by) -> new Command.MarkStepDone(at, by, "revert", "run 17"))
        .liveIsRead(live, "9f2c")
        .is(State.Propagating.class);
    return signed(driver, live);
  }

  /** From the last step to RESOLVED with that version of the API live; empty: nothing is read. */
  private static ConversationDriver verified(ConversationDriver driver, String live) {
    signed(driver, live);
    if (!live.isEmpty()) {
      driver.liveIsRead(live, "9f2c");
    }
    return driver.is(State.Resolved.class);
  }

  private static ConversationDriver signed(ConversationDriver driver, String live) {
    if (driver.incident.orElseThrow().details().live().job().isPresent()) {
      driver.liveIsRead(live, "9f2c");
    }
    driver.now = driver.now.plus(Duration.ofMinutes(2));
    driver
        .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION))
        .probes(Verdict.PASSED)
        .probes(Verdict.PASSED)
        .probes(Verdict.PASSED)
        .confirms(APPROVER, "smoke");
    driver.does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""));
    return driver.signsRolledBack(REQUESTER).signsVerified(APPROVER);
  }

  private static ConversationDriver declared(List<Step> steps) {
    return new ConversationDriver()
        .does(
            REQUESTER,
            (at, by) ->
                new Command.Declare(
                    at,
                    by,
                    new IncidentId(12),
                    runbook(steps),
                    SampleIncident.declaration(true, Severity.HIGH)));
  }

  private static Step manual() {
    return new Step.Manual("revert", "Revert", "git revert", Evidence.REQUIRED, Optional.of("api"));
  }

  private static Runbook runbook(List<Step> steps) {
    Runbook sample = SampleIncident.runbook();
    return new Runbook(
        sample.id(),
        sample.name(),
        sample.shortName(),
        sample.version(),
        sample.updated(),
        sample.link(),
        sample.impact(),
        sample.eta(),
        sample.duration(),
        sample.triggers(),
        sample.guidance(),
        sample.services(),
        sample.checklist(),
        List.of(new Method("rollback", "By hand", "first", steps)),
        sample.verification(),
        sample.database(),
        sample.templates(),
        sample.signOff(),
        sample.environments(),
        sample.contacts(),
        sample.drill(),
        sample.documents(),
        sample.reminders(),
        sample.visibility(),
        Optional.empty(),
        sample.sourceText());
  }
}
