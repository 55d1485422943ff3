package dev.rollbackbot.incident.target;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.commit.Commit;
import dev.rollbackbot.incident.commit.CommitHistory;
import dev.rollbackbot.incident.commit.OfferedCommits;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.collection.SortedCopy;
import dev.rollbackbot.runbook.job.JobInput.CommitsInput;
import dev.rollbackbot.runbook.release.CompareLink;
import dev.rollbackbot.runbook.release.VersionOrigin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From which commits the versions were built to which services would return.
 *
 * @param commits by the services' names
 * @param links of the services that have one to compare commits, by their names
 */
public record LastGoodCommits(Map<String, String> commits, Map<String, CompareLink> links) {
  public LastGoodCommits {
    commits = SortedCopy.of(commits);
    links = SortedCopy.of(links);
  }

  /** {@code versions} by the services' ids. */
  public static LastGoodCommits of(IncidentDetails details, Map<String, Version> versions) {
    Map<String, String> commits = new HashMap<>();
    Map<String, CompareLink> links = new HashMap<>();
    versions.forEach((id, version) -> {
      Service service = details.runbook().service(id);
      service.compare().ifPresent(link -> links.put(service.name(), link));
      version
          .tag()
          .flatMap(VersionOrigin::of)
          .map(VersionOrigin::reference)
          .filter(CommitsInput::isId)
          .ifPresent(commit -> commits.put(service.name(), commit));
    });
    return new LastGoodCommits(commits, links);
  }

  public OfferedCommits offered(CommitHistory history, List<String> known) {
    Map<String, String> compare = new HashMap<>();
    Optional<String> newest = history.commits().stream().findFirst().map(Commit::id);
    commits.forEach((service, from) ->
        newest
            .flatMap(to -> compared(service, history, from, to))
            .ifPresent(address -> compare.put(service, address)));
    return OfferedCommits.of(history, commits, known, compare);
  }

  /** By the service's own link, or else by the one of whoever told the commits. */
  private Optional<String> compared(String service, CommitHistory history, String from, String to) {
    return Optional.ofNullable(links.get(service))
        .flatMap(link -> link.between(from, to))
        .or(() ->
            history
                .compare()
                .filter(_ -> !to.startsWith(from))
                .map(address -> address.replace("{from}", from).replace("{to}", to)));
  }
}
