package dev.rollbackbot.incident.rollback;

import java.time.Instant;
import java.util.Optional;

/**
 * A deployment that the provider is carrying out; it may become live, or fail.
 *
 * @param stage the provider's word for what it does now, such as build
 * @param since empty: the provider does not say
 */
public record RunningDeployment(String id, String label, String stage, Optional<Instant> since) {}
