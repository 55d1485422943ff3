package dev.rollbackbot.runbook;

/**
 * A part of the procedure that people follow by hand.
 *
 * @param text plain text; lines of commands are indented by four blanks
 */
public record Instructions(String title, String text) {}
