package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.ButtonElement;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.AutomaticConditions;
import dev.rollbackbot.incident.assessment.DrillScores;
import dev.rollbackbot.incident.assessment.PublishedItems;
import dev.rollbackbot.incident.assessment.SignOffContent;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.runbook.Environment.BreakGlassRule;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.action.TypedLine;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.text.Truncation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The panel's buttons: those that fit the state, the safe one first, the dangerous ones last. */
final class PanelButtons {
  private static final int MOST_CHOICES = 3;
  private static final int CONCERN = 80;

  private PanelButtons() {}

  static List<LayoutBlock> of(Incident incident) {
    List<BlockElement> buttons = new ArrayList<>();
    IncidentDetails details = incident.details();
    IncidentId id = details.id();
    switch (incident.state()) {
      case State.Proposed _ -> ProposalCard.buttons(id, buttons);
      case State.Monitoring _ -> {
        buttons.add(BlockKit.button(PanelAction.CLOSE, "Close…", id));
        buttons.add(
            BlockKit.withConfirmation(
                BlockKit.danger(BlockKit.button(PanelAction.ROLL_BACK, "Roll back after all", id)),
                "Roll back after all?",
                "The bot gets the rollback ready. Nothing is changed before someone approves.",
                "Get it ready"));
      }
      case State.Preparing preparing -> preparing(details, preparing, buttons);
      case State.AwaitingApproval awaitingApproval -> approval(incident, awaitingApproval, buttons);
      case State.RollingBack rollingBack ->
          RunningStepsButtons.add(details, rollingBack.rollback(), buttons);
      case State.Paused _ -> {
        buttons.add(BlockKit.primary(BlockKit.button(PanelAction.RESUME, "Resume", id)));
        buttons.add(BlockKit.button(PanelAction.STOP_AFTER, "Stop here", id));
      }
      case State.Blocked blocked -> BlockedRollbackButtons.add(details, blocked, buttons);
      case State.Propagating _ ->
          buttons.add(BlockKit.button(PanelAction.END_WAIT, "End the wait…", id));
      case State.Verifying verifying -> {
        verifying(details, buttons);
        countAsFailed(details, verifying, buttons);
      }
      case State.AwaitingSignOff signOff -> {
        signing(details, signOff, buttons);
        if (!signOff.results().allPassed()) {
          buttons.add(BlockKit.button(PanelAction.RUN_AGAIN, "Run again", id));
          buttons.add(BlockKit.button(PanelAction.SETTLE_CHECK, "Waive a check…", checks(details)));
        }
        countAsFailed(details, signOff, buttons);
        items(details, buttons);
        if (signOff.results().count() > 0) {
          buttons.add(BlockKit.button(PanelAction.CHECK_AGAIN, "Check again…", id));
        }
        planAgain(details, buttons);
        // What can't be read any more can never be signed.
        buttons.add(cancel(id));
      }
      case State.Resolved _ -> {
        buttons.add(BlockKit.button(PanelAction.POST_MORTEM, "Write the post-mortem", id));
        buttons.add(BlockKit.button(PanelAction.CLOSE, "Close…", id));
        buttons.add(BlockKit.danger(BlockKit.button(PanelAction.REOPEN, "It came back…", id)));
      }
      case State.Closed _, State.Cancelled _ ->
          buttons.add(BlockKit.button(PanelAction.POST_MORTEM, "Write the post-mortem", id));
    }
    RestoreButtons.add(incident, buttons);
    if (!details.undelivered().refused().isEmpty()) {
      buttons.add(BlockKit.button(PanelAction.POST_AGAIN, "Post again", id));
    }
    if (DrillScores.items(details).stream().anyMatch(item -> !item.done())) {
      buttons.add(BlockKit.button(PanelAction.TICK_DRILL, "Tick a drill's item…", id));
    }
    buttons.add(BlockKit.button(PanelAction.LOG, "Log", id));
    if (!(incident.state() instanceof State.Ended)) {
      buttons.add(BlockKit.button(PanelAction.GUIDE, "Guide", id));
      if (details.channel().filter(Channel::own).isPresent()) {
        buttons.add(TypedLine.printing(id));
      }
    }
    buttons.sort(Comparator.comparing(PanelButtons::isDangerous));
    return List.of(BlockKit.actions("panel", buttons));
  }

