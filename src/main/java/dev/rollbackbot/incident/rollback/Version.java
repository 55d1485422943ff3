package dev.rollbackbot.incident.rollback;

import java.time.Instant;
import java.util.Optional;

/**
 * An identifiable build of a service.
 *
 * @param id the provider's id: a Worker's version id, or a Pages deployment's id
 * @param label short, for people, such as v42 or 9f2c31ab
 * @param digest the provider's checksum of the code, which a change of configuration or of a secret
 *     leaves as it is; empty: not known
 */
public record Version(
    String id,
    String label,
    Optional<String> tag,
    Optional<Instant> created,
    Optional<String> author,
    Optional<String> message,
    Optional<String> digest) {
  /** Whether both are known to have the same code. */
  public boolean sameCodeAs(Version other) {
    return digest.isPresent() && digest.equals(other.digest);
  }
}
