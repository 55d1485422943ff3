package dev.rollbackbot.slack.view.panel;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.slack.view.action.PanelAction;
import dev.rollbackbot.slack.view.blockkit.ActionValue;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;

/** What a step has a provider run, for people who approve it. */
final class JobText {
  private JobText() {}

  /** A job whose values somebody must choose. */
  static LayoutBlock open(String block, PlannedStep step, PlannedJob job, ActionValue about) {
    return BlockKit.section(
        block,
        text(step, job) + "\n_To choose:_ " + Mrkdwn.quote(String.join(", ", job.missing())),
        BlockKit.button(PanelAction.CHOOSE_INPUTS, step.id(), "Choose…", about));
  }

  /** The way back is part of what is approved. */
  static LayoutBlock planned(String block, PlannedStep step, PlannedJob job, ActionValue about) {
    String text =
        text(step, job)
            + "\n"
            + job.wayBack()
                .map(way -> "_Way back:_ " + Mrkdwn.quote(way))
                .orElse("_There is no way back._");
    return job.values().isEmpty()
        ? BlockKit.section(text)
        : BlockKit.section(
            block, text, BlockKit.button(PanelAction.CHOOSE_INPUTS, step.id(), "Change…", about));
  }

  private static String text(PlannedStep step, PlannedJob job) {
    String service = job.service().map(s -> " for " + Mrkdwn.quote(s.service().name())).orElse("");
    return "• *%s*%s runs\n%s"
        .formatted(Mrkdwn.quote(step.title()), service, Mrkdwn.quote(job.call()));
  }
}
