package dev.rollbackbot.sandbox.github.api;

import dev.rollbackbot.sandbox.github.actions.ActionsFault;
import dev.rollbackbot.sandbox.github.actions.ActionsRepository;
import dev.rollbackbot.sandbox.github.actions.EnvironmentRecords;
import dev.rollbackbot.sandbox.github.pulls.RepositoryPulls;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is asked, what is in the way, and which answer there is. */
public final class GitHubRoutes {
  private static final String OLD = "2022-11-28";
  private static final String NEW = "2026-03-10";
  private static final int LIMIT = 5000;
  private static final int HUGE_ENTRIES = 300_000;

  private final String token;
  private final ActionsRepository repository;
  private final InstantSource clock;
  private final AppAccess app;
  private final WorkflowRoutes workflows;
  private final RunRoutes runs;
  private final PullRoutes pulls;
  private final DeploymentRoutes deployments;
  private final CommitRoutes commits;

  /** {@code prefix} of the pages that people see. */
  public GitHubRoutes(
      String token,
      ActionsRepository repository,
      RepositoryPulls repositoryPulls,
      EnvironmentRecords environment,
      AppAccess app,
      String prefix,
      InstantSource clock) {
    this.token = token;
    this.repository = repository;
    this.app = app;
    this.clock = clock;
    workflows = new WorkflowRoutes(repositoryPulls, prefix, clock);
    runs = new RunRoutes(repository, prefix, clock);
    pulls = new PullRoutes(repositoryPulls, prefix, clock);
    deployments = new DeploymentRoutes(repository, environment, prefix);
    commits = new CommitRoutes(repositoryPulls, prefix);
  }

  public GitHubReply answer(GitHubRequest request) {
    return trouble(request).orElseGet(() -> routed(request));
  }

  private Optional<GitHubReply> trouble(GitHubRequest request) {
    if (request.userAgent().isBlank()) {
      return Optional.of(
          GitHubReply.error(
              403, "Request forbidden by administrative rules: no User-Agent header"));
    }
    if (repository.isOn(ActionsFault.API_DOWN)) {
      return Optional.of(GitHubReply.text(503, Map.of(), "text/html", "<html>Unicorn!</html>"));
    }
    if (repository.isOn(ActionsFault.GARBAGE)) {
      return Optional.of(GitHubReply.text(200, Map.of(), "text/html", "<html>Hello</html>"));
    }
    if (repository.isOn(ActionsFault.HUGE)) {
      return Optional.of(
          GitHubReply.text(
              200, Map.of(), "application/json", "[" + "{\"id\":1},".repeat(HUGE_ENTRIES) + "0]"));
    }
    if (repository.isOn(ActionsFault.PRIMARY_LIMIT)) {
      return Optional.of(
          GitHubReply.error(403, limits(0), "API rate limit exceeded for installation ID 1."));
    }
    boolean minting = request.is("POST", "app", "installations", "*", "access_tokens");
    if (repository.isOn(ActionsFault.TOKEN_REFUSED) || (!minting && !accepted(request))) {
      return Optional.of(GitHubReply.error(401, "Bad credentials"));
    }
    boolean old = repository.isOn(ActionsFault.OLD_SERVER);
    if (!request.version().isEmpty()
        && !request.version().equals(OLD)
        && (old || !request.version().equals(NEW))) {
      return Optional.of(
          GitHubReply.error(
              400, "The API version you have requested is not supported by this resource."));
    }
    return request.changes() && !minting ? refusedChange() : Optional.empty();
  }

  private boolean accepted(GitHubRequest request) {
    String given = given(request);
    return given.equals(token) || app.accepts(given);
  }

  private static String given(GitHubRequest request) {
    return request.authorization().replaceFirst("(?i)^(bearer|token) ", "");
  }

  /** The permission, as in {@code contents=write}; empty: none. */
  private static String needed(GitHubRequest request) {
    String right = request.changes() ? "=write" : "=read";
    return request.path().stream()
        .skip(3)
        .findFirst()
        .map(first ->
            switch (first) {
              case "actions" -> "actions" + right;
              case "contents", "git", "compare" -> "contents" + right;
              case "deployments" -> "deployments" + right;
              case "environments" -> "actions" + right;
              case "commits" ->
                  request.path().size() <= 5
                      ? "contents" + right
                      : request.path().getLast().equals("status")
                          ? "statuses" + right
                          : "checks" + right;
              case "pulls" ->
                  request.path().getLast().equals("merge")
                      ? "contents=write"
                      : "pull_requests" + right;
              default -> "";
            })
        .orElse("");
  }

