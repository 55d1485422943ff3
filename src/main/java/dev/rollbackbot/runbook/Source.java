package dev.rollbackbot.runbook;

/**
 * The text that a runbook was read from. An incident keeps it, so that an edit of the file never
 * changes an incident that is under way.
 *
 * @param file its name, for messages
 * @param text the whole YAML, variables filled in
 * @param hash SHA-256 of the text, hexadecimal
 */
public record Source(String file, String text, String hash) {}
