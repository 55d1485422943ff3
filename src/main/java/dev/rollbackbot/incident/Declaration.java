package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.Visibility;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the responder entered when declaring the incident.
 *
 * @param environment id of the runbook's environment
 * @param observed id of a trigger of the runbook, or {@link #OTHER}
 * @param description free text; may be empty
 * @param lead the incident lead's user id
 * @param method id of the runbook's method
 * @param beganAt when the fault began, as far as anybody knows; empty: not known, by {@code
 *     detectedAt} it had begun
 * @param visibility who may see the incident; empty in those of earlier releases: everybody
 */
public record Declaration(
    String environment,
    String observed,
    String description,
    boolean affectingUsers,
    Severity severity,
    Instant detectedAt,
    String lead,
    String method,
    Optional<Instant> beganAt,
    Optional<Visibility> visibility) {
  public static final String OTHER = "other";

  /** An earlier begin is likely a typing error. */
  public static final Duration OLDEST_BEGIN = Duration.ofDays(90);

  public Declaration with(DeclarationChange change) {
    return new Declaration(
        environment,
        observed,
        change.description(),
        change.affectingUsers().orElse(affectingUsers),
        change.severity().orElse(severity),
        detectedAt,
        change.lead().orElse(lead),
        method,
        change.began().after(beganAt),
        visibility);
  }

  /** Differs whenever something differs that can be changed. */
  public String fingerprint() {
    String began = beganAt.map(at -> "/" + at.getEpochSecond()).orElse("");
    return String.join(
            "/",
            severity.name(),
            Boolean.toString(affectingUsers),
            lead,
            Integer.toHexString(description.hashCode()))
        + began;
  }
}
