package dev.rollbackbot.slack.view;

import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.ButtonElement;
import dev.rollbackbot.incident.Facts;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.StepRun;
import java.util.List;
import java.util.Optional;

/** What people can do when a rollback stands still. */
final class BlockedButtons {
  private BlockedButtons() {}

  static void add(Facts f, State.Blocked s, List<BlockElement> out) {
    IncidentId id = f.id();
    Optional<StepRun> current = s.rollback().current();
    current.ifPresent(step -> step(id, step, out));
    if (!current.map(BlockedButtons::isAsked).orElse(false)) {
      nextMethod(f, out);
    }
    out.add(Kit.danger(Kit.button(Verb.CANCEL, "Stop for good…", Value.of(id))));
  }

  private static void step(IncidentId id, StepRun step, List<BlockElement> out) {
    String name = step.step().id();
    ButtonElement again =
        Kit.button(
            Verb.RETRY_STEP,
            tried(step) ? "Retry" : "Go on with this step",
            Value.of(id, name, Integer.toString(step.attempts())));
    ButtonElement plan = Kit.button(Verb.NEW_PLAN, "New plan", Value.of(id));
    if (PanelButtons.changed(step)) {
      out.add(Kit.primary(plan));
      out.add(again);
    } else {
      if (!isAsked(step)) {
        out.add(step.progress() instanceof StepRun.Unknown ? again : Kit.primary(again));
        out.add(plan);
      }
    }
    out.add(Kit.button(Verb.STEP_DONE, "Mark done by hand…", Value.of(id, name)));
    out.add(Kit.button(Verb.SKIP_STEP, "Skip…", Value.of(id, name)));
  }

  private static boolean tried(StepRun step) {
    return !(step.progress() instanceof StepRun.Waiting
        || step.progress() instanceof StepRun.HandedOver);
  }

  /** Nothing is tried again while the provider is being asked what became of it. */
  private static boolean isAsked(StepRun step) {
    return step.progress() instanceof StepRun.Unknown u && u.askedBy().isPresent();
  }

  static void nextMethod(Facts f, List<BlockElement> out) {
    f.runbook()
        .methodAfter(f.request().method())
        .ifPresent(m ->
            out.add(
                Kit.asking(
                    Kit.button(Verb.NEXT_METHOD, "Next method", Value.of(f.id())),
                    "Start the next method?",
                    Mrkdwn.quote(m.name()) + ". It gets its own plan and its own approval.",
                    "Start it")));
  }
}
