package dev.rollbackbot.incident.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.assessment.StepChoices;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.Service.ServiceKind;
import dev.rollbackbot.runbook.ServiceRef;
import java.util.EnumSet;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A rollback of unknown outcome: whether a second attempt could run beside the first. */
@Pure
final class MayStillRunTest {
  private static StepRun ofKind(StepRun run, ServiceKind kind) {
    PlannedStep.Change change = run.step().change().orElseThrow();
    ServiceRef service =
        ServiceRef.of(
            new Service("api", "API", kind, Optional.empty()),
            change.service().resource(),
            change.service().environment());
    PlannedStep step =
        PlannedStep.changing(
            run.step().id(),
            run.step().title(),
            new PlannedStep.Change(
                service,
                change.live(),
                change.target(),
                change.why(),
                change.candidates(),
                change.cannotUndo(),
                change.tookBefore(),
                change.choice(),
                change.changedSecrets(),
                change.running()));
    return new StepRun(
        step,
        run.attempts(),
        run.status(),
        run.begun(),
        run.ran(),
        run.ended(),
        run.wasUnknown(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void what_may_run_is_not_said_to_be_done_by_hand_while_the_provider_is_asked_about_it() {
    StepRun asked = ConversationDriver.unknown().incident.orElseThrow().currentStep().orElseThrow();
    assertThat(
            EnumSet.allOf(ServiceKind.class).stream()
                .filter(kind -> StepChoices.againstDone(ofKind(asked, kind)).isPresent())
                .collect(Collectors.toSet()))
        .containsExactly(ServiceKind.GITHUB_ENVIRONMENT);
  }

  @Test
  void what_a_provider_carries_out_as_a_run_may_still_run_while_its_outcome_is_unknown() {
    StepRun unknown =
        ConversationDriver.unknown().incident.orElseThrow().currentStep().orElseThrow();
    assertThat(
            EnumSet.allOf(ServiceKind.class).stream()
                .filter(kind -> ofKind(unknown, kind).mayStillRun())
                .collect(Collectors.toSet()))
        .containsExactly(ServiceKind.GITHUB_ENVIRONMENT);
  }
}
