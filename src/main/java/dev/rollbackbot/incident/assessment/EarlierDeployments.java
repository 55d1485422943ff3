package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.PastDeployment;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.TargetChoice;
import dev.rollbackbot.incident.rollback.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the deployments before a planned change tell about its versions. */
record EarlierDeployments(PlannedStep.Change change) {
  /** Those that the provider showed for the plan, the newest first. */
  private List<PastDeployment> earlier() {
    return change.choice().map(TargetChoice::earlier).orElse(List.of());
  }

  /** Whether its target had become live again after the fault began. */
  boolean cameBack(IncidentDetails details) {
    Declaration declaration = details.declaration();
    Instant began = declaration.beganAt().orElse(declaration.detectedAt());
    Optional<Instant> since =
        change.live().at().or(() -> earlier().stream().findFirst().flatMap(PastDeployment::at));
    return since.filter(at -> !at.isBefore(began)).isPresent()
        && earlier().stream().anyMatch(d -> d.versions().equals(List.of(change.target().id())))
        && !liveWhenItBegan(change.target(), began)
        && !details.live().leftFromTheStart(change.service().service().id(), change.target());
  }

  /** By the deployments: others followed, and it was the last one before that time. */
  private boolean liveWhenItBegan(Version version, Instant began) {
    List<PastDeployment> since =
        earlier().stream()
            .takeWhile(d -> d.at().filter(began.plus(RollbackResults.SKEW)::isAfter).isEmpty())
            .toList();
    return since.stream().anyMatch(d -> !d.versions().contains(version.id()))
        && earlier().stream()
            .skip(since.size())
            .findFirst()
            .filter(d -> d.versions().equals(List.of(version.id())))
            .isPresent();
  }

  /** Whether a version was deployed before, and its time doesn't speak against that. */
  boolean showAsEarlier(Version target) {
    return earlier().stream().anyMatch(past -> past.versions().contains(target.id()))
        && !isNewer(target, change.live());
  }

  private static boolean isNewer(Version target, Deployment live) {
    Optional<Instant> was = live.onlyVersion().flatMap(Version::created);
    return target.created().filter(at -> was.filter(at::isAfter).isPresent()).isPresent();
  }
}
