package dev.rollbackbot.gateway.github;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.CallResult.UnknownResult;
import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads pull requests, their reviews and branches. */
record PullRequests(GitHubClient client, GitHubOptions options) {
  private static final int PAGE = 100;

  /** What git takes as a branch's name and the addresses of the API take as well. */
  private static final Pattern BRANCH =
      Pattern.compile("(?!.*(?:\\.\\.|//|\\.lock$|[./]$))[A-Za-z0-9_][A-Za-z0-9._/+-]{0,199}");

  static boolean isBranch(String name) {
    return BRANCH.matcher(name).matches();
  }

  /** Why such a pull request can't be asked for; empty: it can. */
  Optional<NotStarted> problem(PullRequestBranches branches) {
    if (!options.allows(branches.repository())) {
      return Optional.of(
          refused(
              "repository-not-allowed",
              "%s does not list “%s”."
                  .formatted(GitHubOptions.REPOSITORIES, branches.repository())));
    }
    for (String branch : List.of(branches.head(), branches.base())) {
      if (!isBranch(branch)) {
        return Optional.of(
            refused("no-branch-name", "“%s” is no name of a branch.".formatted(branch)));
      }
    }
    return Optional.empty();
  }

  static NotStarted refused(String code, String text) {
    return new NotStarted(FailureKind.REFUSED, code, text);
  }

  static String path(PullRequestBranches branches, String number) {
    return "/repos/%s/pulls/%s".formatted(branches.repository(), number);
  }

  /** Where people see it. */
  String page(PullRequestBranches branches, String number) {
    return options.web(branches.repository()) + "/pull/" + number;
  }

  PullRequest read(PullRequestBranches branches, String number, RateLimitBudget budget)
      throws ProviderReadException {
    return PullRequest.of(client.read(path(branches, number), budget))
        .orElseThrow(() ->
            new ProviderReadException(
                new UnknownResult(
                    "unreadable-answer", "GitHub's answer describes no pull request.")));
  }

  /** Between these branches, open or not, the newest first. */
  List<PullRequest> between(PullRequestBranches branches, RateLimitBudget budget)
      throws ProviderReadException {
    String owner = branches.repository().substring(0, branches.repository().indexOf('/'));
    return client
        .list(
            "/repos/%s/pulls?state=all&head=%s&base=%s&per_page=%d"
                .formatted(
                    branches.repository(),
                    encoded(owner + ":" + branches.head()),
                    encoded(branches.base()),
                    PAGE),
            GitHubClient.ITEMS,
            budget)
        .stream()
        .flatMap(json -> PullRequest.of(json).stream())
        .sorted(Comparator.comparing((PullRequest p) -> Long.valueOf(p.number())).reversed())
        .toList();
  }

  /** The id of the branch's newest commit. */
  String commit(PullRequestBranches branches, RateLimitBudget budget) throws ProviderReadException {
    JsonObject ref =
        client.read(
            "/repos/%s/git/ref/heads/%s".formatted(branches.repository(), branches.head()), budget);
    return BoundedJson.object(ref, "object")
        .flatMap(o -> BoundedJson.text(o, "sha"))
        .filter(sha -> sha.matches("[0-9a-f]{40,64}"))
        .orElseThrow(() ->
            new ProviderReadException(
                new UnknownResult("unreadable-answer", "GitHub's answer names no commit.")));
  }

  /**
   * What people decided last, by their names.
   *
   * @param state GitHub's word
   * @param commit that they looked at
   */
  record Review(String state, String commit) {
    boolean approves(String head) {
      return state.equals("APPROVED") && commit.equals(head);
    }

    boolean asksForChanges() {
      return state.equals("CHANGES_REQUESTED");
    }
  }

  /** Comments decide nothing. */
  Map<String, Review> reviews(PullRequestBranches branches, String number, RateLimitBudget budget)
      throws ProviderReadException {
    Map<String, Review> last = new LinkedHashMap<>();
    for (JsonObject review :
        client.list(
            path(branches, number) + "/reviews?per_page=" + PAGE, GitHubClient.ITEMS, budget)) {
      String state = BoundedJson.text(review, "state").orElse("");
      Optional<String> by = PullRequest.login(review, "user");
      if (by.isPresent() && List.of("APPROVED", "CHANGES_REQUESTED", "DISMISSED").contains(state)) {
        last.put(by.get(), new Review(state, BoundedJson.text(review, "commit_id").orElse("")));
      }
    }
    return last;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
