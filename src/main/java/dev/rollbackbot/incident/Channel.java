package dev.rollbackbot.incident;

/**
 * Where an incident's conversation is.
 *
 * @param id Slack's id
 * @param name without the hash sign
 * @param own false: the incident could not get its own channel and lives in the incidents channel
 */
public record Channel(String id, String name, boolean own) {}
