package dev.rollbackbot.runbook;

/**
 * Labels of the two signatures, which a runbook can't omit.
 *
 * @param postMortemWithinDays days until the proposed post-mortem; 0 or more
 */
public record SignOff(String rolledBack, String verified, int postMortemWithinDays) {}
