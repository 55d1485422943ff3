package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.ServiceRef;
import java.util.List;

/**
 * What a provider said of a service at one time.
 *
 * @param live what is live
 * @param earlier deployments before it, newest first
 * @param warnings what people should know, one sentence each
 */
public record Snapshot(
    ServiceRef service, Deployment live, List<Deployment> earlier, List<String> warnings) {
  public Snapshot {
    earlier = List.copyOf(earlier);
    warnings = List.copyOf(warnings);
  }
}
