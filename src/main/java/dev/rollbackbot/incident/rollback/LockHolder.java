package dev.rollbackbot.incident.rollback;

import java.time.Instant;

/**
 * The incident that holds the lock of a provider's resource.
 *
 * @param incident its number
 * @param lead user id of its lead, whom others can ask; empty: the incident is private
 */
public record LockHolder(int incident, String lead, Instant since) {}
