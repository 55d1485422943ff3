package dev.rollbackbot.incident.target;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.PastDeployment;
import dev.rollbackbot.incident.rollback.PlannedStep.Change;
import dev.rollbackbot.incident.rollback.TargetChoice;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.release.ReleaseRule;
import dev.rollbackbot.runbook.release.VersionOrigin;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** Which versions of several services were released together, as far as their providers tell. */
public record ReleaseMatching(ReleaseRule rule) {
  private static final Duration UNKNOWN = Duration.ofSeconds(Long.MAX_VALUE);

  /**
   * The version of {@code other} that belongs to the release of {@code version}, a version of
   * {@code change}; empty: none is known. It may be the live one. Of several that which went live
   * nearest to it; the ones of which that is not known come last.
   */
  public Optional<Version> counterpart(Change change, Version version, Change other) {
    return versions(other)
        .filter(candidate -> together(change, version, other, candidate))
        .min(
            Comparator.comparing(
                candidate -> distance(change, version, other, candidate).orElse(UNKNOWN)));
  }

  /** Whether both are known to belong to one release. */
  public boolean together(Change change, Version version, Change other, Version otherVersion) {
    return switch (rule) {
      case ReleaseRule.SameTag _ -> origins(version, otherVersion, VersionOrigin::equals);
      case ReleaseRule.SameCommit _ -> origins(version, otherVersion, VersionOrigin::sameCommit);
      case ReleaseRule.Within(Duration time) ->
          distance(change, version, other, otherVersion)
              .filter(distance -> distance.compareTo(time) <= 0)
              .isPresent();
    };
  }

  private static boolean origins(
      Version one, Version two, BiPredicate<VersionOrigin, VersionOrigin> same) {
    Optional<VersionOrigin> other = two.tag().flatMap(VersionOrigin::of);
    return one.tag()
        .flatMap(VersionOrigin::of)
        .filter(origin -> other.filter(o -> same.test(origin, o)).isPresent())
        .isPresent();
  }

  /** Empty: one of the times is not known. */
  private static Optional<Duration> distance(
      Change change, Version version, Change other, Version otherVersion) {
    Optional<Instant> two = firstLive(other, otherVersion);
    return firstLive(change, version)
        .flatMap(one -> two.map(at -> Duration.between(one, at).abs()));
  }

  /** The live one, then the possible targets, newest first. */
  private static Stream<Version> versions(Change change) {
    return Stream.concat(change.live().onlyVersion().stream(), change.candidates().stream());
  }

  private static Optional<Instant> firstLive(Change change, Version version) {
    Stream<Instant> earlier =
        change.choice().map(TargetChoice::earlier).stream()
            .flatMap(all -> all.stream())
            .filter(deployment -> deployment.versions().contains(version.id()))
            .flatMap((PastDeployment deployment) -> deployment.at().stream());
    Deployment live = change.live();
    Stream<Instant> now = live.servesOnly(version) ? live.at().stream() : Stream.empty();
    return Stream.concat(earlier, now).min(Comparator.naturalOrder());
  }
}
