package dev.rollbackbot.incident.rollback;

import java.time.Instant;
import java.util.Optional;

/**
 * The incident that holds the lock of a provider's resource.
 *
 * @param incident its number
 * @param lead user id of its lead, whom others can ask, or the bot where nobody leads it yet;
 *     empty: the incident is private
 * @param lock its key; empty: it was stored before that was recorded
 * @param mark what stands before its number, as of a drill; empty: nothing, or it was not recorded
 */
public record LockHolder(
    int incident, String lead, Instant since, Optional<String> lock, Optional<String> mark) {}
