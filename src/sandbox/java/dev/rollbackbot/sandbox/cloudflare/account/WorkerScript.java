package dev.rollbackbot.sandbox.cloudflare.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A Worker with its versions and their history. Guarded by {@link Account}. */
public final class WorkerScript {
  public final String service;
  public final String script;
  private final List<WorkerVersion> versions;
  public final LiveHistory<WorkerDeployment> history;

  /** The revision of each secret that the next version gets. */
  private final Map<String, Integer> secrets;

  private int migrations;
  private int secretChanges;
  private int deployments;

  WorkerScript(
      String service,
      String script,
      List<WorkerVersion> versions,
      Map<String, Integer> secrets,
      List<WorkerDeployment> oldestFirst) {
    this.secrets = new TreeMap<>(secrets);
    this.service = service;
    this.script = script;
    this.versions = new ArrayList<>(versions);
    this.history = new LiveHistory<>(oldestFirst.getFirst(), oldestFirst.getFirst().createdOn());
    oldestFirst.stream().skip(1).forEach(each -> history.put(each, each.createdOn()));
  }

  /** Its Durable Objects' classes change with the next version. */
  void migrate() {
    migrations++;
  }

  private String migration() {
    String newest = versions.getLast().migration();
    return newest.isEmpty() && migrations == 0 ? "" : "v" + (migrations + 1);
  }

  /** Whether the Durable Objects were migrated since the version was made. */
  public boolean migratedSince(WorkerVersion version) {
    return !version.migration().equals(migration());
  }

  public List<WorkerVersion> versionsNewestFirst() {
    return versions.stream()
        .sorted(Comparator.comparingInt(WorkerVersion::number).reversed())
        .toList();
  }

  public Optional<WorkerVersion> version(String id) {
    return versions.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  WorkerVersion upload(
      Instant now, String author, String tag, String message, BuildContents build) {
    int number = versions.stream().mapToInt(WorkerVersion::number).max().orElse(0) + 1;
    String id = StableIds.of(script + " version " + number);
    WorkerVersion version =
        new WorkerVersion(
            id,
            number,
            now,
            author,
            tag,
            message,
            WorkerVersion.etagOf(id),
            "upload",
            build,
            secrets,
            migration(),
            WorkerVersion.Reuse.ALLOWED);
    versions.add(version);
    return version;
  }

  /** The secrets that have been changed since the version was made, in the order of their names. */
  public List<String> secretsChangedSince(WorkerVersion version) {
    return secrets.entrySet().stream()
        .filter(each -> !each.getValue().equals(version.secrets().get(each.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** One secret after the other gets another value. */
  void changeSecret(Instant now, String author) {
    List<String> names = List.copyOf(secrets.keySet());
    changeSecret(now, author, names.get(secretChanges++ % names.size()));
  }

  /** A version like the live one, and its deployment: only a secret differs. */
  private void changeSecret(Instant now, String author, String secret) {
    secrets.merge(secret, 1, Integer::sum);
    int number = versions.stream().mapToInt(WorkerVersion::number).max().orElse(0) + 1;
    String id = StableIds.of(script + " version " + number);
    WorkerVersion live = version(history.live().shares().getLast().versionId()).orElseThrow();
    versions.add(
        new WorkerVersion(
            id,
            number,
            now,
            author,
            "",
            "",
            live.etag(),
            "secret",
            live.build(),
            secrets,
            migration(),
            WorkerVersion.Reuse.ALLOWED));
    put(
        now,
        now,
        "api",
        author,
        "",
        "secret",
        List.of(new WorkerDeployment.VersionTraffic(id, 100)));
  }

  WorkerDeployment deploy(
      Instant now,
      Instant servedFrom,
      String source,
      String author,
      String message,
      List<WorkerDeployment.VersionTraffic> shares) {
    return put(now, servedFrom, source, author, message, "deployment", shares);
  }

  private WorkerDeployment put(
      Instant now,
      Instant servedFrom,
      String source,
      String author,
      String message,
      String triggeredBy,
      List<WorkerDeployment.VersionTraffic> shares) {
    deployments++;
    String id = StableIds.of(script + " deployment made " + deployments);
    var deployment = new WorkerDeployment(id, now, source, author, message, triggeredBy, shares);
    history.put(deployment, servedFrom);
    return deployment;
  }

  public BuildContents served(Instant now) {
    boolean factory =
        history.served(now).shares().stream()
            .flatMap(share -> version(share.versionId()).stream())
            .anyMatch(version -> version.build() == BuildContents.FACTORY);
    return factory ? BuildContents.FACTORY : BuildContents.GOOD;
  }

  /** {@code v41}, or {@code v40 50 % · v41 50 %} for split traffic. */
  public String liveLabel() {
    List<WorkerDeployment.VersionTraffic> shares = history.live().shares();
    return shares.size() == 1
        ? label(shares.getFirst())
        : shares.stream()
            .map(share -> label(share) + " " + Math.round(share.percentage()) + " %")
            .collect(Collectors.joining(" · "));
  }

  private String label(WorkerDeployment.VersionTraffic share) {
    return version(share.versionId()).map(WorkerVersion::label).orElse(share.versionId());
  }
}
