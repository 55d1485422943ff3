package dev.rollbackbot.sandbox.github.api;

import dev.rollbackbot.sandbox.github.actions.ActionsFault;
import dev.rollbackbot.sandbox.github.pulls.RepositoryPulls;
import dev.rollbackbot.sandbox.github.pulls.StoredPull;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Branches, pull requests, their reviews and checks, and their merge. */
record PullRoutes(RepositoryPulls pulls, String prefix, InstantSource clock) {
  private static final int AFTER_REPOSITORY = 3;
  private static final int PAGE = 30;

  /** Who acts by the API. */
  static final String LOGIN = "rollback-bot[bot]";

  private static final Map<String, String> REVIEWS =
      Map.of("APPROVE", "APPROVED", "REQUEST_CHANGES", "CHANGES_REQUESTED");

  Optional<GitHubReply> answer(GitHubRequest request) {
    List<String> rest = request.path().subList(AFTER_REPOSITORY, request.path().size());
    String what = request.method() + " " + (rest.isEmpty() ? "" : rest.getFirst());
    return switch (what) {
      case "GET git" -> Optional.of(ref(rest));
      case "GET rules" -> rest.size() == 3 ? Optional.of(rules()) : Optional.empty();
      case "GET activity" -> Optional.of(activity(request));
      case "GET collaborators" ->
          rest.size() == 3 && rest.getLast().equals("permission")
              ? Optional.of(
                  GitHubReply.json(
                      200,
                      JsonHelper.object()
                          .add("permission", pulls.permission(rest.get(1)))
                          .add("user", PullJson.user(rest.get(1)))
                          .build()))
              : Optional.empty();
      case "GET commits" -> checks(request, rest);
      case "GET actions" -> actions(request, rest);
      case "POST pulls" -> Optional.of(rest.size() == 1 ? open(request) : about(request, rest));
      case "GET pulls" -> Optional.of(rest.size() == 1 ? list(request) : about(request, rest));
      case "PATCH pulls", "PUT pulls" -> Optional.of(about(request, rest));
      default -> Optional.empty();
    };
  }

  private Instant now() {
    return clock.instant();
  }

  private String owner() {
    return pulls.repository().owner();
  }

  private String page(GitHubRequest request, StoredPull pull) {
    return "http://%s%s/%s/pull/%d"
        .formatted(request.host(), prefix, pulls.repository().fullName(), pull.number);
  }

  private GitHubReply activity(GitHubRequest request) {
    String ref = request.query().getOrDefault("ref", "");
    JsonArrayBuilder all = JsonHelper.array();
    pulls
        .pushers(ref.replaceFirst("^refs/heads/", ""))
        .forEach(by ->
            all.add(
                JsonHelper.object()
                    .add("ref", ref)
                    .add("activity_type", "push")
                    .add("actor", PullJson.user(by))));
    return GitHubReply.json(200, all.build());
  }

  /** Those of each branch, as far as rulesets hold them. */
  private GitHubReply rules() {
    JsonArrayBuilder rules = JsonHelper.array();
    if (pulls.repository().isOn(ActionsFault.MERGE_REFUSED)) {
      rules.add(
          JsonHelper.object()
              .add("type", "merge_queue")
              .add("ruleset_source_type", "Repository")
              .add("ruleset_id", 42));
    }
    return GitHubReply.json(200, rules.build());
  }

  private GitHubReply ref(List<String> rest) {
    if (rest.size() < 4 || !rest.subList(1, 3).equals(List.of("ref", "heads"))) {
      return GitHubReply.notFound();
    }
    String branch = String.join("/", rest.subList(3, rest.size()));
    return pulls
        .commit(branch)
        .<GitHubReply>map(sha ->
            GitHubReply.json(
                200,
                JsonHelper.object()
                    .add("ref", "refs/heads/" + branch)
                    .add("object", JsonHelper.object().add("type", "commit").add("sha", sha))
                    .build()))
        .orElseGet(GitHubReply::notFound);
  }

  private Optional<GitHubReply> checks(GitHubRequest request, List<String> rest) {
    String last = rest.getLast();
    if (rest.size() < 3 || !Set.of("check-runs", "status").contains(last)) {
      return Optional.empty();
    }
    String commit = String.join("/", rest.subList(1, rest.size() - 1));
    if (!pulls.knows(commit)) {
      return Optional.of(GitHubReply.error(422, "No commit found for SHA: " + commit));
    }
    Optional<StoredPull> pull = pulls.of(commit);
    String page = pull.map(p -> page(request, p)).orElse("");
    return Optional.of(
        GitHubReply.json(
            200,
            last.equals("status")
                ? PullJson.status(pull, now(), page)
                : PullJson.checkRuns(pull, now(), page)));
  }

