package dev.rollbackbot.slack.view;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.ButtonElement;
import dev.rollbackbot.incident.Facts;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Mark;
import dev.rollbackbot.incident.Outcome;
import dev.rollbackbot.incident.PlannedStep;
import dev.rollbackbot.incident.Rollback;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.StepRun;
import dev.rollbackbot.runbook.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The panel's buttons: only what fits the state, the safe one first, the dangerous one last. */
final class PanelButtons {
  private PanelButtons() {}

  static List<LayoutBlock> of(Incident s) {
    List<BlockElement> buttons = new ArrayList<>();
    Facts f = s.facts();
    IncidentId id = f.id();
    switch (s.state()) {
      case State.Monitoring _ -> {
        buttons.add(Kit.button(Verb.CLOSE, "Close…", Value.of(id)));
        buttons.add(
            Kit.asking(
                Kit.danger(Kit.button(Verb.ROLL_BACK, "Roll back after all", Value.of(id))),
                "Roll back after all?",
                "The bot gets the rollback ready. Nothing is changed before someone approves.",
                "Get it ready"));
      }
      case State.Preparing p -> preparing(f, p, buttons);
      case State.AwaitingApproval w -> approval(f, w, buttons);
      case State.RollingBack r -> rollingBack(id, r, buttons);
      case State.Paused _ -> {
        buttons.add(Kit.primary(Kit.button(Verb.RESUME, "Resume", Value.of(id))));
        buttons.add(Kit.button(Verb.STOP_AFTER, "Stop here", Value.of(id)));
      }
      case State.Blocked b -> BlockedButtons.add(f, b, buttons);
      case State.Propagating _ ->
          buttons.add(Kit.button(Verb.END_WAIT, "End the wait…", Value.of(id)));
      case State.Verifying _ -> verifying(f, buttons);
      case State.AwaitingSignOff w -> signing(id, w, buttons);
      case State.Resolved _ -> {
        buttons.add(Kit.button(Verb.POST_MORTEM, "Write the post-mortem", Value.of(id)));
        buttons.add(Kit.button(Verb.CLOSE, "Close…", Value.of(id)));
        buttons.add(Kit.danger(Kit.button(Verb.REOPEN, "It came back…", Value.of(id))));
      }
      case State.Closed _, State.Cancelled _ -> {}
    }
    buttons.add(Kit.button(Verb.LOG, "Log", Value.of(id)));
    if (!(s.state() instanceof State.Ended)) {
      buttons.add(Kit.button(Verb.GUIDE, "Guide", Value.of(id)));
    }
    buttons.sort(Comparator.comparing(PanelButtons::isDangerous));
    return List.of(Kit.actions("panel", buttons));
  }

  /** Those go last, so that no thumb meets them on its way to the log. */
  private static boolean isDangerous(BlockElement button) {
    return button instanceof ButtonElement b && "danger".equals(b.getStyle());
  }

  private static void preparing(Facts f, State.Preparing s, List<BlockElement> out) {
    IncidentId id = f.id();
    if (s.planning() instanceof State.NoPlan) {
      out.add(Kit.primary(Kit.button(Verb.SURVEY, "Read the provider again", Value.of(id))));
    }
    items(f, out);
    out.add(Kit.button(Verb.CHANGE_METHOD, "Change method…", Value.of(id)));
    out.add(cancel(id));
  }

  private static void items(Facts f, List<BlockElement> out) {
    boolean open =
        f.checklist().entries().stream()
            .anyMatch(e -> !(e.mark() instanceof Mark.Done || e.mark() instanceof Mark.Skipped));
    if (open) {
      out.add(Kit.button(Verb.SETTLE_ITEM, "Add a note, skip…", Value.of(f.id())));
    }
    f.checklist().entries().stream()
        .filter(e -> e.mark() instanceof Mark.Failed)
        .limit(2)
        .forEach(e ->
            out.add(
                Kit.button(
                    Verb.RETRY_ITEM,
                    e.item().id(),
                    "Again: " + e.item().title(),
                    Value.of(f.id(), e.item().id()))));
  }

