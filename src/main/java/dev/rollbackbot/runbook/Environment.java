package dev.rollbackbot.runbook;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where it runs.
 *
 * @param id such as {@code production}
 * @param responders user group whose members may act: a handle such as {@code @responders} or an
 *     id; empty: every member of the incidents channel
 * @param approvers user group whose members may approve; empty: every member of the incidents
 *     channel
 * @param stakeholders channels that are told, such as {@code #product-updates}
 * @param bindings what each service is there, by service id; has every service of the runbook
 * @param propagation how long a new version takes to spread here; empty: as the runbook says
 * @param updates how often stakeholders and watchers hear of an incident that drags on
 * @param probeInterval time between two rounds of probes here; empty: as the runbook says
 * @param logCapture how long a log capture runs here; empty: as the checklist says
 */
public record Environment(
    String id,
    Optional<String> responders,
    Optional<String> approvers,
    List<String> stakeholders,
    Map<String, Binding> bindings,
    Optional<Duration> propagation,
    Duration updates,
    Optional<Duration> probeInterval,
    Optional<Duration> logCapture) {
  public Environment {
    stakeholders = List.copyOf(stakeholders);
    bindings = Map.copyOf(bindings);
  }

  /**
   * What a service is in one environment.
   *
   * @param resource the provider's exact name
   * @param address where probes reach it, without a slash at the end; empty: not from outside
   */
  public record Binding(String resource, Optional<String> address) {}
}
