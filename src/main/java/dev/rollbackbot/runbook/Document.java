package dev.rollbackbot.runbook;

/**
 * A related document.
 *
 * @param title its name
 * @param link where it is: an address or a path in the company's repository
 */
public record Document(String title, String link) {}
