package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.ServiceApi;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.ServiceRef;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One survey of a Worker. An entry of its history that can't be used is passed over, with a
 * warning. The search goes on to older pages while no deployment leads away from the live code.
 */
final class WorkerSurvey {
  private static final int MAX_PAGES = 10;

  /** A shorter list is the whole history: Cloudflare documents pages of 10 and of 100. */
  private static final int SMALLEST_PAGE = 10;

  private static final int MAX_NAMED = 3;

  /** Pages may be as short as 10, and the planner may know the newest ones to be bad. */
  private static final int WANTED = 30;

  private static final List<String> NOT_RESTORED =
      List.of("Workers: secrets, cron, routes, domains, tail consumers, log settings, data");

  private static final List<String> CAVEATS =
      List.of(
          "Until the next deployment Cloudflare refuses edits of the Workers' secrets and"
              + " settings.");

  private final WorkersApi api;
  private final ServiceRef service;
  private final RateLimitBudget budget;
  private final WorkerVersions versions;
  private final Set<String> warnings = new LinkedHashSet<>();

  private List<String> liveMigrations = List.of();

  /** Earlier deployments by id: pages overlap. */
  private final Map<String, RawDeployment> history = new HashMap<>();

  /** When entries began that can't be read. */
  private final Set<Instant> unreadableAt = new LinkedHashSet<>();

  WorkerSurvey(WorkersApi api, ServiceRef service, RateLimitBudget budget)
      throws ProviderReadException {
    this.api = api;
    this.service = service;
    this.budget = budget;
    this.versions = api.versions(service.resource(), List.of(), budget);
  }

  ServiceDeployments survey() throws ProviderReadException {
    List<JsonObject> newest = api.deployments(service.resource(), Optional.empty(), budget);
    RawDeployment rawLive = WorkersApi.live(newest, service.resource());
    boolean listed = versions.readDeployable();
    versions.readDetails(rawLive.versionIds());
    add(newest.subList(1, newest.size()), rawLive);
    readDetails();
    liveMigrations =
        rawLive.versionIds().stream().flatMap(id -> versions.migration(id).stream()).toList();
    boolean more = newest.size() >= SMALLEST_PAGE;
    for (int page = 1; more && page < MAX_PAGES && !enough(rawLive, listed); page++) {
      more = addOlder(rawLive);
      readDetails();
    }
    Deployment live = rawLive.toDeployment(versions::of);
    List<Deployment> earlier = cut(usable(listed), live);
    warn(rawLive, live, listed);
    return new ServiceDeployments(
        service,
        live,
        earlier,
        List.copyOf(warnings),
        Optional.of(gaps(earlier)),
        NOT_RESTORED,
        CAVEATS,
        List.of());
  }

  /** What is passed over served in its time all the same, so nothing else did. */
  private List<Instant> gaps(List<Deployment> earlier) {
    Set<String> known = earlier.stream().map(Deployment::id).collect(Collectors.toSet());
    List<Instant> gaps = new ArrayList<>(unreadableAt);
    newestFirst().stream()
        .filter(d -> !known.contains(d.id()))
        .map(RawDeployment::at)
        .forEach(gaps::add);
    return gaps;
  }

  /** An entry without a usable time may have begun right after any other. */
  private void addUnreadable(JsonObject json, List<JsonObject> page) {
    warnings.add("Some earlier deployments could not be read and are left out.");
    Optional<Instant> at = BoundedJson.text(json, "created_on").flatMap(ProviderText::instant);
    if (at.isPresent()) {
      unreadableAt.add(at.get());
    } else {
      page.stream()
          .flatMap(other -> RawDeployment.of(other).stream())
          .forEach(other -> unreadableAt.add(other.at()));
    }
  }

  /** False: there was nothing new. */
  private boolean add(List<JsonObject> page, RawDeployment live) {
    int before = history.size();
    for (JsonObject json : page) {
      Optional<RawDeployment> deployment = RawDeployment.of(json);
      if (deployment.isEmpty()) {
        addUnreadable(json, page);
      }
      deployment
          .filter(d -> !d.id().equals(live.id()))
          .ifPresent(d -> history.putIfAbsent(d.id(), d));
    }
    return history.size() > before;
  }

  private boolean addOlder(RawDeployment live) {
    List<RawDeployment> known = newestFirst();
    RawDeployment oldest = known.isEmpty() ? live : known.getLast();
    try {
      return add(api.deployments(service.resource(), Optional.of(oldest.at()), budget), live);
    } catch (ProviderReadException e) {
      warnings.add("Older deployments could not be read. " + e.text());
      return false;
    }
  }

  private List<RawDeployment> newestFirst() {
    return history.values().stream()
        .sorted(Comparator.comparing(RawDeployment::at).reversed().thenComparing(RawDeployment::id))
        .toList();
  }

  private void readDetails() {
    versions.readDetails(newestFirst().stream().flatMap(d -> d.versionIds().stream()).toList());
  }