  /** The checks are jobs of a workflow, one run for each pull request. */
  private Optional<GitHubReply> actions(GitHubRequest request, List<String> rest) {
    String commit = request.query().getOrDefault("head_sha", "");
    if (rest.equals(List.of("actions", "runs"))) {
      return Optional.of(
          GitHubReply.json(200, PullJson.runs(pulls.of(commit).filter(_ -> !commit.isEmpty()))));
    }
    return rest.size() == 4 && rest.getLast().equals("jobs")
        ? pulls.all().stream()
            .filter(p -> rest.get(2).equals(Long.toString(PullJson.run(p))))
            .findFirst()
            .map(p -> GitHubReply.json(200, PullJson.jobs(p, now(), page(request, p))))
        : Optional.empty();
  }

  private GitHubReply list(GitHubRequest request) {
    String state = request.query().getOrDefault("state", "open");
    String head = request.query().getOrDefault("head", "");
    String base = request.query().getOrDefault("base", "");
    int size = Math.min(100, request.number("per_page", PAGE));
    JsonArrayBuilder page = JsonHelper.array();
    pulls.all().stream()
        .filter(p -> state.equals("all") || p.isOpen() == state.equals("open"))
        .filter(p -> head.isEmpty() || head.equals(owner() + ":" + p.head))
        .filter(p -> base.isEmpty() || base.equals(p.base))
        .skip((long) size * (request.number("page", 1) - 1))
        .limit(size)
        .forEach(p -> page.add(PullJson.pull(p, owner(), page(request, p))));
    return GitHubReply.json(200, page.build());
  }

  private GitHubReply open(GitHubRequest request) {
    JsonObject body = request.json().orElse(JsonValue.EMPTY_JSON_OBJECT);
    String head = JsonHelper.text(body, "head").replaceFirst("^" + owner() + ":", "");
    RepositoryPulls.Opening opening =
        pulls.open(
            JsonHelper.text(body, "title"),
            JsonHelper.text(body, "body"),
            head,
            JsonHelper.text(body, "base"),
            LOGIN);
    return switch (opening) {
      case RepositoryPulls.Opened(StoredPull pull) ->
          GitHubReply.json(201, PullJson.details(pull, owner(), page(request, pull), now()));
      case RepositoryPulls.NotOpened(String why) -> GitHubReply.error(422, why);
    };
  }

  private GitHubReply about(GitHubRequest request, List<String> rest) {
    Optional<StoredPull> found = pulls.pull(rest.get(1));
    if (found.isEmpty()) {
      return GitHubReply.notFound();
    }
    StoredPull pull = found.get();
    JsonObject body = request.json().orElse(JsonValue.EMPTY_JSON_OBJECT);
    String what = request.method() + " " + String.join("/", rest.subList(2, rest.size()));
    return switch (what) {
      case "GET " ->
          GitHubReply.json(200, PullJson.details(pull, owner(), page(request, pull), now()));
      case "PATCH " -> {
        pulls.setOpen(pull, !JsonHelper.text(body, "state").equals("closed"));
        yield GitHubReply.json(200, PullJson.details(pull, owner(), page(request, pull), now()));
      }
      case "GET reviews" -> {
        JsonArrayBuilder reviews = JsonHelper.array();
        int size = Math.min(100, request.number("per_page", PAGE));
        int from = size * (request.number("page", 1) - 1);
        for (int i = from; i < Math.min(pull.reviews().size(), from + size); i++) {
          reviews.add(PullJson.review(pull.reviews().get(i), i + 1));
        }
        yield GitHubReply.json(200, reviews.build());
      }
      case "POST reviews" -> review(pull, JsonHelper.text(body, "event"));
      case "PUT merge" -> merge(pull, JsonHelper.text(body, "sha"));
      default -> GitHubReply.notFound();
    };
  }

  /** As a second person, because nobody may approve what is theirs. */
  private GitHubReply review(StoredPull pull, String event) {
    return Optional.ofNullable(REVIEWS.get(event))
        .<GitHubReply>map(state ->
            GitHubReply.json(
                200, PullJson.review(pulls.review(pull, "octocat", state), pull.reviews().size())))
        .orElseGet(() -> GitHubReply.error(422, "Unprocessable Entity"));
  }

  private GitHubReply merge(StoredPull pull, String sha) {
    return switch (pulls.merge(pull, sha, LOGIN)) {
      case RepositoryPulls.Merged(String commit) ->
          GitHubReply.json(
              200,
              JsonHelper.object()
                  .add("sha", commit)
                  .add("merged", true)
                  .add("message", "Pull Request successfully merged")
                  .build());
      case RepositoryPulls.NotMerged(int status, String why) -> GitHubReply.error(status, why);
    };
  }
}
