package dev.rollbackbot.runbook;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Labels of the two signatures, which a runbook can't omit.
 *
 * @param postMortemWithinDays days until the proposed post-mortem; 0 or more
 */
public record SignOff(
    String rolledBack, String verified, int postMortemWithinDays, PostMortemRule postMortem) {

  /**
   * When the bot drafts a post-mortem by itself.
   *
   * @param severities of incidents that get a draft when they are resolved; empty: none do
   * @param zone in which its times are shown, beside UTC
   */
  public record PostMortemRule(List<Severity> severities, ZoneId zone) {
    /** As the procedures ask for it: after any rollback. */
    public static final PostMortemRule DEFAULT =
        new PostMortemRule(List.of(Severity.values()), ZoneOffset.UTC);

    public PostMortemRule {
      severities = List.copyOf(severities);
    }
  }
}
