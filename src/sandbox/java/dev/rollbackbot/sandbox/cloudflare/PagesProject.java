package dev.rollbackbot.sandbox.cloudflare;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One Pages project. Rolling back makes an old deployment canonical again and adds none, so the
 * newest is not always the live one. Guarded by {@link Account}.
 */
final class PagesProject {

  final String service;
  final String name;
  private final List<PagesDeployment> deployments;
  private final Track<PagesDeployment> canonical;

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
    this.canonical = new Track<>(live, live.createdOn());
  }

  Track<PagesDeployment> canonical() {
    return canonical;
  }

  List<PagesDeployment> newestFirst() {
    return deployments;
  }

  Optional<PagesDeployment> deployment(String id) {
    return deployments.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  Build serves(Instant now) {
    return canonical.served(now).build();
  }
}
