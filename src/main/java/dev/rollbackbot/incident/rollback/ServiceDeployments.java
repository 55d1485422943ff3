package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.runbook.ServiceRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The deployments of a service when the provider was read.
 *
 * @param earlier deployments before the live one, newest first
 * @param warnings for people, one sentence each
 * @param gaps when deployments began that {@code earlier} lacks; empty: it was not recorded
 */
public record ServiceDeployments(
    ServiceRef service,
    Deployment live,
    List<Deployment> earlier,
    List<String> warnings,
    Optional<List<Instant>> gaps) {
  public ServiceDeployments {
    earlier = List.copyOf(earlier);
    warnings = List.copyOf(warnings);
    gaps = gaps.map(List::copyOf);
  }

  /** Without gaps. */
  public ServiceDeployments(
      ServiceRef service, Deployment live, List<Deployment> earlier, List<String> warnings) {
    this(service, live, earlier, warnings, Optional.empty());
  }
}
