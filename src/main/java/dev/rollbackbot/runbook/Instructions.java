package dev.rollbackbot.runbook;

/**
 * A passage of the procedure for people to follow by hand.
 *
 * @param title a few words
 * @param text plain text; lines of commands are indented by four blanks
 */
public record Instructions(String title, String text) {}