  private static void approval(Facts f, State.AwaitingApproval s, List<BlockElement> out) {
    IncidentId id = f.id();
    Value plan = Value.of(id, s.plan().hash());
    out.add(
        Kit.asking(
            Kit.primary(Kit.button(Verb.APPROVE, "Approve plan " + s.plan().shortHash(), plan)),
            "Approve plan " + s.plan().shortHash() + "?",
            doing(s),
            "Approve, roll back"));
    items(f, out);
    out.add(Kit.button(Verb.CHANGE_METHOD, "Change method…", Value.of(id)));
    if (f.declaration().severity() == Severity.CRITICAL) {
      out.add(Kit.danger(Kit.button(Verb.BREAK_GLASS, "Break glass…", plan)));
    }
    out.add(cancel(id));
  }

  /** Exactly what an approval sets going. */
  private static String doing(State.AwaitingApproval s) {
    return "This begins at once:\n"
        + s.plan().steps().stream().map(PanelButtons::doing).collect(Collectors.joining("\n"));
  }

  static String doing(PlannedStep step) {
    return step.change()
        .map(c ->
            Mrkdwn.quote(
                c.service().resource() + ": " + c.live().label() + " → " + c.target().label()))
        .orElseGet(() -> Mrkdwn.quote(step.title()) + ": by hand");
  }

  private static void rollingBack(IncidentId id, State.RollingBack s, List<BlockElement> out) {
    boolean byHand =
        s.rollback().current().map(x -> x.progress() instanceof StepRun.HandedOver).orElse(false);
    if (byHand) {
      String step = s.rollback().current().orElseThrow().step().id();
      out.add(Kit.primary(Kit.button(Verb.STEP_DONE, "Done…", Value.of(id, step))));
      out.add(Kit.button(Verb.SKIP_STEP, "Skip…", Value.of(id, step)));
    }
    switch (s.rollback().wish()) {
      case GO_ON -> {
        out.add(Kit.button(Verb.PAUSE, "Pause", Value.of(id)));
        String stop = byHand ? "Stop here" : "Stop after this step";
        out.add(Kit.button(Verb.STOP_AFTER, stop, Value.of(id)));
      }
      case PAUSE, STOP ->
          out.add(
              Kit.button(
                  Verb.RESUME,
                  s.rollback().wish() == Rollback.Wish.PAUSE ? "Don't pause" : "Don't stop",
                  Value.of(id)));
    }
  }

  private static void verifying(Facts f, List<BlockElement> out) {
    IncidentId id = f.id();
    out.add(Kit.button(Verb.RUN_AGAIN, "Run again", Value.of(id)));
    out.add(Kit.button(Verb.SETTLE_CHECK, "Add a note, waive…", Value.of(id)));
    items(f, out);
    out.add(
        Kit.asking(
            Kit.button(Verb.NEW_PLAN, "New plan", Value.of(id)),
            "Make a new plan?",
            "The same method with a new plan. It needs its own approval.",
            "Make a plan"));
    BlockedButtons.nextMethod(f, out);
    out.add(cancel(id));
  }

  private static void signing(IncidentId id, State.AwaitingSignOff s, List<BlockElement> out) {
    ButtonElement first =
        Kit.button(
            Verb.SIGN_ROLLED_BACK,
            s.rolledBack().isPresent() ? "Sign “rolled back by” instead" : "Sign “rolled back by”",
            Value.of(id));
    ButtonElement second = Kit.button(Verb.SIGN_VERIFIED, "Sign “verified by”…", Value.of(id));
    if (s.rolledBack().isEmpty()) {
      out.add(Kit.primary(first));
    } else {
      out.add(Kit.primary(second));
      out.add(first);
    }
  }

  static ButtonElement cancel(IncidentId id) {
    return Kit.danger(Kit.button(Verb.CANCEL, "Cancel…", Value.of(id)));
  }

  static boolean changed(StepRun step) {
    return step.progress() instanceof StepRun.Failed f && f.kind() == Outcome.Kind.CHANGED;
  }
}
