package dev.rollbackbot.sandbox.github.api;

import dev.rollbackbot.sandbox.github.pulls.RepositoryPulls;
import dev.rollbackbot.sandbox.github.pulls.StoredCommits;
import dev.rollbackbot.sandbox.github.pulls.StoredCommits.StoredCommit;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Single commits, those of a branch, and those between two. */
record CommitRoutes(RepositoryPulls pulls, String prefix) {
  private static final int AFTER_REPOSITORY = 3;
  private static final int UNPAGED = 250;
  private static final int LARGEST_PAGE = 100;
  private static final Instant LONG_AGO = Instant.parse("2026-03-01T09:00:00Z");

  Optional<GitHubReply> answer(GitHubRequest request) {
    List<String> rest = request.path().subList(AFTER_REPOSITORY, request.path().size());
    if (!request.method().equals("GET") || rest.isEmpty()) {
      return Optional.empty();
    }
    return switch (rest.getFirst()) {
      case "commits" -> Optional.of(rest.size() == 1 ? list(request) : commit(about(rest)));
      case "compare" -> Optional.of(compare(request, about(rest)));
      default -> Optional.empty();
    };
  }

  /** Names of branches hold slashes. */
  private static String about(List<String> rest) {
    return String.join("/", rest.subList(1, rest.size()));
  }

  private StoredCommits commits() {
    return pulls.commits();
  }

  /** The commit that a branch or an id names; empty: there is none. */
  private Optional<StoredCommit> named(String name) {
    return name.isEmpty() || name.matches("[0-9a-f]{40}")
        ? commits().find(name)
        : pulls.commit(name).flatMap(commits()::find);
  }

  private GitHubReply list(GitHubRequest request) {
    Optional<StoredCommit> newest = named(request.query().getOrDefault("sha", "main"));
    if (newest.isEmpty()) {
      return GitHubReply.notFound();
    }
    int size = Math.min(LARGEST_PAGE, request.number("per_page", 30));
    int page = request.number("page", 1);
    List<StoredCommit> all = commits().upTo(newest.get().sha());
    Map<String, String> next =
        (long) size * page < all.size()
            ? Map.of(
                "Link",
                "<http://%s%s/api/v3/repos/%s/commits?sha=%s&per_page=%d&page=%d>; rel=\"next\""
                    .formatted(
                        request.host(),
                        prefix,
                        pulls.repository().fullName(),
                        newest.get().sha(),
                        size,
                        page + 1))
            : Map.of();
    return GitHubReply.json(
        200, next, json(all.stream().skip((long) size * (page - 1)).limit(size).toList()).build());
  }

  private static JsonArrayBuilder json(List<StoredCommit> all) {
    JsonArrayBuilder list = JsonHelper.array();
    all.forEach(c -> list.add(json(c)));
    return list;
  }

  private static JsonObjectBuilder json(StoredCommit commit) {
    JsonArrayBuilder parents = JsonHelper.array();
    commit.parents().forEach(p -> parents.add(JsonHelper.object().add("sha", p)));
    String at = commit.at().truncatedTo(ChronoUnit.SECONDS).toString();
    return JsonHelper.object()
        .add("sha", commit.sha())
        .add(
            "commit",
            JsonHelper.object()
                .add("message", commit.message())
                .add("author", JsonHelper.object().add("name", commit.author()).add("date", at))
                .add("committer", JsonHelper.object().add("name", commit.author()).add("date", at)))
        .add("parents", parents);
  }

  /** Every id is one of a commit, though nothing more is known of it. */
  private GitHubReply commit(String name) {
    Optional<StoredCommit> found = named(name);
    if (found.isEmpty() && !name.matches("[0-9a-f]{40}")) {
      return GitHubReply.error(422, "No commit found for SHA: " + name);
    }
    return GitHubReply.json(200, json(found.orElseGet(() -> unknown(name))).build());
  }

  private static StoredCommit unknown(String sha) {
    String message = "Change " + sha.substring(0, 7) + "\n\nMore of it.";
    return new StoredCommit(sha, List.of(), message, "Anna", LONG_AGO);
  }

  /** With the oldest first. Without pages as many as GitHub gives, the newest of them. */
  private GitHubReply compare(GitHubRequest request, String both) {
    int dots = both.indexOf("...");
    Optional<StoredCommit> base = named(dots < 0 ? "" : both.substring(0, dots));
    Optional<StoredCommit> head = named(dots < 0 ? "" : both.substring(dots + 3));
    if (base.isEmpty() || head.isEmpty()) {
      return GitHubReply.notFound();
    }
    List<StoredCommit> ahead = commits().only(head.get().sha(), base.get().sha());
    int behind = commits().only(base.get().sha(), head.get().sha()).size();
    Optional<StoredCommit> common =
        commits().upTo(base.get().sha()).stream()
            .filter(commits().upTo(head.get().sha())::contains)
            .findFirst();
    if (common.isEmpty()) {
      return GitHubReply.error(
          404, "No common ancestor between %s.".formatted(both.replace("...", " and ")));
    }
    List<StoredCommit> oldestFirst = ahead.reversed();
    boolean paged = request.query().containsKey("page") || request.query().containsKey("per_page");
    int size = paged ? Math.min(LARGEST_PAGE, request.number("per_page", 30)) : UNPAGED;
    int page = request.number("page", 1);
    long before = paged ? (long) size * (page - 1) : Math.max(0, ahead.size() - UNPAGED);
    JsonObjectBuilder answer =
        JsonHelper.object()
            .add(
                "html_url",
                "http://%s%s/%s/compare/%s"
                    .formatted(request.host(), prefix, pulls.repository().fullName(), both))
            .add("base_commit", json(base.get()))
            .add("merge_base_commit", json(common.get()))
            .add(
                "status",
                ahead.isEmpty()
                    ? behind == 0 ? "identical" : "behind"
                    : behind == 0 ? "ahead" : "diverged")
            .add("ahead_by", ahead.size())
            .add("behind_by", behind)
            .add("total_commits", ahead.size())
            .add("commits", json(oldestFirst.stream().skip(before).limit(size).toList()));
    return GitHubReply.json(
        200, (page == 1 ? answer.add("files", JsonHelper.array()) : answer).build());
  }
}
