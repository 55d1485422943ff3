package dev.rollbackbot.runbook;

import dev.rollbackbot.runbook.ServiceRef.ClusterRef;
import dev.rollbackbot.runbook.collection.SortedCopy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the services run, and who acts there.
 *
 * @param id such as {@code production}
 * @param responders user group whose members may act: a handle such as {@code @responders} or an
 *     id; empty: every member of the incidents channel
 * @param approvers user group whose members may approve; empty: the runbook says {@code anyone},
 *     which is every member of the incidents channel
 * @param breakGlass whether a rollback may start without an approval
 * @param outsideResponders ids of people who may act though they are guests of the workspace or
 *     members of another company; everybody else like that may not
 * @param stakeholders channels that get updates, such as {@code #product-updates}
 * @param bindings by service id, for every service of the runbook
 * @param propagation time until a new version is served everywhere; empty: the runbook's
 * @param updates time between updates to stakeholders and watchers
 * @param probeInterval from one round of probes to the next; empty: the runbook's
 * @param logCapture length of a log capture; empty: the checklist item's limit
 * @param automaticRollback a trigger may start a rollback without anybody's approval, so long after
 *     it was announced; empty: none may
 */
public record Environment(
    String id,
    Optional<String> responders,
    Optional<String> approvers,
    BreakGlassRule breakGlass,
    List<String> outsideResponders,
    List<String> stakeholders,
    Map<String, Binding> bindings,
    Optional<Duration> propagation,
    Duration updates,
    Optional<Duration> probeInterval,
    Optional<Duration> logCapture,
    Optional<Duration> automaticRollback) {
  public Environment {
    outsideResponders = List.copyOf(outsideResponders);
    stakeholders = List.copyOf(stakeholders);
    bindings = SortedCopy.of(bindings);
  }

  /** In which incidents a rollback may start without an approval. */
  public enum BreakGlassRule {
    /** In CRITICAL ones, with a reason. */
    CRITICAL,
    NEVER
  }

  /**
   * A service's resource in one environment.
   *
   * @param resource the provider's exact name
   * @param address for probes, without a slash at the end; empty: not reachable from outside
   * @param cluster where the name is meant; empty: the name alone says which it is
   */
  public record Binding(String resource, Optional<String> address, Optional<ClusterRef> cluster) {
    /** Of a provider whose name for it says everything. */
    public Binding(String resource, Optional<String> address) {
      this(resource, address, Optional.empty());
    }
  }
}
