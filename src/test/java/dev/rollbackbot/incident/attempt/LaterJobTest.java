package dev.rollbackbot.incident.attempt;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.runbook.Evidence;
import dev.rollbackbot.runbook.JobSteps;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.JobSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two jobs for one service with steps by hand between them: with what the second is compared. */
@Pure
final class LaterJobTest {
  private static final Outcome DONE =
      new Outcome.Succeeded(new Outcome.JobSucceeded("exit status 0"), Duration.ofSeconds(9));

  private static Step job(String id) {
    return JobSteps.of(
        id,
        id,
        new JobSpec.ProcessSpec("deploy", List.of(), Optional.empty(), List.of(), Optional.empty()),
        List.of(),
        Optional.of("api"));
  }

  private static Step byHand(String id) {
    return new Step.Manual(id, id, "Look", Evidence.OPTIONAL, Optional.empty());
  }

  private static ConversationDriver begun() {
    ConversationDriver driver =
        new ConversationDriver()
            .does(
                REQUESTER,
                (at, by) ->
                    new Command.Declare(
                        at,
                        by,
                        new IncidentId(12),
                        SampleIncident.runbook(
                            List.of(
                                new Method(
                                    "job",
                                    "By jobs",
                                    "",
                                    List.of(
                                        job("first"),
                                        byHand("look"),
                                        byHand("again"),
                                        job("second"))))),
                        SampleIncident.declaration(true, Severity.CRITICAL, "job")));
    driver.bot((at, by) ->
        new Command.JobFinished(
            at, by, driver.surveyJob(), SampleIncident.surveyed(), RollbackHistory.NONE));
    return driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
        .is(State.RollingBack.class);
  }

  private static void done(ConversationDriver driver, String step) {
    driver
        .does(RESPONDER, (at, by) -> new Command.MarkStepDone(at, by, step, "https://ci/1"))
        .accepted();
  }

  private static Optional<String> comparedWith(ConversationDriver driver) {
    return driver.effects.stream()
        .flatMap(e -> e instanceof Effect.RunJob job ? Stream.of(job.invocation()) : Stream.empty())
        .flatMap(i -> i instanceof Invocation.RunProcess run ? Stream.of(run) : Stream.empty())
        .reduce((_, last) -> last)
        .flatMap(Invocation.RunProcess::planned)
        .map(Invocation.PlannedLive::live)
        .map(Deployment::label);
  }

  @Test
  void what_somebody_deployed_between_two_steps_is_not_what_the_next_job_expects() {
    ConversationDriver driver = begun().jobEnds(DONE).liveIsRead("v41", "9f2c");
    assertThat(comparedWith(driver)).contains("v42");
    done(driver, "look");
    // Meanwhile somebody has deployed, which this reading finds.
    driver.liveIsRead("v44", "9f2c");
    done(driver, "again");
    assertThat(driver.incident.orElseThrow().currentStep().orElseThrow().step().id())
        .isEqualTo("second");
    assertThat(comparedWith(driver)).contains("v41");
  }
}
