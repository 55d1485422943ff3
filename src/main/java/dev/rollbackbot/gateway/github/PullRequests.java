package dev.rollbackbot.gateway.github;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.CallResult.UnknownResult;
import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.github.PullRequest.PullMark;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads pull requests, their reviews and branches. */
record PullRequests(GitHubClient client, GitHubOptions options) {
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 10;
  private static final Set<String> WRITERS = Set.of("write", "maintain", "admin");

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

  /** The line for one that is opened; empty: the credential can't be read now. */
  Optional<PullMark> mark(PullRequestBranches branches, String correlation, String commit) {
    return client
        .seal(sealed(branches, correlation, commit))
        .map(seal -> new PullMark(correlation, commit, seal));
  }

  /** The commit that the bot opened it with; empty: it can't be shown that the bot opened it. */
  Optional<String> openedWith(PullRequestBranches branches, PullRequest pull) {
    return ownMark(branches, pull).map(PullMark::commit);
  }

  boolean isOpenedFor(PullRequestBranches branches, PullRequest pull, String correlation) {
    return ownMark(branches, pull).filter(m -> m.correlation().equals(correlation)).isPresent();
  }

  private Optional<PullMark> ownMark(PullRequestBranches branches, PullRequest pull) {
    return pull.marks().stream()
        .filter(m -> client.isSealed(sealed(branches, m.correlation(), m.commit()), m.seal()))
        .findFirst();
  }

  private static List<String> sealed(
      PullRequestBranches branches, String correlation, String commit) {
    return List.of(
        branches.repository().toLowerCase(Locale.ROOT),
        branches.head(),
        branches.base(),
        correlation,
        commit);
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
    for (JsonObject review : pages(path(branches, number) + "/reviews?", budget)) {
      String state = BoundedJson.text(review, "state").orElse("");
      Optional<String> by = PullRequest.login(review, "user");
      if (by.isPresent() && List.of("APPROVED", "CHANGES_REQUESTED", "DISMISSED").contains(state)) {
        last.put(by.get(), new Review(state, BoundedJson.text(review, "commit_id").orElse("")));
      }
    }
    return last;
  }

  /** All of it, or it is not used: what is on a later page may be what matters. */
  private List<JsonObject> pages(String path, RateLimitBudget budget) throws ProviderReadException {
    List<JsonObject> all = new ArrayList<>();
    for (int page = 1; page <= MOST_PAGES; page++) {
      List<JsonObject> read =
          client.list(
              "%sper_page=%d&page=%d".formatted(path, PAGE, page), GitHubClient.ITEMS, budget);
      all.addAll(read);
      if (read.size() < PAGE) {
        return all;
      }
    }
    throw new ProviderReadException(
        FailureKind.REFUSED,
        "too-many",
        "GitHub lists more than %d entries.".formatted(MOST_PAGES * PAGE));
  }

  /**
   * Why no review consents to exactly the head; empty: one does. It counts from whoever may write
   * and neither opened the pull request nor pushed to its branch, if nobody asks for changes.
   */
  Optional<String> notReviewed(
      PullRequestBranches branches, PullRequest pull, RateLimitBudget budget)
      throws ProviderReadException {
    Map<String, Review> reviews = reviews(branches, pull.number(), budget);
    Optional<String> against =
        reviews.entrySet().stream()
            .filter(r -> r.getValue().asksForChanges())
            .map(Map.Entry::getKey)
            .findFirst();
    if (against.isPresent()) {
      return Optional.of(against.get() + " asks for changes at GitHub");
    }
    List<String> approving =
        reviews.entrySet().stream()
            .filter(r -> r.getValue().approves(pull.head()))
            .map(Map.Entry::getKey)
            .toList();
    if (approving.isEmpty()) {
      return Optional.of("nobody approved it at GitHub");
    }
    Set<String> pushed = pushers(branches, budget);
    for (String by : approving) {
      if (!by.equals(pull.author()) && !pushed.contains(by) && mayWrite(branches, by, budget)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        "no approval at GitHub is of somebody who may write and did not push to its branch (of %s)"
            .formatted(String.join(", ", approving)));
  }

  /**
   * Everybody who ever pushed to the branch, as GitHub recorded it; refused if one page isn't all.
   */
  private Set<String> pushers(PullRequestBranches branches, RateLimitBudget budget)
      throws ProviderReadException {
    List<JsonObject> activities =
        client.list(
            "/repos/%s/activity?ref=%s&per_page=%d"
                .formatted(branches.repository(), encoded("refs/heads/" + branches.head()), PAGE),
            GitHubClient.ITEMS,
            budget);
    if (activities.size() >= PAGE) {
      throw new ProviderReadException(
          FailureKind.REFUSED,
          "too-many",
          "GitHub lists %d pushes or more to %s, so it is not known who pushed to it."
              .formatted(PAGE, branches.head()));
    }
    Set<String> all = new TreeSet<>();
    activities.forEach(activity -> PullRequest.login(activity, "actor").ifPresent(all::add));
    return all;
  }

  private boolean mayWrite(PullRequestBranches branches, String login, RateLimitBudget budget)
      throws ProviderReadException {
    JsonObject read =
        client.read(
            "/repos/%s/collaborators/%s/permission"
                .formatted(branches.repository(), encoded(login)),
            budget);
    return BoundedJson.text(read, "permission").filter(WRITERS::contains).isPresent();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