  private static boolean isDangerous(BlockElement element) {
    return element instanceof ButtonElement button && "danger".equals(button.getStyle());
  }

  private static void preparing(
      IncidentDetails details, State.Preparing state, List<BlockElement> out) {
    IncidentId id = details.id();
    if (state.planning() instanceof State.NoPlan) {
      out.add(BlockKit.primary(BlockKit.button(PanelAction.SURVEY, "Read the provider again", id)));
    }
    if (state.planning() instanceof State.Planned planned) {
      choices(id, planned.plan(), out);
    }
    items(details, out);
    out.add(BlockKit.button(PanelAction.CHANGE_METHOD, "Method…", id));
    out.add(cancel(id));
  }

  /** The versions that a person may choose with a reason, when none can be proposed. */
  private static void choices(IncidentId id, Plan plan, List<BlockElement> out) {
    plan.openSteps().stream()
        .filter(step -> step.selectable().isPresent())
        .limit(MOST_CHOICES)
        .forEach(step ->
            out.add(
                BlockKit.button(
                    PanelAction.CHANGE_TARGET,
                    step.id(),
                    "Choose a version: " + step.title(),
                    ActionValue.of(id, plan.hash(), step.id()))));
  }

  private static void items(IncidentDetails details, List<BlockElement> out) {
    IncidentId id = details.id();
    List<Checklist.TrackedItem> items = details.checklist().entries();
    if (items.stream().anyMatch(PanelButtons::canBeSettled)) {
      out.add(BlockKit.button(PanelAction.SETTLE_ITEM, "Add a note, skip…", id));
    }
    items.stream()
        .filter(item -> item.status() instanceof ItemStatus.TaskFailed)
        // Slack is asked again by itself.
        .filter(item -> PublishedItems.message(item.item()).isEmpty())
        .limit(2)
        .map(Checklist.TrackedItem::item)
        .forEach(item ->
            out.add(
                BlockKit.button(
                    PanelAction.RETRY_ITEM,
                    item.id(),
                    "Again: " + item.title(),
                    ActionValue.of(id, item.id()))));
  }

  private static boolean canBeSettled(Checklist.TrackedItem item) {
    return !(item.status() instanceof ItemStatus.Done
        || item.status() instanceof ItemStatus.Skipped);
  }

  private static void approval(
      Incident incident, State.AwaitingApproval state, List<BlockElement> out) {
    IncidentDetails details = incident.details();
    if (AutomaticConditions.announced(incident).isPresent()) {
      out.add(stopAutomatic(details.id()));
    }
    ActionValue plan = ActionValue.of(details.id(), state.plan().hash());
    out.add(approve(details.id(), state));
    items(details, out);
    out.add(BlockKit.button(PanelAction.CHANGE_METHOD, "Method…", details.id()));
    if (details.environment().breakGlass() == BreakGlassRule.CRITICAL
        && details.declaration().severity() == Severity.CRITICAL
        && state.plan().withChangedSecrets().isEmpty()) {
      out.add(BlockKit.danger(BlockKit.button(PanelAction.BREAK_GLASS, "Break glass…", plan)));
    }
    out.add(cancel(details.id()));
  }

  static ButtonElement stopAutomatic(IncidentId id) {
    return BlockKit.primary(
        BlockKit.button(PanelAction.STOP_AUTOMATIC, "Stop the automatic rollback", id));
  }

