package dev.rollbackbot.app.trigger;

/** A trigger of a runbook in one of its environments, by their ids. */
public record TriggerKey(String runbook, String environment, String trigger) {}
