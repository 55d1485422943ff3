package dev.rollbackbot.incident;

/**
 * A post that did not reach stakeholders.
 *
 * @param channel its name
 */
public record UndeliveredPost(String channel, Effect.StakeholderNotice notice) {}