  static ButtonElement approve(IncidentId id, State.AwaitingApproval state) {
    ActionValue plan = ActionValue.of(id, state.plan().hash());
    boolean overrides = !state.plan().withChangedSecrets().isEmpty();
    String approve =
        "Approve plan " + state.plan().shortHash() + (overrides ? " and its changed secrets" : "");
    return BlockKit.withConfirmation(
        BlockKit.primary(BlockKit.button(PanelAction.APPROVE, approve, plan)),
        approve + "?",
        (overrides ? "The panel names the secrets: read them first. " : "")
            + "This begins at once:\n"
            + state.plan().steps().stream()
                .map(step -> step.job().isPresent() ? runs(step) : summary(step))
                .collect(Collectors.joining("\n")),
        "Approve, roll back");
  }

  /** A confirmation is too short for a call. */
  private static String runs(PlannedStep step) {
    return Mrkdwn.quote(step.title()) + ": runs what the panel shows";
  }

  static String summary(PlannedStep step) {
    if (step.change().isEmpty()) {
      return Mrkdwn.quote(step.title())
          + step.job()
              .map(j -> ": runs " + Mrkdwn.quote(j.call()))
              .orElse(step.forPerson() ? ": by hand" : ": left out");
    }
    PlannedStep.Change change = step.change().get();
    String concern =
        change.override().map(o -> ", " + Truncation.truncate(o.concern(), CONCERN)).orElse("")
            + change
                .changedSecrets()
                .map(s -> ", although these secrets changed: " + String.join(", ", s))
                .orElse("");
    return Mrkdwn.quote(change.service().text() + ": " + versions(change) + concern);
  }

  private static String versions(PlannedStep.Change change) {
    return change.live().servesOnly(change.target())
        ? change.live().label() + " is live already, nothing is done"
        : change.live().label() + " → " + change.target().label();
  }

  /** Of no check yet. */
  private static ActionValue checks(IncidentDetails details) {
    return ActionValue.of(details.id(), "", SignOffContent.live(details));
  }

  private static void verifying(IncidentDetails details, List<BlockElement> out) {
    IncidentId id = details.id();
    out.add(BlockKit.button(PanelAction.RUN_AGAIN, "Run again", id));
    out.add(BlockKit.button(PanelAction.SETTLE_CHECK, "Add a note, waive…", checks(details)));
    items(details, out);
    planAgain(details, out);
    out.add(cancel(id));
  }

  private static void planAgain(IncidentDetails details, List<BlockElement> out) {
    out.add(
        BlockKit.withConfirmation(
            BlockKit.button(PanelAction.NEW_PLAN, "New plan", details.id()),
            "Make a new plan?",
            "The same method with a new plan. It needs its own approval.",
            "Make a plan"));
    BlockedRollbackButtons.nextMethod(details, out);
  }

  private static void signing(
      IncidentDetails details, State.AwaitingSignOff state, List<BlockElement> out) {
    ActionValue seen = ActionValue.of(details.id(), SignOffContent.fingerprint(details, state));
    if (state.rolledBackSignature().isPresent()) {
      out.add(
          BlockKit.primary(
              BlockKit.button(PanelAction.SIGN_VERIFIED, "Sign “verified by”…", seen)));
      out.add(BlockKit.button(PanelAction.SIGN_ROLLED_BACK, "Sign “rolled back by” instead", seen));
    } else {
      out.add(
          BlockKit.primary(
              BlockKit.button(PanelAction.SIGN_ROLLED_BACK, "Sign “rolled back by”", seen)));
    }
  }

  /** For the probes about which people have been asked to decide. */
  private static void countAsFailed(
      IncidentDetails details, State.Measuring state, List<BlockElement> out) {
    state.results().probes().stream()
        .map(run -> run.probe())
        .filter(probe -> details.requests().asksAbout(probe.id()))
        .limit(MOST_CHOICES)
        .forEach(probe ->
            out.add(
                BlockKit.button(
                    PanelAction.COUNT_AS_FAILED,
                    probe.id(),
                    "Count as failed: " + probe.title(),
                    ActionValue.of(details.id(), probe.id()))));
  }

  static ButtonElement cancel(IncidentId id) {
    return BlockKit.danger(BlockKit.button(PanelAction.CANCEL, "Cancel…", id));
  }
}
