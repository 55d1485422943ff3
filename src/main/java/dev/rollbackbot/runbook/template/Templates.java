package dev.rollbackbot.runbook.template;

import java.util.List;

/**
 * The posts of a runbook. Each is text with variables in braces, such as {@code {lead}}; {@link
 * TemplateVariable} lists them all.
 *
 * @param incident posted in the incident's channel and in the incidents channel
 * @param resolved the same, at the end
 * @param stakeholderIncident the first post to stakeholders
 * @param stakeholderUpdate repeated until the incident ends
 * @param stakeholderResolved the last post to stakeholders
 * @param postMortem the draft of the post-mortem
 * @param resolvedLines the lines of {@code {ticks}}
 */
public record Templates(
    String incident,
    String resolved,
    String stakeholderIncident,
    String stakeholderUpdate,
    String stakeholderResolved,
    String postMortem,
    List<ResolvedLine> resolvedLines) {
  public Templates {
    resolvedLines = List.copyOf(resolvedLines);
  }
}
