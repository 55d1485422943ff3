package dev.rollbackbot.sandbox.cloudflare;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One Worker: its versions and what was made live when. Guarded by {@link Account}. */
final class Worker {

  final String service;
  final String script;
  private final List<Version> versions;
  private final Track<WorkerDeployment> track;
  private int made;

  Worker(
      String service, String script, List<Version> versions, List<WorkerDeployment> oldestFirst) {
    this.service = service;
    this.script = script;
    this.versions = new ArrayList<>(versions);
    this.track = new Track<>(oldestFirst.getFirst(), oldestFirst.getFirst().createdOn());
    oldestFirst.stream().skip(1).forEach(each -> track.put(each, each.createdOn()));
  }

  Track<WorkerDeployment> track() {
    return track;
  }

  List<Version> versionsNewestFirst() {
    return versions.stream().sorted(Comparator.comparingInt(Version::number).reversed()).toList();
  }

  Optional<Version> version(String id) {
    return versions.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  Version upload(Instant now, String author, String tag, String message, Build build) {
    int number = versions.stream().mapToInt(Version::number).max().orElse(0) + 1;
    String id = Ids.of(script + " version " + number);
    Version version =
        new Version(id, number, now, author, tag, message, build, Version.Reuse.ALLOWED);
    versions.add(version);
    return version;
  }

  WorkerDeployment deploy(
      Instant now,
      Instant servedFrom,
      String source,
      String author,
      String message,
      List<WorkerDeployment.Share> shares) {
    made++;
    String id = Ids.of(script + " deployment made " + made);
    var deployment = new WorkerDeployment(id, now, source, author, message, shares);
    track.put(deployment, servedFrom);
    return deployment;
  }

  Build serves(Instant now) {
    boolean factory =
        track.served(now).shares().stream()
            .flatMap(share -> version(share.versionId()).stream())
            .anyMatch(version -> version.build() == Build.FACTORY);
    return factory ? Build.FACTORY : Build.GOOD;
  }

  /** For people: {@code v41}, or {@code v40 50 % · v41 50 %} where traffic is split. */
  String liveLabel() {
    List<WorkerDeployment.Share> shares = track.live().shares();
    if (shares.size() == 1) {
      return label(shares.getFirst());
    }
    return shares.stream()
        .map(share -> label(share) + " " + Math.round(share.percentage()) + " %")
        .collect(Collectors.joining(" · "));
  }

  private String label(WorkerDeployment.Share share) {
    return version(share.versionId()).map(Version::label).orElse(share.versionId());
  }
}
