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
  private final Map<String, DeployedCommit> versions = bounded();
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

  /**
   * What a deployment made live of a service.
   *
   * @param problem why it is not known, in a whole sentence; empty text if it is known
   */
  private record DeployedCommit(Optional<String> commit, String problem) {
    static DeployedCommit of(String commit) {
      return new DeployedCommit(Optional.of(commit), "");
    }

    static DeployedCommit unknown(String problem) {
      return new DeployedCommit(Optional.empty(), problem);
    }
  }

  /** Which version a deployment made live; a problem, as a whole sentence, if that is not known. */
  record DeployedVersion(Optional<Version> version, String problem) {}

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
    // One that waits for a person may still succeed, however old it is.
    if (record.succeeded().isPresent()
        || (clock.instant().isAfter(created.plus(OLD))
            && !record.state().isEmpty()
            && !UNDER_WAY.contains(record.state()))) {
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
   * records the commit of the branch at which the workflow ran. An environment may be used for
   * several services, so what other workflows deployed is not taken for this one.
   */
  DeployedVersion version(EnvironmentName name, DeploymentRecord record, RateLimitBudget budget)
      throws ProviderReadException {
    DeployedCommit deployed = commit(name, record, budget);
    return new DeployedVersion(
        deployed.commit().map(commit -> commit(name, commit, budget)), deployed.problem());
  }

  private DeployedCommit commit(
      EnvironmentName name, DeploymentRecord record, RateLimitBudget budget)
      throws ProviderReadException {
    if (record.run().isEmpty()) {
      return DeployedCommit.unknown(
          "Deployment %s to %s of %s was made by no run of GitHub Actions, so whether it is one of this service is not known."
              .formatted(record.id(), name.environment(), name.repository()));
    }
    String key = String.join("/", name.with(""), record.run().get());
    Optional<DeployedCommit> known = Optional.ofNullable(versions.get(key));
    if (known.isPresent()) {
      return known.get();
    }
    DeployedCommit read = named(name, record.run().get(), record.commit(), budget);
    versions.put(key, read);
    return read;
  }

  private DeployedCommit named(
      EnvironmentName name, String run, String recorded, RateLimitBudget budget)
      throws ProviderReadException {
    JsonObject read;
    try {
      read = client.read(name.path() + "/actions/runs/" + run, budget);
    } catch (ProviderReadException e) {
      if (e.notFound()) {
        return DeployedCommit.unknown(untold(name));
      }
      throw e;
    }
    String file =
        BoundedJson.text(read, "path")
            .map(path -> path.replaceFirst("@.*$", "").replaceFirst("^.*/", ""))
            .map(ProviderText::clip)
            .orElse("");
    if (file.equals(name.workflow())) {
      return BoundedJson.text(read, "display_title")
          .flatMap(EnvironmentHistory::firstCommit)
          .map(DeployedCommit::of)
          .orElseGet(() -> DeployedCommit.unknown(untold(name)));
    }
    return name.deploying().contains(file)
        ? DeployedCommit.of(recorded)
        : DeployedCommit.unknown(
            "%s has deployed to %s of %s, and the runbook does not say whether that is this service: if so, name it as in %s; if not, give each service an environment of its own."
                .formatted(
                    file.isEmpty() ? "Some workflow" : file,
                    name.environment(),
                    name.repository(),
                    name.with(file.isEmpty() ? "deploy.yml" : file)));
  }

  private static String untold(EnvironmentName name) {
    return "GitHub does not tell which commit %s deployed.".formatted(name.workflow());
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
              author.flatMap(a -> BoundedJson.text(a, "name")).map(ProviderText::name),
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
