package dev.rollbackbot.sandbox.cloudflare.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A Pages project. A rollback makes an old deployment canonical and adds none, so the newest is not
 * always live. Guarded by {@link Account}.
 */
public final class PagesProject {
  public final String service;
  public final String name;
  private final List<PagesDeployment> deployments;
  public final LiveHistory<PagesDeployment> canonical;
  private int builds;

  PagesProject(String service, String name, List<PagesDeployment> deployments) {
    this.service = service;
    this.name = name;
    this.deployments =
        deployments.stream()
            .sorted(Comparator.comparing(PagesDeployment::createdOn).reversed())
            .collect(Collectors.toCollection(ArrayList::new));
    PagesDeployment live =
        this.deployments.stream()
            .filter(PagesDeployment::eligibleForRollback)
            .findFirst()
            .orElseThrow();
    this.canonical = new LiveHistory<>(live, live.createdOn());
  }

  public List<PagesDeployment> newestFirst() {
    return List.copyOf(deployments);
  }

  public Optional<PagesDeployment> deployment(String id) {
    return deployments.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /** A production deployment begins, or the one that has begun fails. */
  void build(Instant now, boolean building) {
    Optional<PagesDeployment> begun =
        deployments.stream().filter(each -> each.stageStatus().equals("active")).findFirst();
    begun.ifPresent(each -> deployments.set(deployments.indexOf(each), each.inStage("failure")));
    if (building) {
      builds++;
      deployments.addFirst(
          new PagesDeployment(
              StableIds.of(name + " build " + builds),
              now,
              "production",
              "main",
              SeedDeployments.RELEASER,
              "Factory pages, second try",
              "build",
              "active",
              BuildContents.FACTORY));
    }
  }

  PagesDeployment upload(
      Instant now,
      Instant servedFrom,
      String branch,
      String author,
      String message,
      BuildContents build) {
    builds++;
    boolean production = branch.equals("main");
    PagesDeployment made =
        new PagesDeployment(
            StableIds.of(name + " upload " + builds),
            now,
            production ? "production" : "preview",
            branch,
            author,
            message,
            "deploy",
            "success",
            build);
    deployments.addFirst(made);
    if (production) {
      canonical.put(made, servedFrom);
    }
    return made;
  }

  BuildContents served(Instant now) {
    return canonical.served(now).build();
  }
}
