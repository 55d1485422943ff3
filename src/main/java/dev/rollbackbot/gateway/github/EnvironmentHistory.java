package dev.rollbackbot.gateway.github;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.incident.rollback.Version;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What GitHub recorded of the deployments to an environment. What can't change any more is kept:
 * the state of each one takes a call of its own. Thread-safe.
 */
final class EnvironmentHistory {
  /** The newest ones; each takes up to three calls when it is read for the first time. */
  static final int MOST = 20;

  private static final int KEPT = 500;

  /** Its state won't change any more, or nobody cares. */
  private static final Duration OLD = Duration.ofDays(1);

  private static final Set<String> UNDER_WAY =
      Set.of("pending", "queued", "in_progress", "waiting");

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern RUN = Pattern.compile("/actions/runs/([0-9]{1,19})(?:/|$)");

  private final GitHubClient client;
  private final InstantSource clock;
  private final Map<String, DeploymentRecord> settled = bounded();
  private final Map<String, Optional<String>> versions = bounded();
  private final Map<String, Version> commits = bounded();

  EnvironmentHistory(GitHubClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * One deployment.
   *
   * @param state GitHub's word for how it stands; empty: nothing was reported
   * @param succeeded when it first was a success; a later one makes it inactive
   * @param run that reported it; empty: no run of Actions did
   */
  record DeploymentRecord(
      String id,
      String commit,
      Instant created,
      Optional<String> creator,
      String state,
      Optional<Instant> succeeded,
      Optional<String> run) {
    boolean underWay(Instant now) {
      return succeeded.isEmpty()
          && (UNDER_WAY.contains(state) || state.isEmpty())
          && now.isBefore(created.plus(OLD));
    }
  }

  private static <V> Map<String, V> bounded() {
    return Collections.synchronizedMap(
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > KEPT;
          }
        });
  }

  /** The newest of them, the newest first. */
  List<DeploymentRecord> read(EnvironmentName name, RateLimitBudget budget)
      throws ProviderReadException {
    List<DeploymentRecord> records = new ArrayList<>();
    for (JsonObject json :
        client.list(
            "%s/deployments?environment=%s&per_page=%d"
                .formatted(name.path(), PullRequests.encoded(name.environment()), MOST),
            GitHubClient.ITEMS,
            budget)) {
      Optional<String> id = WorkflowRunSearch.id(json, "id");
      Optional<String> commit =
          BoundedJson.text(json, "sha").filter(sha -> COMMIT.matcher(sha).matches());
      Optional<Instant> created =
          BoundedJson.text(json, "created_at").flatMap(ProviderText::instant);
      if (id.isPresent() && commit.isPresent() && created.isPresent()) {
        records.add(record(name, json, id.get(), commit.get(), created.get(), budget));
      }
    }
    records.sort(Comparator.comparing(DeploymentRecord::created).reversed());
    return records;
  }

  private DeploymentRecord record(
      EnvironmentName name,
      JsonObject json,
      String id,
      String commit,
      Instant created,
      RateLimitBudget budget)
      throws ProviderReadException {
    String key = name.repository() + "/" + id;
    Optional<DeploymentRecord> known = Optional.ofNullable(settled.get(key));
    if (known.isPresent()) {
      return known.get();
    }
    List<JsonObject> statuses =
        client
            .list(
                "%s/deployments/%s/statuses?per_page=100".formatted(name.path(), id),
                GitHubClient.ITEMS,
                budget)
            .stream()
            .sorted(Comparator.comparing(EnvironmentHistory::at))
            .toList();
    DeploymentRecord record =
        new DeploymentRecord(
            id,
            commit,
            created,
            PullRequest.login(json, "creator"),
            statuses.isEmpty() ? "" : state(statuses.getLast()),
            statuses.stream()
                .filter(s -> state(s).equals("success"))
                .map(EnvironmentHistory::at)
                .findFirst(),
            statuses.reversed().stream().flatMap(s -> run(s).stream()).findFirst());
    if (record.succeeded().isPresent() || clock.instant().isAfter(created.plus(OLD))) {
      settled.put(key, record);
    }
    return record;
  }

  private static Instant at(JsonObject status) {
    return BoundedJson.text(status, "created_at")
        .flatMap(ProviderText::instant)
        .orElse(Instant.EPOCH);
  }

  private static String state(JsonObject status) {
    return BoundedJson.text(status, "state").orElse("");
  }

  private static Optional<String> run(JsonObject status) {
    return BoundedJson.text(status, "log_url")
        .or(() -> BoundedJson.text(status, "target_url"))
        .map(RUN::matcher)
        .filter(Matcher::find)
        .map(m -> m.group(1));
  }

  /**
   * The commit that was deployed: of a rollback it is in the name of its run, because GitHub
   * records the commit of the branch at which the workflow ran. Empty: it can't be told.
   */
  Optional<Version> version(EnvironmentName name, DeploymentRecord record, RateLimitBudget budget)
      throws ProviderReadException {
    Optional<String> commit = Optional.of(record.commit());
    if (record.run().isPresent()) {
      String key = name.repository() + "/" + name.workflow() + "/" + record.run().get();
      Optional<Optional<String>> known = Optional.ofNullable(versions.get(key));
      if (known.isEmpty()) {
        known = Optional.of(named(name, record.run().get(), record.commit(), budget));
        versions.put(key, known.get());
      }
      commit = known.get();
    }
    return commit.isEmpty() ? Optional.empty() : Optional.of(commit(name, commit.get(), budget));
  }

  private Optional<String> named(
      EnvironmentName name, String run, String recorded, RateLimitBudget budget)
      throws ProviderReadException {
    JsonObject read;
    try {
      read = client.read(name.path() + "/actions/runs/" + run, budget);
    } catch (ProviderReadException e) {
      if (e.notFound()) {
        return Optional.empty();
      }
      throw e;
    }
    boolean rollback =
        BoundedJson.text(read, "path")
            .filter(p -> p.replaceFirst("@.*$", "").endsWith("/" + name.workflow()))
            .isPresent();
    return rollback
        ? BoundedJson.text(read, "display_title").flatMap(EnvironmentHistory::firstCommit)
        : Optional.of(recorded);
  }

  private static Optional<String> firstCommit(String title) {
    Matcher matcher = Pattern.compile("(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])").matcher(title);
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }

  /** A commit that can't be described is known by its id all the same. */
  private Version commit(EnvironmentName name, String commit, RateLimitBudget budget) {
    String key = name.repository() + "/" + commit;
    Optional<Version> known = Optional.ofNullable(commits.get(key));
    if (known.isPresent()) {
      return known.get();
    }
    try {
      JsonObject details =
          BoundedJson.object(client.read(name.path() + "/commits/" + commit, budget), "commit")
              .orElse(JsonValue.EMPTY_JSON_OBJECT);
      Optional<JsonObject> author = BoundedJson.object(details, "author");
      Version version =
          version(
              commit,
              author.flatMap(a -> BoundedJson.text(a, "date")).flatMap(ProviderText::instant),
              author.flatMap(a -> BoundedJson.text(a, "name")).map(ProviderText::clip),
              BoundedJson.text(details, "message")
                  .flatMap(m -> m.lines().findFirst())
                  .map(ProviderText::clip));
      commits.put(key, version);
      return version;
    } catch (ProviderReadException e) {
      return version(commit, Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  private static Version version(
      String commit, Optional<Instant> at, Optional<String> author, Optional<String> message) {
    return new Version(
        commit,
        ProviderText.shortId(commit),
        Optional.of(commit.substring(0, 12)),
        at,
        author,
        message,
        Optional.empty());
  }
}
