package dev.rollbackbot.incident.target;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.commit.Commit;
import dev.rollbackbot.incident.commit.CommitHistory;
import dev.rollbackbot.incident.commit.OfferedCommits;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.job.JobInput.CommitsInput;
import dev.rollbackbot.runbook.release.VersionOrigin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From which commits the versions were built to which services would return.
 *
 * @param commits by the services' names
 * @param compared a service that has a link to compare commits; empty: none has
 */
public record LastGoodCommits(Map<String, String> commits, Optional<Service> compared) {
  /** {@code versions} by the services' ids. */
  public static LastGoodCommits of(IncidentDetails details, Map<String, Version> versions) {
    Map<String, String> commits = new HashMap<>();
    versions.forEach((id, version) ->
        version
            .tag()
            .flatMap(VersionOrigin::of)
            .map(VersionOrigin::reference)
            .filter(CommitsInput::isId)
            .ifPresent(commit -> commits.put(details.runbook().service(id).name(), commit)));
    return new LastGoodCommits(
        commits,
        versions.keySet().stream()
            .map(details.runbook()::service)
            .filter(service -> service.compare().isPresent())
            .findFirst());
  }

  public OfferedCommits offered(CommitHistory history, List<String> known) {
    Optional<String> newest = history.commits().stream().findFirst().map(Commit::id);
    Optional<String> compare =
        compared.flatMap(service ->
            Optional.ofNullable(commits.get(service.name()))
                .flatMap(from ->
                    newest.flatMap(to -> service.compare().orElseThrow().between(from, to))));
    return OfferedCommits.of(history, commits, known, compare);
  }
}
