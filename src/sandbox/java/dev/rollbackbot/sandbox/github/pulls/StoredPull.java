package dev.rollbackbot.sandbox.github.pulls;

import dev.rollbackbot.sandbox.github.actions.ActionsFault;
import dev.rollbackbot.sandbox.github.actions.ActionsRepository;
import dev.rollbackbot.sandbox.github.actions.RunTimings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A pull request; how its checks stand follows from the time. Not thread-safe. */
public final class StoredPull {
  public final int number;
  public final String title;
  public String body;
  public final String head;
  public final String base;
  public final String author;
  public final Instant createdAt;
  private final Set<ActionsFault> faults;
  private final RunTimings timings;
  private final List<String> checks;
  private final List<StoredReview> reviews = new ArrayList<>();
  private String sha;
  private Instant pushedAt;
  private Instant basePushedAt;
  private Optional<Instant> closedAt = Optional.empty();
  private Optional<String> mergedBy = Optional.empty();
  private Optional<Instant> rerunAt = Optional.empty();

  StoredPull(
      int number,
      String title,
      String body,
      String head,
      String base,
      String author,
      String sha,
      Instant createdAt,
      Set<ActionsFault> faults,
      ActionsRepository repository) {
    this.number = number;
    this.title = title;
    this.body = body;
    this.head = head;
    this.base = base;
    this.author = author;
    this.sha = sha;
    this.createdAt = createdAt;
    this.pushedAt = createdAt;
    this.basePushedAt = createdAt;
    this.faults = Set.copyOf(faults);
    this.timings = repository.timings();
    this.checks = repository.checks();
  }

  /** What somebody decided about a commit. */
  public record StoredReview(String by, String state, String commit) {}

  /** A check run, or a commit status; an empty conclusion: it has not ended. */
  public record StoredCheck(String name, String status, String conclusion) {}

  public boolean has(ActionsFault fault) {
    return faults.contains(fault);
  }

  public String sha() {
    return sha;
  }

  public boolean isOpen() {
    return closedAt.isEmpty();
  }

  public Optional<Instant> closedAt() {
    return closedAt;
  }

  public Optional<String> mergedBy() {
    return mergedBy;
  }

  public List<StoredReview> reviews() {
    return List.copyOf(reviews);
  }

  void push(String commit, Instant now) {
    sha = commit;
    pushedAt = now;
    rerunAt = Optional.empty();
  }

  /** Whether it can be merged is computed again. */
  void pushBase(Instant now) {
    basePushedAt = now;
  }

  void rerun(Instant now) {
    rerunAt = Optional.of(now);
  }

  StoredReview review(String by, String state) {
    StoredReview review = new StoredReview(by, state, sha);
    reviews.add(review);
    return review;
  }

  void close(Instant now) {
    closedAt = closedAt.or(() -> Optional.of(now));
  }

  void reopen() {
    closedAt = Optional.empty();
  }

  void merge(String by, Instant now) {
    close(now);
    mergedBy = Optional.of(by);
  }

  private Instant begun() {
    return rerunAt.orElse(pushedAt).plus(timings.queue());
  }

  /** As check runs. */
  public List<StoredCheck> checkRuns(Instant now) {
    if (has(ActionsFault.NO_CHECKS) || now.isBefore(pushedAt.plus(timings.queue().dividedBy(2)))) {
      return List.of();
    }
    Instant built = begun().plus(timings.build());
    String end =
        has(ActionsFault.UNKNOWN_CHECK)
            ? "outdated"
            : has(ActionsFault.CHECK_FAILS) && rerunAt.isEmpty() ? "failure" : "success";
    return checks.stream()
        .map(name ->
            name.equals("build")
                ? check(name, begun(), built, "success", now)
                : check(name, built, built.plus(timings.deploy()), end, now))
        .toList();
  }

  /** As a commit status. */
  public Optional<StoredCheck> status(Instant now) {
    return has(ActionsFault.NO_CHECKS)
        ? Optional.empty()
        : Optional.of(
            now.isBefore(begun())
                ? new StoredCheck("ci/preview", "pending", "")
                : new StoredCheck("ci/preview", "success", "success"));
  }

  private static StoredCheck check(
      String name, Instant from, Instant until, String end, Instant now) {
    return now.isBefore(from)
        ? new StoredCheck(name, "queued", "")
        : now.isBefore(until)
            ? new StoredCheck(name, "in_progress", "")
            : new StoredCheck(name, "completed", end);
  }

  private boolean approved() {
    return reviews.stream().anyMatch(r -> r.state().equals("APPROVED") && r.commit().equals(sha));
  }

  /** GitHub's word for what is in the way of a merge. */
  public String mergeable(Instant now) {
    Instant changedAt = basePushedAt.isAfter(pushedAt) ? basePushedAt : pushedAt;
    if (!isOpen() || now.isBefore(changedAt.plus(timings.queue()))) {
      return "unknown";
    }
    if (has(ActionsFault.CONFLICT)) {
      return "dirty";
    }
    if (has(ActionsFault.REVIEW_REQUIRED) && !approved()) {
      return "blocked";
    }
    if (isBehind()) {
      return "behind";
    }
    return checkRuns(now).stream().allMatch(c -> c.conclusion().equals("success"))
        ? "clean"
        : "unstable";
  }

  /** Whether its base has got something that it lacks. */
  private boolean isBehind() {
    return has(ActionsFault.UP_TO_DATE) && basePushedAt.isAfter(pushedAt);
  }

  /** Why it may not be merged; empty: it may. */
  Optional<String> refusal(Instant now) {
    return switch (mergeable(now)) {
      case "unknown", "dirty", "behind" -> Optional.of("Pull Request is not mergeable");
      case "blocked" ->
          Optional.of(
              "Repository rule violations found: at least 1 approving review is required by"
                  + " reviewers with write access.");
      default ->
          has(ActionsFault.MERGE_REFUSED)
              ? Optional.of(
                  "Repository rule violations found: changes must be made through the merge queue")
              : Optional.empty();
    };
  }
}
