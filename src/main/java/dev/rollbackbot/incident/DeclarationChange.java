package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.Severity;
import java.time.Instant;
import java.util.Optional;

/**
 * What a person changes about a declared incident; what is empty stays.
 *
 * @param description may be blank: it has none then
 * @param lead the incident lead's user id
 * @param beganAt when the fault began
 */
public record DeclarationChange(
    Optional<Severity> severity,
    Optional<Boolean> affectingUsers,
    String description,
    Optional<String> lead,
    Optional<Instant> beganAt) {}
