package dev.rollbackbot.runbook;

/**
 * What the two signatures say. Two people always sign; a runbook can't make it fewer.
 *
 * @param rolledBack label of the first signature
 * @param verified label of the second
 * @param postMortemWithinDays how many days from now the post-mortem is proposed; 0 or more
 */
public record SignOff(String rolledBack, String verified, int postMortemWithinDays) {}
