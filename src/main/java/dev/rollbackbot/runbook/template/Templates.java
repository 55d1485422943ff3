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
 * @param claims the lines of {@code {claims}} in {@code resolved}
 * @param stakeholderClaims the same in {@code stakeholderResolved}
 */
public record Templates(
    String incident,
    String resolved,
    String stakeholderIncident,
    String stakeholderUpdate,
    String stakeholderResolved,
    String postMortem,
    List<Claim> claims,
    List<Claim> stakeholderClaims) {
  public Templates {
    claims = List.copyOf(claims);
    stakeholderClaims = List.copyOf(stakeholderClaims);
  }
}
