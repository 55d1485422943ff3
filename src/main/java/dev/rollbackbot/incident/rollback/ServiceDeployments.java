package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.runbook.ServiceRef;
import java.util.List;

/**
 * The deployments of a service when the provider was read.
 *
 * @param earlier deployments before the live one, newest first
 * @param warnings for people, one sentence each
 */
public record ServiceDeployments(
    ServiceRef service, Deployment live, List<Deployment> earlier, List<String> warnings) {
  public ServiceDeployments {
    earlier = List.copyOf(earlier);
    warnings = List.copyOf(warnings);
  }
}
