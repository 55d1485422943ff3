package dev.rollbackbot.incident.attempt;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.runbook.JobSteps;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.JobInput;
import dev.rollbackbot.runbook.job.JobSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A step that is a job, from its plan to its start. */
@Pure
final class JobStepTest extends JobIncident {
  /** As it could be before {environment} had a meaning of its own. */
  @Test
  void an_input_of_an_older_runbook_named_like_the_environment_keeps_its_chosen_value() {
    Step.JobStep step =
        JobSteps.of(
            "deploy",
            "Deploy",
            new JobSpec.ProcessSpec(
                "deploy",
                List.of("{environment}", "{incident}"),
                Optional.empty(),
                List.of(),
                Optional.empty()),
            List.of(
                new JobInput(
                    "environment", "Where", new JobInput.TextInput("[a-z]+"), Optional.empty())),
            Optional.of("api"));
    ConversationDriver driver =
        planned(SampleIncident.runbook(List.of(new Method("job", "By a job", "", List.of(step)))));
    String hash = driver.plan().hash();
    approved(
        driver.does(
            REQUESTER,
            (at, by) ->
                new Command.ChooseInputs(at, by, hash, "deploy", Map.of("environment", "west"))));
    assertThat(invocations(driver))
        .last()
        .isInstanceOfSatisfying(
            Invocation.RunProcess.class,
            run -> assertThat(run.arguments()).containsExactly("west", "INC-12"));
  }

  @Test
  void nobody_is_asked_to_approve_before_every_value_is_chosen() {
    ConversationDriver driver = planned();
    chosen(driver, REQUESTER, "41; rm").rejected(RejectionCode.INCOMPLETE);
    chosen(driver, REQUESTER, "--force").rejected(RejectionCode.INCOMPLETE);
    driver.is(State.Preparing.class);
    chosen(driver, REQUESTER, "v41").is(State.AwaitingApproval.class);
  }

  @Test
  void another_value_is_another_plan_and_whoever_chose_it_cannot_approve_it() {
    ConversationDriver driver = chosen(planned(), REQUESTER, "v41");
    String read = driver.plan().hash();
    chosen(driver, APPROVER, "v40").is(State.AwaitingApproval.class);
    assertThat(driver.plan().hash()).isNotEqualTo(read);
    driver
        .does(RESPONDER, (at, by) -> new Command.ChooseInputs(at, by, read, "deploy", Map.of()))
        .rejected(RejectionCode.STALE);
    driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, read))
        .rejected(RejectionCode.STALE);
    String now = driver.plan().hash();
    driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, now))
        .rejected(RejectionCode.SAME_PERSON);
  }

  @Test
  void the_plan_is_void_when_another_version_of_the_jobs_service_goes_live() {
    ConversationDriver driver = chosen(planned(), REQUESTER, "v41");
    String read = driver.plan().hash();
    driver.now = driver.now.plus(Duration.ofMinutes(10));
    driver
        .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.LIVE_READ))
        .liveIsRead("v42", "9f2c")
        .is(State.AwaitingApproval.class);
    driver.now = driver.now.plus(Duration.ofMinutes(10));
    driver
        .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.LIVE_READ))
        .liveIsRead("v43", "9f2c")
        .is(State.Preparing.class);
    assertThat(driver.postedText()).contains("is void. API runs v43 now");
    driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, read))
        .rejected(RejectionCode.NOT_NOW);
  }

  @Test
  void exactly_what_was_approved_is_run_under_the_lock_of_the_service() {
    ConversationDriver driver = running();
    assertThat(driver.incident.orElseThrow().locksUnderChange())
        .contains("cloudflare/worker/shop-api");
    assertThat(invocations(driver))
        .last()
        .isEqualTo(
            new Invocation.RunProcess(
                "deploy",
                List.of("--to", "v41"),
                Optional.empty(),
                List.of(),
                Duration.ofMinutes(5),
                Optional.of(driver.now),
                Optional.empty(),
                planned("v42")));
  }

  @Test
  void what_was_found_live_instead_is_said_and_the_next_attempt_compares_with_the_plan_again() {
    ConversationDriver driver =
        running()
            .jobEnds(
                new Outcome.Failed(
                    Outcome.FailureKind.CHANGED,
                    "changed",
                    "api runs v43; expected was v42. This attempt started nothing.",
                    Optional.of(SampleIncident.live("v43"))))
            .is(State.Blocked.class);
    assertThat(driver.postedText()).contains("“Deploy” was not begun. api runs v43;");
    assertThat(details(driver).live().reading("api").flatMap(LiveReading::live))
        .contains(SampleIncident.live("v43"));
    assertThat(lastRun(retried(driver)).planned()).isEqualTo(planned("v42"));
  }

  @Test
  void after_an_attempt_that_ran_what_was_read_since_must_still_be_live() {
    ConversationDriver read = running().jobEnds(FAILED).liveIsRead("v41", "9f2c");
    assertThat(lastRun(retried(read)).planned()).isEqualTo(planned("v41"));
  }

  @Test
  void after_an_attempt_that_ran_nothing_is_tried_again_before_what_is_live_was_read() {
    ConversationDriver driver = running().jobEnds(FAILED);
    retry(driver).rejected(RejectionCode.NOT_NOW);
    retry(driver.liveIsRead("v41", "9f2c")).is(State.RollingBack.class);
  }

  @Test
  void after_an_attempt_that_ran_somebodys_deployment_asks_for_a_new_plan() {
    ConversationDriver driver = retried(running().jobEnds(FAILED).liveIsRead("v41", "9f2c"));
    driver.jobEnds(
        new Outcome.Failed(
            Outcome.FailureKind.CHANGED,
            "changed",
            "api runs v43; expected was v41. This attempt started nothing.",
            Optional.of(SampleIncident.live("v43"))));
    retry(driver).rejected(RejectionCode.NOT_NOW);
  }
}
