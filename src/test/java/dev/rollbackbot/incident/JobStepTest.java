package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.assessment.RollbackResults;
import dev.rollbackbot.incident.rollback.Ending;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.ServiceResult;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.JobInput;
import dev.rollbackbot.runbook.job.JobSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A step that a provider runs: what people choose, consent to, stop, and what is said of it. */
@Pure
final class JobStepTest {
  private static final Outcome DONE =
      new Outcome.Succeeded(new Outcome.JobSucceeded("exit status 0"), Duration.ofSeconds(9));
  private static final Outcome FAILED =
      new Outcome.Failed(
          Outcome.FailureKind.RUN_FAILED, "exit-1", "exit status 1", Optional.empty());

  /** The only method: a job for the service api with one value to choose. */
  private static Runbook runbook() {
    return runbook(Optional.of("api"));
  }

  private static Runbook runbook(Optional<String> service) {
    return SampleIncident.runbook(
        List.of(new Method("job", "By a job", "", List.of(job(service)))));
  }

  private static Step job(Optional<String> service) {
    return new Step.JobStep(
        "deploy",
        "Deploy",
        new JobSpec.ProcessSpec(
            "deploy", List.of("--to", "{version}"), Optional.empty(), List.of(), Optional.empty()),
        List.of(
            new JobInput(
                "version", "Version", new JobInput.TextInput("v[0-9]+"), Optional.empty())),
        service,
        "It answers",
        Optional.of("Deploy again"),
        List.of(),
        List.of(),
        Duration.ofMinutes(5));
  }

