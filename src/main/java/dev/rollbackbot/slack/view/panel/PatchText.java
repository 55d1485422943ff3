package dev.rollbackbot.slack.view.panel;

import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.runbook.SourceText;
import dev.rollbackbot.runbook.job.CodePatch;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The patch that a step applies, whole: people approve its lines. */
final class PatchText {
  /** Each part fits into a block, beside the marks around it. */
  private static final int PART = 2_800;

  private PatchText() {}

  static Stream<String> of(PlannedStep step) {
    return step.job().stream()
        .flatMap(job -> job.patch().stream())
        .flatMap(patch -> Stream.concat(Stream.of(heading(step, patch)), parts(patch.text())));
  }

  private static String heading(PlannedStep step, CodePatch patch) {
    return "*%s* applies %s, SHA-256 `%s`:"
        .formatted(
            Mrkdwn.quote(step.title()),
            Mrkdwn.quote(patch.name()),
            SourceText.sha256(patch.text()));
  }

  private static Stream<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    String part = "";
    for (String line : text.lines().toList()) {
      String more = part.isEmpty() ? line : part + "\n" + line;
      if (!part.isEmpty() && Mrkdwn.preformatted(more).length() > PART) {
        parts.add(Mrkdwn.preformatted(part));
        part = line;
      } else {
        part = more;
      }
    }
    parts.add(Mrkdwn.preformatted(part));
    return parts.stream();
  }
}
