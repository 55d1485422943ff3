package dev.rollbackbot.runbook;

/**
 * A person to ask for help.
 *
 * @param role such as DevOps Lead
 * @param reach how to reach them
 * @param placeholder true: the real contact is still missing
 */
public record Contact(String role, String reach, boolean placeholder) {}