  private Optional<GitHubReply> refusedChange() {
    if (repository.isOn(ActionsFault.WRITE_FORBIDDEN)) {
      return Optional.of(
          GitHubReply.error(
              403,
              Map.of("X-Accepted-GitHub-Permissions", "actions=write"),
              "Resource not accessible by personal access token"));
    }
    if (repository.take(ActionsFault.RATE_LIMITED_ONCE)) {
      return Optional.of(
          GitHubReply.error(429, Map.of("Retry-After", "1"), "You have exceeded a rate limit"));
    }
    if (repository.take(ActionsFault.SECONDARY_LIMIT_ONCE)) {
      return Optional.of(
          GitHubReply.error(
              403, Map.of("Retry-After", "1"), "You have exceeded a secondary rate limit."));
    }
    return repository.take(ActionsFault.SERVER_ERROR_ONCE)
        ? Optional.of(GitHubReply.error(502, "Server Error"))
        : Optional.empty();
  }

  private GitHubReply routed(GitHubRequest request) {
    boolean old = repository.isOn(ActionsFault.OLD_SERVER);
    if (request.is("GET", "versions")) {
      return old
          ? GitHubReply.notFound()
          : GitHubReply.json(200, JsonHelper.strings(List.of(NEW, OLD)));
    }
    if (request.is("POST", "app", "installations", "*", "access_tokens")) {
      return app.token(request.path().get(2), request.authorization(), request.body());
    }
    Optional<String> lacks =
        request.path().getLast().equals("check-runs")
                && repository.isOn(ActionsFault.CHECKS_FORBIDDEN)
            ? Optional.of("checks=read")
            : app.lacks(given(request), needed(request));
    if (lacks.isPresent()) {
      return GitHubReply.error(
          403,
          Map.of("X-Accepted-GitHub-Permissions", lacks.get()),
          "Resource not accessible by integration");
    }
    boolean known =
        request.path().size() > 2
            && request.path().getFirst().equals("repos")
            && repository
                .fullName()
                .equalsIgnoreCase(request.path().get(1) + "/" + request.path().get(2));
    if (!known || repository.isOn(ActionsFault.NOT_FOUND)) {
      return GitHubReply.notFound();
    }
    GitHubReply reply =
        pulls
            .answer(request)
            .or(() -> workflows.answer(request))
            .or(() -> runs.answer(request))
            .or(() -> deployments.answer(request))
            .or(() -> commits.answer(request))
            .orElseGet(GitHubReply::notFound);
    return request.changes() ? afterwards(reply) : counted(reply);
  }

  /** What may happen to the answer of a change that was made. */
  private GitHubReply afterwards(GitHubReply reply) {
    if (repository.take(ActionsFault.LOSE_ANSWER_ONCE)) {
      return new GitHubReply.Cut();
    }
    return repository.take(ActionsFault.SERVER_ERROR_DONE_ONCE)
        ? GitHubReply.error(502, "Server Error")
        : counted(reply);
  }

  private GitHubReply counted(GitHubReply reply) {
    return switch (reply) {
      case GitHubReply.Written written -> {
        Map<String, String> headers = new HashMap<>(limits(LIMIT - 1));
        headers.putAll(written.headers());
        yield new GitHubReply.Written(
            written.status(), headers, written.contentType(), written.body());
      }
      case GitHubReply.Cut cut -> cut;
    };
  }

  private Map<String, String> limits(int remaining) {
    return Map.of(
        "X-RateLimit-Limit",
        Integer.toString(LIMIT),
        "X-RateLimit-Remaining",
        Integer.toString(remaining),
        "X-RateLimit-Reset",
        Long.toString(clock.instant().plus(Duration.ofHours(1)).getEpochSecond()));
  }

  /** The place of the logs, which is another company's and knows no token of GitHub's. */
  public GitHubReply stored(GitHubRequest request) {
    return runs.stored(request);
  }
}