  /** As it could be before {environment} had a meaning of its own. */
  @Test
  void an_input_of_an_older_runbook_named_like_the_environment_keeps_its_chosen_value() {
    Step.JobStep step =
        new Step.JobStep(
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
            Optional.of("api"),
            "It answers",
            Optional.of("Deploy again"),
            List.of(),
            List.of(),
            Duration.ofMinutes(5));
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

  static ConversationDriver planned() {
    return planned(runbook());
  }

  /** The same of a job for no service that is known. */
  static ConversationDriver runningWithoutService() {
    ConversationDriver driver =
        planned(runbook(Optional.empty()))
            .does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""));
    return approved(chosen(driver, REQUESTER, "v41"));
  }

  /** The same with that step by hand as the next method. */
  static ConversationDriver runningWithoutService(Step next) {
    ConversationDriver driver =
        planned(
                SampleIncident.runbook(
                    List.of(
                        new Method("job", "By a job", "", List.of(job(Optional.empty()))),
                        new Method("hand", "By hand", "", List.of(next)))))
            .does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""));
    return approved(chosen(driver, REQUESTER, "v41"));
  }

  private static ConversationDriver planned(Runbook runbook) {
    ConversationDriver driver =
        new ConversationDriver()
            .does(
                REQUESTER,
                (at, by) ->
                    new Command.Declare(
                        at,
                        by,
                        new IncidentId(12),
                        runbook,
                        SampleIncident.declaration(true, Severity.CRITICAL, "job")));
    return driver
        .bot((at, by) ->
            new Command.JobFinished(
                at, by, driver.surveyJob(), SampleIncident.surveyed(), RollbackHistory.NONE))
        .is(State.Preparing.class);
  }

  private static ConversationDriver chosen(ConversationDriver driver, Actor who, String value) {
    String hash = driver.plan().hash();
    return driver.does(
        who,
        (at, by) -> new Command.ChooseInputs(at, by, hash, "deploy", Map.of("version", value)));
  }

  static ConversationDriver running() {
    return approved(chosen(planned(), REQUESTER, "v41"));
  }

  private static ConversationDriver approved(ConversationDriver driver) {
    driver.is(State.AwaitingApproval.class);
    String hash = driver.plan().hash();
    return driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, hash))
        .is(State.RollingBack.class);
  }

  private static List<Invocation> invocations(ConversationDriver driver) {
    return driver.effects.stream()
        .flatMap(e -> e instanceof Effect.RunJob job ? Stream.of(job.invocation()) : Stream.empty())
        .toList();
  }

  private static StepRun.StepStatus status(ConversationDriver driver) {
    return driver.incident.orElseThrow().step("deploy").orElseThrow().status();
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

  private static Optional<Invocation.PlannedLive> planned(String version) {
    return Optional.of(
        new Invocation.PlannedLive(
            SampleIncident.runbook()
                .serviceIn(SampleIncident.runbook().environments().getFirst(), "api"),
            SampleIncident.live(version)));
  }

  private static Invocation.ProviderJob lastRun(ConversationDriver driver) {
    return invocations(driver).stream()
        .flatMap(i -> i instanceof Invocation.ProviderJob run ? Stream.of(run) : Stream.empty())
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  private static ConversationDriver retried(ConversationDriver driver) {
    return retry(driver).is(State.RollingBack.class);
  }

  private static ConversationDriver retry(ConversationDriver driver) {
    int attempt = driver.incident.orElseThrow().step("deploy").orElseThrow().attempts();
    return driver.does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "deploy", attempt));
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

  @Test
  void success_is_only_counted_if_another_version_is_live() {
    ConversationDriver driver = running().jobEnds(DONE).is(State.Propagating.class);
    assertThat(status(driver)).isInstanceOf(StepRun.JobDone.class);
    assertThat(ending(driver)).isEqualTo(Ending.WITHOUT_ROLLBACK);
    driver.liveIsRead("v42", "9f2c");
    assertThat(ending(driver)).as("what was live before").isEqualTo(Ending.WITHOUT_ROLLBACK);
    ConversationDriver other = running().jobEnds(DONE).liveIsRead("v41", "9f2c");
    assertThat(ending(other)).isEqualTo(Ending.ROLLED_BACK);
    assertThat(RollbackResults.of(details(other), rollback(other)).services())
        .extracting(ServiceResult::match)
        .containsExactly(ServiceResult.TargetMatch.BY_JOB);
  }

  private static IncidentDetails details(ConversationDriver driver) {
    return driver.incident.orElseThrow().details();
  }

  private static Rollback rollback(ConversationDriver driver) {
    return driver.incident.orElseThrow().rollback().orElseThrow();
  }

  private static Ending ending(ConversationDriver driver) {
    return RollbackResults.of(details(driver), rollback(driver)).ending();
  }

  @Test
  void a_failure_blocks_keeps_no_lock_and_is_not_repeated_by_itself() {
    ConversationDriver driver = running().jobEnds(FAILED).is(State.Blocked.class);
    assertThat(driver.incident.orElseThrow().locksUnderChange()).isEmpty();
    assertThat(invocations(driver)).filteredOn(Invocation.ProviderJob.class::isInstance).hasSize(1);
    assertThat(invocations(driver)).last().isInstanceOf(Invocation.ReadLive.class);
  }

  @Test
  void an_unknown_outcome_is_found_out_by_another_job_and_keeps_the_lock() {
    ConversationDriver driver = running();
    String job = driver.job();
    driver.jobEnds(new Outcome.Unknown("Nobody knows.")).is(State.Blocked.class);
    assertThat(invocations(driver)).last().isEqualTo(new Invocation.ReconcileJob(job));
    assertThat(driver.incident.orElseThrow().locksUnderChange()).isNotEmpty();
    driver
        .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "deploy", 1))
        .rejected(RejectionCode.NOT_NOW);
    driver
        .does(RESPONDER, (at, by) -> new Command.MarkStepDone(at, by, "deploy", "I saw it"))
        .rejected(RejectionCode.NOT_NOW);
    driver
        .does(RESPONDER, (at, by) -> new Command.Cancel(at, by, "It is over by itself"))
        .rejected(RejectionCode.NOT_NOW);
    driver.jobEnds(DONE).is(State.Propagating.class);
    assertThat(invocations(driver)).filteredOn(Invocation.ProviderJob.class::isInstance).hasSize(1);
  }

  @Test
  void what_never_began_is_not_said_to_have_been_done_in_part() {
    ConversationDriver driver =
        running()
            .jobEnds(
                new Outcome.Failed(
                    Outcome.FailureKind.NOT_DONE,
                    "never-begun",
                    "It was never begun.",
                    Optional.empty()))
            .is(State.Blocked.class);
    assertThat(driver.postedText()).contains("“Deploy” was not begun. It was never begun.");
    cancelled(driver);
    assertThat(driver.postedText())
        .contains("Deploy: not begun: It was never begun.")
        .contains("the rollback was cancelled. It is over")
        .doesNotContain("may have been done");
  }

  @Test
  void what_failed_half_way_or_may_still_run_is_said_to_have_been_done_perhaps() {
    ConversationDriver failed = running().jobEnds(FAILED);
    cancelled(failed);
    assertThat(failed.postedText())
        .contains("Deploy: failed, it may have been done in part: exit status 1")
        .contains("the rollback was cancelled; some of it may have been done.");
    ConversationDriver unknown =
        running()
            .jobEnds(new Outcome.Unknown("Nobody knows."))
            .jobEnds(new Outcome.Unknown("Still nobody knows."));
    cancelled(unknown);
    assertThat(unknown.postedText()).contains("some of it may have been done.");
  }

  private static void cancelled(ConversationDriver driver) {
    driver
        .does(RESPONDER, (at, by) -> new Command.Cancel(at, by, "It is over by itself"))
        .is(State.Cancelled.class);
  }

  @Test
  void without_knowing_how_long_it_took_no_time_is_said() {
    ConversationDriver driver = running();
    driver.jobEnds(
        new Outcome.Succeeded(
            new Outcome.JobSucceeded("exit status 0", false), Duration.ofHours(3)));
    assertThat(driver.postedText()).contains("“Deploy”: exit status 0.");
  }

  @Test
  void it_is_stopped_once_by_anybody_who_may_act() {
    ConversationDriver driver = running();
    String job = driver.job();
    driver.does(RESPONDER, (at, by) -> new Command.StopJob(at, by, "deploy", job));
    assertThat(driver.effects).contains(new Effect.RequestJobStop(job));
    int before = driver.events.size();
    driver.does(RESPONDER, (at, by) -> new Command.StopJob(at, by, "deploy", job));
    assertThat(driver.events).hasSize(before);
    driver.jobEnds(FAILED);
    driver
        .does(RESPONDER, (at, by) -> new Command.StopJob(at, by, "deploy", job))
        .rejected(RejectionCode.NOT_NOW);
  }

  @Test
  void that_a_job_has_ended_is_not_said_while_it_waits_for_the_lock_or_nobody_knows() {
    for (ConversationDriver driver :
        List.of(
            running()
                .bot((at, by) ->
                    new Command.LockRefused(at, by, "INC-12/3", new LockHolder(11, "U9", at))),
            running().jobEnds(new Outcome.Unknown("Nobody knows.")))) {
      assertThat(status(driver)).isNotInstanceOf(StepRun.Running.class);
      driver
          .does(RESPONDER, (at, by) -> new Command.StopJob(at, by, "deploy", "INC-12/3"))
          .rejected(RejectionCode.NOT_NOW);
      assertThat(driver.last.toString())
          .contains("That job is not known to run now")
          .doesNotContain("ended");
    }
  }

  @Test
  void that_it_waits_for_a_person_is_posted_with_the_link() {
    ConversationDriver driver = running();
    String job = driver.job();
    Optional<String> link = Optional.of("https://example.org/runs/1");
    driver.bot((at, by) -> new Command.JobWaits(at, by, job, "Approve it.", link));
    assertThat(driver.effects)
        .anySatisfy(
            e -> assertThat(e.toString()).contains("“Deploy” waits.", "Approve it.", link.get()));
    driver.jobEnds(FAILED);
    int before = driver.events.size();
    driver.bot((at, by) -> new Command.JobWaits(at, by, job, "Approve it.", link));
    assertThat(driver.events).hasSize(before);
  }

  @Test
  void one_that_was_found_again_waits_for_a_person_too() {
    ConversationDriver driver = running();
    driver.jobEnds(new Outcome.Unknown("Nobody knows."));
    String job = driver.job();
    driver.bot((at, by) -> new Command.JobWaits(at, by, job, "Approve it.", Optional.empty()));
    assertThat(driver.effects)
        .anySatisfy(e -> assertThat(e.toString()).contains("“Deploy” waits.", "Approve it."));
  }

  @Test
  void the_same_wait_is_told_once_and_shown_until_it_is_over() {
    ConversationDriver driver = running();
    String job = driver.job();
    Optional<String> link = Optional.of("https://example.org/runs/1");
    driver.bot((at, by) -> new Command.JobWaits(at, by, job, "Approve it.", link));
    int told = driver.events.size();
    driver.bot((at, by) -> new Command.JobWaits(at, by, job, "Approve it.", link));
    assertThat(driver.events).hasSize(told);
    driver.bot((at, by) -> new Command.JobOutput(at, by, job, "line 1"));
    assertThat(wait(driver).orElseThrow().link()).isEqualTo(link);
    driver.bot((at, by) -> new Command.JobWaitOver(at, by, job));
    assertThat(wait(driver)).isEmpty();
    assertThat(driver.effects)
        .anySatisfy(e -> assertThat(e.toString()).contains("does not wait for a person any more"));
    int over = driver.events.size();
    driver.bot((at, by) -> new Command.JobWaitOver(at, by, job));
    assertThat(driver.events).hasSize(over);
    driver.bot((at, by) -> new Command.JobWaits(at, by, job, "Approve it.", link));
    assertThat(driver.events).as("it waits again").hasSize(over + 1);
    driver.jobEnds(new Outcome.Unknown("Nobody knows."));
    assertThat(wait(driver)).isEmpty();
  }

  private static Optional<StepRun.ProviderWait> wait(ConversationDriver driver) {
    return driver.incident.orElseThrow().step("deploy").orElseThrow().waits();
  }

  @Test
  void output_of_an_earlier_job_changes_nothing() {
    ConversationDriver driver = running();
    String job = driver.job();
    driver.bot((at, by) -> new Command.JobOutput(at, by, job, "line 1"));
    assertThat(status(driver))
        .isInstanceOfSatisfying(
            StepRun.Running.class, r -> assertThat(r.output()).contains("line 1"));
    driver.jobEnds(FAILED);
    int before = driver.events.size();
    driver.bot((at, by) -> new Command.JobOutput(at, by, job, "line 2"));
    assertThat(driver.events).hasSize(before);
  }
}
