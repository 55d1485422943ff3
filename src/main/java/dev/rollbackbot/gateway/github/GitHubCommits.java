package dev.rollbackbot.gateway.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.CallResult.UnknownResult;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.incident.commit.Commit;
import dev.rollbackbot.incident.commit.CommitHistory;
import dev.rollbackbot.incident.commit.UndoneCommits;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.runbook.job.CommitSource;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Commits of a branch, and those between two. What lies between two commits never changes, so it is
 * kept. Thread-safe.
 */
final class GitHubCommits {
  /** As many earlier versions are compared with the live one: each takes a call. */
  static final int COMPARED = 10;

  private static final int KEPT = 200;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{40,64}");

  private final GitHubClient client;
  private final GitHubOptions options;
  private final Cache<String, UndoneCommits> compared =
      Caffeine.newBuilder().maximumSize(KEPT).build();

  GitHubCommits(GitHubClient client, GitHubOptions options) {
    this.client = client;
    this.options = options;
  }

  /** The newest of a branch. */
  CommitHistory of(CommitSource source, RateLimitBudget budget) throws ProviderReadException {
    if (!options.allows(source.repository())) {
      throw problem(
          "%s does not list “%s”.".formatted(GitHubOptions.REPOSITORIES, source.repository()));
    }
    if (!PullRequests.isBranch(source.base())) {
      throw problem("“%s” is no name of a branch.".formatted(source.base()));
    }
    return new CommitHistory(
        source.base(),
        newest(source.repository(), source.base(), budget),
        Optional.empty(),
        Optional.of(compare(source.repository(), "{from}", "{to}")));
  }

  /** That commit and those before it. */
  CommitHistory upTo(String repository, String commit, RateLimitBudget budget)
      throws ProviderReadException {
    return new CommitHistory(commit, newest(repository, commit, budget), Optional.empty());
  }

  private static ProviderReadException problem(String text) {
    return new ProviderReadException(FailureKind.REFUSED, "no-commits", text);
  }

  /** Where people read what changed. */
  private String compare(String repository, String from, String to) {
    return "%s/compare/%s...%s".formatted(options.web(repository), from, to);
  }

  private List<Commit> newest(String repository, String commitOrBranch, RateLimitBudget budget)
      throws ProviderReadException {
    List<Commit> commits =
        client
            .list(
                "/repos/%s/commits?sha=%s&per_page=%d"
                    .formatted(
                        repository, PullRequests.encoded(commitOrBranch), CommitHistory.MOST),
                GitHubClient.ITEMS,
                budget)
            .stream()
            .flatMap(json -> commit(json).stream())
            .limit(CommitHistory.MOST)
            .toList();
    if (commits.isEmpty()) {
      throw problem("GitHub shows no commit.");
    }
    return commits;
  }

  private static Optional<Commit> commit(JsonObject json) {
    Optional<String> id = BoundedJson.text(json, "sha").filter(sha -> ID.matcher(sha).matches());
    Optional<JsonObject> details = BoundedJson.object(json, "commit");
    Optional<JsonObject> author = details.flatMap(d -> BoundedJson.object(d, "author"));
    return id.map(sha ->
        new Commit(
            sha,
            BoundedJson.entries(json, "parents").orElse(List.of()).stream()
                .flatMap(p -> BoundedJson.text(p, "sha").stream())
                .filter(p -> ID.matcher(p).matches())
                .toList(),
            details
                .flatMap(d -> BoundedJson.text(d, "message"))
                .flatMap(m -> m.lines().findFirst())
                .map(GitHubCommits::masked)
                .orElse(""),
            author.flatMap(a -> BoundedJson.text(a, "name")).map(GitHubCommits::masked).orElse("?"),
            author
                .flatMap(a -> BoundedJson.text(a, "date"))
                .flatMap(ProviderText::instant)
                .orElse(Instant.EPOCH)));
  }

  private static String masked(String text) {
    return ProviderText.clip(text);
  }

  /**
   * By those ids what a return to them undoes. That it can't be read holds up no plan, so nothing
   * is waited for, and after the first failure nothing more is asked.
   */
  Map<String, UndoneCommits> undone(EnvironmentName name, String live, List<String> earlier) {
    Map<String, UndoneCommits> all = new HashMap<>();
    Optional<String> failed = Optional.empty();
    List<Commit> listed = List.of();
    for (String target :
        earlier.stream().distinct().filter(id -> !id.equals(live)).limit(COMPARED).toList()) {
      String key = "%s %s %s".formatted(name.repository(), target, live);
      Optional<UndoneCommits> known = Optional.ofNullable(compared.getIfPresent(key));
      if (known.isPresent()) {
        all.put(target, known.get());
      } else if (failed.isPresent()) {
        all.put(target, UndoneCommits.unknown(failed.get()));
      } else {
        try {
          listed = listed.isEmpty() ? newest(name.repository(), live, GitHubJobs.none()) : listed;
          UndoneCommits read = between(name.repository(), target, live, listed);
          compared.put(key, read);
          all.put(target, read);
        } catch (ProviderReadException e) {
          // A commit can be gone while the others are there.
          failed = e.notFound() ? Optional.empty() : Optional.of(e.text());
          all.put(target, UndoneCommits.unknown(e.text()));
        }
      }
    }
    return all;
  }

  /**
   * How many there are is told by the comparison, whose first page holds all changed files as well
   * and can be too long: so it is asked for a later page, and the commits are those of the list.
   */
  private UndoneCommits between(String repository, String from, String to, List<Commit> listed)
      throws ProviderReadException {
    JsonObject compared =
        client.read(
            "/repos/%s/compare/%s...%s?per_page=1&page=2".formatted(repository, from, to),
            GitHubJobs.none());
    OptionalDouble ahead = BoundedJson.number(compared, "ahead_by");
    OptionalDouble behind = BoundedJson.number(compared, "behind_by");
    if (ahead.isEmpty() || behind.isEmpty()) {
      throw new ProviderReadException(
          new UnknownResult("unreadable-answer", "GitHub's answer compares no commits."));
    }
    int count = (int) ahead.getAsDouble();
    CommitHistory history = new CommitHistory(to, listed, Optional.empty(), Optional.empty());
    List<Commit> undone = history.find(from).map(history::since).orElse(List.of());
    return new UndoneCommits(
        count,
        (int) behind.getAsDouble(),
        // The list ends somewhere: a branch that was merged may have begun before.
        undone.size() <= count ? undone.stream().limit(UndoneCommits.LISTED).toList() : List.of(),
        Optional.empty(),
        Optional.of(compare(repository, ProviderText.shortId(from), ProviderText.shortId(to))));
  }
}
