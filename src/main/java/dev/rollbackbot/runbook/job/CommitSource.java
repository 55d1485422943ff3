package dev.rollbackbot.runbook.job;

import java.util.List;

/**
 * Where the commits are that somebody chooses from.
 *
 * @param provider that is asked
 * @param repository its address, its path, or the provider's name of it
 * @param base the branch
 * @param environment names of settings that are needed to read it
 */
public record CommitSource(
    String provider, String repository, String base, List<String> environment) {
  public CommitSource {
    environment = List.copyOf(environment);
  }

  /** Nothing in it is a value that nobody has chosen yet. */
  boolean complete() {
    return Placeholders.of(repository).isEmpty() && Placeholders.of(base).isEmpty();
  }
}
