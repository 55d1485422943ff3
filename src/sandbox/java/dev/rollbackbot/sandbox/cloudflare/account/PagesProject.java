package dev.rollbackbot.sandbox.cloudflare.account;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A Pages project. A rollback makes an old deployment canonical and adds none, so the newest is not
 * always live. Guarded by {@link Account}.
 */
public final class PagesProject {
  public final String service;
  public final String name;
  private final List<PagesDeployment> deployments;
  public final LiveHistory<PagesDeployment> canonical;

  PagesProject(String service, String name, List<PagesDeployment> deployments) {
    this.service = service;
    this.name = name;
    this.deployments =
        deployments.stream()
            .sorted(Comparator.comparing(PagesDeployment::createdOn).reversed())
            .toList();
    PagesDeployment live =
        this.deployments.stream()
            .filter(PagesDeployment::eligibleForRollback)
            .findFirst()
            .orElseThrow();
    this.canonical = new LiveHistory<>(live, live.createdOn());
  }

  public List<PagesDeployment> newestFirst() {
    return deployments;
  }

  public Optional<PagesDeployment> deployment(String id) {
    return deployments.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  BuildContents served(Instant now) {
    return canonical.served(now).build();
  }
}
