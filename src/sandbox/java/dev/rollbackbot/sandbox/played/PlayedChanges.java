package dev.rollbackbot.sandbox.played;

import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedChange;
import dev.rollbackbot.sandbox.shop.GitHubSwitches;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What jobs make live: an earlier version of each service that they name, once, when they have come
 * to a good end. Thread-safe.
 */
final class PlayedChanges {
  private final List<PlayedChange> changes;
  private final GitHubSwitches github;
  private final PlayedJobs jobs;
  private final PlayedServices services;

  /** The arguments of those that ended well. */
  private final Set<String> programs = new HashSet<>();

  private final Set<PlayedChange> made = new HashSet<>();

  PlayedChanges(
      List<PlayedChange> changes, GitHubSwitches github, PlayedJobs jobs, PlayedServices services) {
    this.changes = List.copyOf(changes);
    this.github = github;
    this.jobs = jobs;
    this.services = services;
  }

  synchronized void programEnded(String arguments) {
    programs.add(arguments);
  }

  /** Whether any job came to a good end. */
  synchronized boolean any() {
    return !programs.isEmpty() || jobs.anyDone() || github.anySucceeded() || github.anyMerged();
  }

  /** Whether a job makes an earlier version of it live, which then tells how it is. */
  boolean makesLive(String resource) {
    return services.hasVersions(resource)
        && changes.stream().anyMatch(change -> change.resources().contains(resource));
  }

  /** Makes what has to be made by now. */
  synchronized void make() {
    for (PlayedChange change : changes) {
      if (ended(change) && made.add(change)) {
        change.resources().forEach(services::repair);
      }
    }
  }

  private boolean ended(PlayedChange change) {
    return switch (change.kind()) {
      case PROGRAM ->
          programs.stream()
              .anyMatch(each -> CallPattern.of(change.what()).match(each, false).isPresent());
      case HTTP -> jobs.done(change.what());
      case WORKFLOW -> github.succeeded(change.what());
      case MERGE -> github.merged(change.what());
    };
  }

  synchronized void clear() {
    programs.clear();
    made.clear();
  }
}
