package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.ButtonElement;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.assessment.database.DatabaseSteps;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.text.StepText;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import java.util.List;
import java.util.Optional;

/** The buttons of a rollback whose steps are under way. */
final class RunningStepsButtons {
  /** Slack takes a limited number of buttons; the next ones are shown when these have ended. */
  private static final int SHOWN = 4;

  /** A button is short, and its end says whether something opens. */
  private static final int TITLE = 40;

  private final IncidentDetails details;
  private final IncidentId id;
  private final List<StepRun> steps;

  private RunningStepsButtons(IncidentDetails details, List<StepRun> steps) {
    this.details = details;
    this.id = details.id();
    this.steps = steps;
  }

  static void add(IncidentDetails details, Rollback rollback, List<BlockElement> out) {
    IncidentId id = details.id();
    List<StepRun> underWay = rollback.underWay();
    RunningStepsButtons buttons = new RunningStepsButtons(details, underWay);
    List<StepRun> shown = underWay.stream().limit(SHOWN).toList();
    shown.forEach(step -> buttons.byHand(step, out));
    shown.forEach(step -> buttons.takeOver(step).ifPresent(out::add));
    shown.forEach(step -> buttons.stopJob(step).ifPresent(out::add));
    switch (rollback.pendingControl()) {
      case CONTINUE -> {
        out.add(BlockKit.button(PanelAction.PAUSE, "Pause", id));
        out.add(BlockKit.button(PanelAction.STOP_AFTER, buttons.stop(), id));
      }
      case PAUSE -> out.add(BlockKit.button(PanelAction.RESUME, "Don't pause", id));
      case STOP -> out.add(BlockKit.button(PanelAction.RESUME, "Don't stop", id));
    }
  }

  private String stop() {
    if (steps.size() > 1) {
      return "Stop after these steps";
    }
    boolean running = steps.stream().allMatch(s -> s.status() instanceof StepRun.Running);
    return running ? "Stop after this step" : "Stop here";
  }

  private void byHand(StepRun step, List<BlockElement> out) {
    if (step.status() instanceof StepRun.HandedOver) {
      ActionValue about = ActionValue.of(id, step.step().id());
      out.add(BlockKit.primary(button(PanelAction.STEP_DONE, "Done", "…", step, about)));
      out.add(button(PanelAction.SKIP_STEP, "Skip", "…", step, about));
    } else if (step.status() instanceof StepRun.AwaitingConsent asked) {
      consent(step, asked).ifPresent(out::add);
      out.add(
          button(PanelAction.SKIP_STEP, "Skip", "…", step, ActionValue.of(id, step.step().id())));
    }
  }

  /** It opens what is consented to; typing the database's name is the consent. */
  private Optional<ButtonElement> consent(StepRun step, StepRun.AwaitingConsent asked) {
    return DatabaseSteps.spec(details, step.step())
        .map(spec -> DatabaseSteps.fingerprint(step.step(), spec, asked.reading()))
        .map(seen ->
            BlockKit.danger(
                button(
                    PanelAction.CONSENT_SCRIPT,
                    "Consent",
                    "…",
                    step,
                    ActionValue.of(id, step.step().id(), seen))));
  }

  private Optional<ButtonElement> takeOver(StepRun step) {
    if (!(step.status() instanceof StepRun.WaitingForLock waiting)) {
      return Optional.empty();
    }
    String holder = StepText.label(waiting.holder());
    ActionValue about = ActionValue.of(id, step.step().id(), holder);
    return Optional.of(
        BlockKit.danger(button(PanelAction.TAKE_OVER_LOCK, "Take over", "…", step, about)));
  }

  private Optional<ButtonElement> stopJob(StepRun step) {
    return step.step().job().isPresent()
            && step.status() instanceof StepRun.Running running
            && running.stopBy().isEmpty()
        ? Optional.of(
            BlockKit.withConfirmation(
                BlockKit.danger(
                    button(
                        PanelAction.STOP_JOB,
                        "Stop the job",
                        "",
                        step,
                        ActionValue.of(id, step.step().id(), running.job()))),
                "Stop what runs?",
                "What it has changed so far stays changed.",
                "Stop it"))
        : Optional.empty();
  }

  private ButtonElement button(
      PanelAction action, String what, String end, StepRun step, ActionValue about) {
    String label = label(what, end, step, steps);
    return steps.size() == 1
        ? BlockKit.button(action, label, about)
        : BlockKit.button(action, step.step().id(), label, about);
  }

  /** Where several steps have buttons, each says which one it is about. */
  static String label(String what, String end, StepRun step, List<StepRun> steps) {
    return steps.size() == 1
        ? what + end
        : what + ": " + BlockKitLimits.truncateMarkup(step.step().title(), TITLE) + end;
  }
}
