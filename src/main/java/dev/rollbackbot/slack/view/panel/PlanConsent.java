package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.PlannedStep.Change;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.text.Truncation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an approval consents to, in blocks that Slack shows whole. */
final class PlanConsent {
  private static final int SHOWN = 5;

  /** Every step is shown whole beneath. */
  private static final int TITLE = 60;

  private PlanConsent() {}

  /**
   * What an approval consents to: every changed secret and every step. It comes first, in so few
   * blocks that the panel never cuts one of them.
   */
  static List<LayoutBlock> of(IncidentDetails details, State.AwaitingApproval state) {
    List<LayoutBlock> out = new ArrayList<>();
    Plan plan = state.plan();
    List<String> secrets =
        plan.withChangedSecrets().stream().map(c -> changedSecrets(plan, c)).toList();
    for (String text : secrets.size() < SHOWN ? secrets : List.of(String.join("\n", secrets))) {
      out.add(BlockKit.consent(plan.shortHash() + ":secrets" + out.size(), text));
    }
    out.addAll(together(plan));
    List<String> patches = plan.steps().stream().flatMap(PatchText::of).toList();
    List<LayoutBlock> patchBlocks =
        patches.isEmpty() ? List.of() : BlockKit.consents(plan.shortHash() + ":patches", patches);
    int shown = Math.max(1, SHOWN - out.size() - patchBlocks.size());
    for (PlannedStep step : plan.steps().stream().limit(shown).toList()) {
      out.addAll(step(details, state, step));
    }
    if (plan.steps().size() > shown) {
      out.addAll(
          BlockKit.consents(
              plan.shortHash() + ":steps",
              Stream.concat(
                      Stream.of("… then"),
                      plan.steps().stream().skip(shown).flatMap(step -> later(details, step)))
                  .toList()));
    }
    out.addAll(patchBlocks);
    return out;
  }

  /** Which steps run at the same time; the others run one after the other, in the order shown. */
  private static List<LayoutBlock> together(Plan plan) {
    List<String> lines =
        plan.groups().stream()
            .filter(group -> group.size() > 1)
            .map(group ->
                "*At the same time:* "
                    + group.stream()
                        .map(step -> Mrkdwn.quote(Truncation.truncate(step.title(), TITLE)))
                        .collect(Collectors.joining(", ")))
            .toList();
    return lines.isEmpty() ? List.of() : BlockKit.consents(plan.shortHash() + ":together", lines);
  }

  static String why(PlannedStep step) {
    return Mrkdwn.quote(step.noTarget().map(PlannedStep.NoTarget::why).orElse(""));
  }

  private static String changedSecrets(Plan plan, Change change) {
    String target = Mrkdwn.quote(change.target().label());
    return ":warning: *%s: roll back to %s although secrets changed?*\n%s\n%s"
        .formatted(
            Mrkdwn.quote(change.service().service().name()),
            target,
            change.changedSecrets().orElseThrow().stream()
                .map(Mrkdwn::quote)
                .collect(Collectors.joining("\n• ", "• ", "")),
            "They changed since %s was made, so Cloudflare refused it. Whether it gets today's values or the old ones is not documented. Approving plan %s overrides the refusal for these secrets, and for no other. If not: choose another target, or cancel."
                .formatted(target, plan.shortHash()));
  }

  private static Stream<String> later(IncidentDetails details, PlannedStep step) {
    return step.job()
        .map(job -> JobText.texts(details, step, job).stream())
        .orElseGet(() -> Stream.of("• " + PanelButtons.summary(step)));
  }

  private static List<LayoutBlock> step(
      IncidentDetails details, State.AwaitingApproval state, PlannedStep step) {
    return step.job()
        .map(job ->
            JobText.planned(
                details,
                block(state.plan(), step),
                step,
                job,
                ActionValue.of(details.id(), state.plan().hash(), step.id())))
        .orElseGet(() -> List.of(change(details, state, step)));
  }

  private static LayoutBlock change(
      IncidentDetails details, State.AwaitingApproval state, PlannedStep step) {
    if (step.change().isEmpty()) {
      return BlockKit.section("• " + Mrkdwn.escape(step.title()) + ": " + withoutChange(step));
    }
    Change change = step.change().get();
    String text = ChangeText.headline(change);
    if (change.candidates().size() < 2) {
      return BlockKit.section(text);
    }
    return BlockKit.section(
        block(state.plan(), step),
        text,
        BlockKit.button(
            PanelAction.CHANGE_TARGET,
            step.id(),
            "Change…",
            ActionValue.of(details.id(), state.plan().hash(), step.id())));
  }

  private static String withoutChange(PlannedStep step) {
    return step.leftOut()
        .map((StepRun.LeftOut left) ->
            "left out by "
                + Mrkdwn.person(left.by())
                + ", "
                + Mrkdwn.quote(left.reason())
                + "\n"
                + why(step))
        .orElse("by hand, guided");
  }

  /** Depends on the plan: with the same id, Slack would keep showing the old one. */
  static String block(Plan plan, PlannedStep step) {
    return Truncation.truncate("target:" + plan.shortHash() + ":" + step.id(), BlockKitLimits.ID);
  }
}
