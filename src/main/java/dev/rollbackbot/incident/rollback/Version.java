package dev.rollbackbot.incident.rollback;

import java.time.Instant;
import java.util.Optional;

/**
 * An identifiable build of a service.
 *
 * @param id the provider's id: a Worker's version id, or a Pages deployment's id
 * @param label short, for people, such as v42 or 9f2c31ab
 */
public record Version(
    String id,
    String label,
    Optional<String> tag,
    Optional<Instant> created,
    Optional<String> author,
    Optional<String> message) {}