  private boolean enough(RawDeployment rawLive, boolean listed) {
    return history.size() >= WANTED && leadsAway(rawLive, listed);
  }

  private boolean leadsAway(RawDeployment rawLive, boolean listed) {
    Deployment live = rawLive.toDeployment(versions::of);
    return usable(listed).stream().anyMatch(leadsAwayFrom(live));
  }

  /** One version had all the traffic, and its code is not known to be the live one. */
  private static Predicate<Deployment> leadsAwayFrom(Deployment live) {
    return deployment ->
        deployment
            .onlyVersion()
            .filter(v -> !live.servesOnly(v))
            .filter(v -> live.onlyVersion().filter(v::sameCodeAs).isEmpty())
            .isPresent();
  }

  /** Newest first: those that Cloudflare still allows as targets, as far as is known. */
  private List<Deployment> usable(boolean listed) {
    return newestFirst().stream()
        .filter(d -> usable(d, listed))
        .map(d -> d.toDeployment(versions::of))
        .toList();
  }

  private boolean usable(RawDeployment deployment, boolean listed) {
    return deployment.versionIds().stream()
        .noneMatch(id ->
            versions.isDeleted(id)
                || versions.isUnreadable(id)
                || migratedSince(id)
                || (listed && !versions.deployable(id)));
  }

  /** Cloudflare never deploys a version from before a Durable Object migration. */
  private boolean migratedSince(String id) {
    return versions.migration(id).isPresent()
        && !liveMigrations.isEmpty()
        && !liveMigrations.contains(versions.migration(id).get());
  }

  /** All up to the limit, and beyond it the first that leads away if none before it does. */
  private List<Deployment> cut(List<Deployment> all, Deployment live) {
    if (all.size() <= ServiceApi.MAX_EARLIER) {
      return all;
    }
    List<Deployment> newest = new ArrayList<>(all.subList(0, ServiceApi.MAX_EARLIER));
    if (newest.stream().noneMatch(leadsAwayFrom(live))) {
      all.stream().filter(leadsAwayFrom(live)).findFirst().ifPresent(newest::add);
    }
    warnings.add(
        "Only %d of %d earlier deployments are shown.".formatted(newest.size(), all.size()));
    return newest;
  }

  private void warn(RawDeployment rawLive, Deployment live, boolean listed) {
    List<RawDeployment> entries = newestFirst();
    warnOf(entries, versions::isUnreadable, "%s could not be read: passed over.");
    warnOf(entries, versions::isDeleted, "Cloudflare no longer keeps %s: left out.");
    if (listed) {
      // Only those that are passed over on the way to the first possible target.
      warnOf(
          entries.stream()
              .takeWhile(
                  d -> !usable(d, true) || !leadsAwayFrom(live).test(d.toDeployment(versions::of)))
              .toList(),
          id -> !versions.deployable(id) && !versions.isDeleted(id) && !versions.isUnreadable(id),
          "Cloudflare doesn't allow a rollback to %s: left out.");
    } else {
      warnings.add("Cloudflare did not list the versions: numbers and tags may be missing.");
    }
    warnOf(
        entries,
        this::migratedSince,
        "Cloudflare refuses a rollback to %s: Durable Objects were migrated since (now at "
            + String.join(", ", liveMigrations)
            + ").");
    warnOfUnknownMigration(entries, live, listed);
    if (rawLive.versionIds().stream().anyMatch(versions::detailsFailed)) {
      warnings.add(
          "The code of %s could not be read: whether an earlier version has the same is not known."
              .formatted(live.label()));
    }
    if (live.onlyVersion().isEmpty()) {
      warnings.add("Traffic is split: " + live.label() + ".");
    }
  }

  /** Only of the first that may be a target. */
  private void warnOfUnknownMigration(
      List<RawDeployment> entries, Deployment live, boolean listed) {
    if (liveMigrations.isEmpty()) {
      return;
    }
    entries.stream()
        .filter(d -> usable(d, listed))
        .filter(d -> leadsAwayFrom(live).test(d.toDeployment(versions::of)))
        .findFirst()
        .filter(d -> d.versionIds().stream().anyMatch(id -> versions.migration(id).isEmpty()))
        .ifPresent(d ->
            warnings.add(
                "Whether Durable Objects were migrated since %s is not known: if so, Cloudflare refuses it."
                    .formatted(d.toDeployment(versions::of).label())));
  }

  /** {@code text} has a place for the labels of the deployments with such a version. */
  private void warnOf(List<RawDeployment> entries, Predicate<String> version, String text) {
    List<String> labels =
        entries.stream()
            .flatMap(d -> d.versionIds().stream())
            .filter(version)
            .distinct()
            .map(versions::of)
            .map(Version::label)
            .toList();
    if (!labels.isEmpty()) {
      String named = String.join(", ", labels.stream().limit(MAX_NAMED).toList());
      warnings.add(
          text.formatted(
              labels.size() <= MAX_NAMED
                  ? named
                  : named + " and " + (labels.size() - MAX_NAMED) + " more"));
    }
  }
}
