package dev.rollbackbot.runbook;

/**
 * Whom to turn to.
 *
 * @param role such as DevOps Lead
 * @param reach how to reach them
 * @param placeholder true: nobody has put the real one in yet
 */
public record Contact(String role, String reach, boolean placeholder) {}
