package dev.rollbackbot.slack.view.panel;

import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.runbook.SourceText;
import dev.rollbackbot.runbook.job.CodePatch;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.stream.Stream;

/** The patch that a step applies, whole: people approve its lines. */
final class PatchText {
  private PatchText() {}

  static Stream<String> of(PlannedStep step) {
    return step.job().stream()
        .flatMap(job -> job.patch().stream())
        .flatMap(patch ->
            Stream.concat(
                Stream.of(heading(step, patch)), Mrkdwn.preformattedParts(patch.text()).stream()));
  }

  private static String heading(PlannedStep step, CodePatch patch) {
    return "*%s* applies %s, SHA-256 `%s`:"
        .formatted(
            Mrkdwn.quote(step.title()),
            Mrkdwn.quote(patch.name()),
            SourceText.sha256(patch.text()));
  }
}
