package dev.rollbackbot.incident.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.VersionMark;
import dev.rollbackbot.incident.rollback.VersionMark.MarkVerdict;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.ServiceRef.ClusterRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What one cluster showed of a version says nothing of another with the same names. */
@Pure
final class MarksByClusterTest {
  private static final Duration TOOK = Duration.ofSeconds(12);
  private static final String VERSION = "web-6f9c7d";

  private static final ServiceRef PRODUCTION = web("production", true);
  private static final ServiceRef STAGING = web("staging", false);

  private static ServiceRef web(String cluster, boolean inherits) {
    return new ServiceRef(
        new Service("web", "Web", Service.ServiceKind.DEPLOYMENT, Optional.empty()),
        "shop/web",
        Optional.of(cluster),
        Optional.of(new ClusterRef("the context " + cluster, cluster + ".example:6443", inherits)));
  }

  private static RollbackHistory recordedAs(String name) {
    return new RollbackHistory(
        List.of(new VersionMark("INC-7", name, VERSION, MarkVerdict.GOOD, "orders fail")),
        Map.of(name, TOOK));
  }

  @Test
  void is_known_in_its_own_cluster_only() {
    RollbackHistory drilled = recordedAs(STAGING.recordName());
    assertThat(drilled.mark(STAGING, VERSION)).isPresent();
    assertThat(drilled.lastDuration(STAGING)).contains(TOOK);
    assertThat(drilled.mark(PRODUCTION, VERSION)).isEmpty();
    assertThat(drilled.lastDuration(PRODUCTION)).isEmpty();
  }

  @Test
  void is_of_the_shared_cluster_if_it_was_recorded_before_clusters_were_told_apart() {
    RollbackHistory before = recordedAs("shop/web");
    assertThat(before.mark(PRODUCTION, VERSION)).isPresent();
    assertThat(before.lastDuration(PRODUCTION)).contains(TOOK);
    assertThat(before.mark(STAGING, VERSION)).isEmpty();
    assertThat(before.lastDuration(STAGING)).isEmpty();
    assertThat(PRODUCTION.recordNames()).contains("shop/web");
    assertThat(STAGING.recordNames()).containsExactly("shop/web in staging.example:6443");
  }
}
