package dev.rollbackbot.runbook;

/**
 * A related document.
 *
 * @param link an address or a path in the company's repository
 */
public record Document(String title, String link) {}
