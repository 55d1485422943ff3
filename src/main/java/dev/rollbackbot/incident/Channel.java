package dev.rollbackbot.incident;

/**
 * The Slack channel of an incident's conversation.
 *
 * @param id Slack's id
 * @param name without the hash sign
 * @param own false: the incident could not get its own channel and uses the incidents channel
 */
public record Channel(String id, String name, boolean own) {}
