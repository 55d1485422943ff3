package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.runbook.ServiceRef;
import java.util.List;

/**
 * What a provider said of a service at one time.
 *
 * @param live what is live
 * @param earlier deployments before it, newest first
 * @param warnings what people should know, one sentence each
 */
public record ServiceDeployments(
    ServiceRef service, Deployment live, List<Deployment> earlier, List<String> warnings) {
  public ServiceDeployments {
    earlier = List.copyOf(earlier);
    warnings = List.copyOf(warnings);
  }
}
