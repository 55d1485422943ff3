package dev.rollbackbot.incident.attempt;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.RollbackResults;
import dev.rollbackbot.incident.rollback.Ending;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.JobSteps;
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

/** An incident whose plan runs a job. */
@Pure
public abstract class JobIncident {
  static final Outcome DONE =
      new Outcome.Succeeded(new Outcome.JobSucceeded("exit status 0"), Duration.ofSeconds(9));
  static final Outcome FAILED =
      new Outcome.Failed(
          Outcome.FailureKind.RUN_FAILED, "exit-1", "exit status 1", Optional.empty());

  /** The only method: a job for the service api with one value to choose. */
  static Runbook runbook() {
    return runbook(Optional.of("api"));
  }

  static Runbook runbook(Optional<String> service) {
    return SampleIncident.runbook(
        List.of(new Method("job", "By a job", "", List.of(job(service)))));
  }

  static Step job(Optional<String> service) {
    return JobSteps.of(
        "deploy",
        "Deploy",
        new JobSpec.ProcessSpec(
            "deploy", List.of("--to", "{version}"), Optional.empty(), List.of(), Optional.empty()),
        List.of(
            new JobInput(
                "version", "Version", new JobInput.TextInput("v[0-9]+"), Optional.empty())),
        service);
  }

  public static ConversationDriver planned() {
    return planned(runbook());
  }

  /** The same of a job for no service that is known. */
  public static ConversationDriver runningWithoutService() {
    ConversationDriver driver =
        planned(runbook(Optional.empty()))
            .does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""));
    return approved(chosen(driver, REQUESTER, "v41"));
  }

  /** The same with that step by hand as the next method. */
  public static ConversationDriver runningWithoutService(Step next) {
    ConversationDriver driver =
        planned(
                SampleIncident.runbook(
                    List.of(
                        new Method("job", "By a job", "", List.of(job(Optional.empty()))),
                        new Method("hand", "By hand", "", List.of(next)))))
            .does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""));
    return approved(chosen(driver, REQUESTER, "v41"));
  }

  static ConversationDriver planned(Runbook runbook) {
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

  static ConversationDriver chosen(ConversationDriver driver, Actor who, String value) {
    String hash = driver.plan().hash();
    return driver.does(
        who,
        (at, by) -> new Command.ChooseInputs(at, by, hash, "deploy", Map.of("version", value)));
  }

  public static ConversationDriver running() {
    return approved(chosen(planned(), REQUESTER, "v41"));
  }

  static ConversationDriver approved(ConversationDriver driver) {
    driver.is(State.AwaitingApproval.class);
    String hash = driver.plan().hash();
    return driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, hash))
        .is(State.RollingBack.class);
  }

  static List<Invocation> invocations(ConversationDriver driver) {
    return driver.effects.stream()
        .flatMap(e -> e instanceof Effect.RunJob job ? Stream.of(job.invocation()) : Stream.empty())
        .toList();
  }

  static StepRun.StepStatus status(ConversationDriver driver) {
    return driver.incident.orElseThrow().step("deploy").orElseThrow().status();
  }

  static Optional<Invocation.PlannedLive> planned(String version) {
    return Optional.of(
        new Invocation.PlannedLive(
            SampleIncident.runbook()
                .serviceIn(SampleIncident.runbook().environments().getFirst(), "api"),
            SampleIncident.live(version)));
  }

  static Invocation.ProviderJob lastRun(ConversationDriver driver) {
    return invocations(driver).stream()
        .flatMap(i -> i instanceof Invocation.ProviderJob run ? Stream.of(run) : Stream.empty())
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  static ConversationDriver retried(ConversationDriver driver) {
    return retry(driver).is(State.RollingBack.class);
  }

  static ConversationDriver retry(ConversationDriver driver) {
    int attempt = driver.incident.orElseThrow().step("deploy").orElseThrow().attempts();
    return driver.does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "deploy", attempt));
  }

  static IncidentDetails details(ConversationDriver driver) {
    return driver.incident.orElseThrow().details();
  }

  static Rollback rollback(ConversationDriver driver) {
    return driver.incident.orElseThrow().rollback().orElseThrow();
  }

  static Ending ending(ConversationDriver driver) {
    return RollbackResults.of(details(driver), rollback(driver)).ending();
  }

  static void cancelled(ConversationDriver driver) {
    driver
        .does(RESPONDER, (at, by) -> new Command.Cancel(at, by, "It is over by itself"))
        .is(State.Cancelled.class);
  }

  static Optional<StepRun.ProviderWait> wait(ConversationDriver driver) {
    return driver.incident.orElseThrow().step("deploy").orElseThrow().waits();
  }
}
