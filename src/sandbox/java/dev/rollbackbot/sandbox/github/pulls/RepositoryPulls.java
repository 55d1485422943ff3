package dev.rollbackbot.sandbox.github.pulls;

import dev.rollbackbot.sandbox.github.actions.ActionsFault;
import dev.rollbackbot.sandbox.github.actions.ActionsRepository;
import dev.rollbackbot.sandbox.github.pulls.StoredCommits.StoredCommit;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The branches of the repository and its pull requests. Thread-safe. */
public final class RepositoryPulls {
  private static final int FIRST = 41;

  private final ActionsRepository repository;
  private final InstantSource clock;
  private final Map<String, String> branches = new TreeMap<>();
  private final List<StoredPull> pulls = new ArrayList<>();
  private final StoredCommits commits = new StoredCommits();
  private final Map<String, List<String>> pushers = new TreeMap<>();
  private final Map<String, String> permissions = new TreeMap<>();
  private String pusher = "dora";
  private int pushed;

  /** With the branches that workflows can be run at. */
  public RepositoryPulls(ActionsRepository repository, InstantSource clock) {
    this.repository = repository;
    this.clock = clock;
    begin();
  }

  private void begin() {
    ActionsRepository.REFS.stream().sorted().forEach(this::push);
  }

  /** Whose they are. */
  public ActionsRepository repository() {
    return repository;
  }

  private Instant now() {
    return clock.instant();
  }

  /** The commits of its branches. */
  public StoredCommits commits() {
    return commits;
  }

  /** Forgets everything. */
  public synchronized void reset() {
    branches.clear();
    pushers.clear();
    permissions.clear();
    pulls.clear();
    begin();
  }

  /** Adds a commit to a branch, which may be a new one made from the main one; tells its id. */
  public synchronized String push(String branch) {
    pushed++;
    String sha = "%040x".formatted(0x5eed_0000_0000L + pushed);
    return push(branch, sha, "Change %d of %s".formatted(pushed, branch));
  }

  /** The same, with that id and message. */
  public synchronized String push(String branch, String sha, String message) {
    Optional<String> parent =
        Optional.ofNullable(branches.getOrDefault(branch, branches.get(ActionsRepository.MAIN)));
    commits.add(new StoredCommit(sha, parent.stream().toList(), message, "Anna", now()));
    moved(branch, sha);
    return sha;
  }

  /** Who pushed to a branch, the last one first. */
  public synchronized List<String> pushers(String branch) {
    return branches.containsKey(branch) ? pushers.getOrDefault(branch, List.of()) : List.of();
  }

  /** From now on that person pushes. */
  public synchronized void pushesAs(String login) {
    pusher = login;
  }

  /** GitHub's word for what a person may do; everybody else may write. */
  public synchronized void may(String login, String permission) {
    permissions.put(login, permission);
  }

  public synchronized String permission(String login) {
    return permissions.getOrDefault(login, "write");
  }

  /** A person who may push may also edit what others wrote. */
  public synchronized void edit(StoredPull pull, String body) {
    pull.body = body;
  }

  /** As GitHub's "Update branch": merges what the base has got into the branch. */
  public synchronized String update(StoredPull pull) {
    pushed++;
    String sha = "%040x".formatted(0x5eed_0000_0000L + pushed);
    List<String> parents = List.of(pull.sha(), branches.getOrDefault(pull.base, ""));
    String message = "Merge branch '%s' into %s".formatted(pull.base, pull.head);
    commits.add(new StoredCommit(sha, parents, message, "Anna", now()));
    moved(pull.head, sha);
    return sha;
  }

  private void moved(String branch, String sha) {
    pushers.merge(
        branch,
        List.of(pusher),
        (before, last) -> Stream.concat(last.stream(), before.stream()).toList());
    branches.put(branch, sha);
    pulls.stream()
        .filter(p -> p.head.equals(branch) && p.isOpen())
        .forEach(p -> p.push(sha, now()));
    pulls.stream().filter(p -> p.base.equals(branch) && p.isOpen()).forEach(p -> p.pushBase(now()));
  }

  public synchronized Optional<String> commit(String branch) {
    // A repository that has every branch has a commit at each that is asked for.
    if (!branches.containsKey(branch) && repository.hasRef(branch)) {
      return Optional.of(push(branch));
    }
    return Optional.ofNullable(branches.get(branch));
  }

  /** What it came to: a pull request, or why there is none. */
  public sealed interface Opening {}

  public record Opened(StoredPull pull) implements Opening {}

  public record NotOpened(String why) implements Opening {}

  public synchronized Opening open(
      String title, String body, String head, String base, String author) {
    Optional<String> sha = commit(head);
    if (sha.isEmpty() || commit(base).isEmpty()) {
      return new NotOpened("Validation Failed: no such branch");
    }
    if (pulls.stream().anyMatch(p -> p.isOpen() && p.head.equals(head) && p.base.equals(base))) {
      return new NotOpened(
          "A pull request already exists for %s:%s.".formatted(repository.owner(), head));
    }
    if (sha.equals(commit(base))) {
      return new NotOpened("No commits between %s and %s".formatted(base, head));
    }
    Set<ActionsFault> faults =
        List.of(ActionsFault.values()).stream()
            .filter(repository::isOn)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(ActionsFault.class)));
    StoredPull pull =
        new StoredPull(
            FIRST + pulls.size(),
            title,
            body,
            head,
            base,
            author,
            sha.get(),
            now(),
            faults,
            repository);
    pulls.add(pull);
    return new Opened(pull);
  }

  public synchronized Optional<StoredPull> pull(String number) {
    return pulls.stream().filter(p -> Integer.toString(p.number).equals(number)).findFirst();
  }

  /** Newest first. */
  public synchronized List<StoredPull> all() {
    return List.copyOf(pulls.reversed());
  }

  /** The newest one whose newest commit it is. */
  public synchronized Optional<StoredPull> of(String commitOrBranch) {
    String sha = branches.getOrDefault(commitOrBranch, commitOrBranch);
    return pulls.reversed().stream().filter(p -> p.sha().equals(sha)).findFirst();
  }

  /** Whether there is such a commit or branch. */
  public synchronized boolean knows(String commitOrBranch) {
    return branches.containsKey(commitOrBranch)
        || branches.containsValue(commitOrBranch)
        || of(commitOrBranch).isPresent();
  }

  public synchronized StoredPull.StoredReview review(StoredPull pull, String by, String state) {
    return pull.review(by, state);
  }

  public synchronized void setOpen(StoredPull pull, boolean open) {
    if (open) {
      pull.reopen();
    } else {
      pull.close(now());
    }
  }

  public synchronized void rerun(StoredPull pull) {
    pull.rerun(now());
  }

  /** What a merge came to. */
  public sealed interface Merging {}

  public record Merged(String sha) implements Merging {}

  public record NotMerged(int status, String why) implements Merging {}

  /** {@code sha} that the head must be; empty: any. */
  public synchronized Merging merge(StoredPull pull, String sha, String by) {
    if (pull.isOpen() && repository.take(ActionsFault.HEAD_MOVES_ONCE)) {
      push(pull.head);
    }
    if (!pull.isOpen()) {
      return new NotMerged(405, "Pull Request is not mergeable");
    }
    if (!sha.isEmpty() && !sha.equals(pull.sha())) {
      return new NotMerged(409, "Head branch was modified. Review and try the merge again.");
    }
    Optional<String> refusal = pull.refusal(now());
    if (refusal.isPresent()) {
      return new NotMerged(405, refusal.get());
    }
    pull.merge(by, now());
    return new Merged(push(pull.base));
  }
}
