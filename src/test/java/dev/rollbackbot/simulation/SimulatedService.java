package dev.rollbackbot.simulation;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A service at the provider: the newest deployment is live. Odd versions are healthy. */
final class SimulatedService {
  private static final int FIRST_LIVE = 42;

  private final Deque<Deployment> deployments = new ArrayDeque<>();
  private int newest = FIRST_LIVE;

  SimulatedService() {
    for (int n = FIRST_LIVE - 3; n <= FIRST_LIVE; n++) {
      deploy(version(n), TracingClock.START.minusSeconds(3600L * (FIRST_LIVE + 1 - n)));
    }
  }

  Deployment live() {
    return deployments.getFirst();
  }

  /** Newest first. */
  List<Deployment> deployments() {
    return List.copyOf(deployments);
  }

  /** What was live at that time, whoever was told what. */
  Deployment liveAt(Instant at) {
    return deployments.stream()
        .filter(d -> !d.at().orElseThrow().isAfter(at))
        .findFirst()
        .orElseThrow();
  }

  boolean healthy() {
    String label = live().label();
    return Integer.parseInt(label.substring(1)) % 2 == 1;
  }

  void deploy(Version version, Instant at) {
    deployments.addFirst(
        new Deployment(
            "d" + deployments.size(),
            Optional.of(at),
            Optional.of("dev@example.org"),
            List.of(new Deployment.TrafficShare(version, 100))));
  }

  private void deployNew(Instant at) {
    newest++;
    deploy(version(newest), at);
  }

  /** Deploys the next version that is not healthy. */
  void deployBad(Instant at) {
    newest += newest % 2 == 0 ? 2 : 1;
    deploy(version(newest), at);
  }

  /** Deploys by its label a version that was built before. */
  void deploy(String label, Instant at) {
    deploy(version(Integer.parseInt(label.substring(1))), at);
  }

  /** Deploys what is live once more, or a newly built version. */
  void deploySomething(boolean again, Instant at) {
    if (again) {
      deploy(live().onlyVersion().orElseThrow(), at);
    } else {
      deployNew(at);
    }
  }

  /** Deploys the version again that was live before the live one. */
  void goBack(Instant at) {
    Version live = live().onlyVersion().orElseThrow();
    deployments.stream()
        .flatMap(d -> d.onlyVersion().stream())
        .filter(v -> !v.id().equals(live.id()))
        .findFirst()
        .ifPresent(before -> deploy(before, at));
  }

  ServiceDeployments snapshot(ServiceRef ref) {
    List<Deployment> earlier = new ArrayList<>(deployments);
    earlier.removeFirst();
    return new ServiceDeployments(ref, live(), earlier, List.of());
  }

  private static Version version(int n) {
    return new Version(
        "id-v" + n,
        "v" + n,
        Optional.empty(),
        Optional.of(TracingClock.START.minusSeconds(100_000).plusSeconds(n)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
