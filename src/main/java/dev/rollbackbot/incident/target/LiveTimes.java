package dev.rollbackbot.incident.target;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * When the versions of a service were live.
 *
 * @param deployments newest first; the first one is live
 * @param gaps when others began that are not among them
 */
record LiveTimes(List<Deployment> deployments, List<Instant> gaps) {
  /** People enter times without seconds. */
  private static final Duration ROUNDING = Duration.ofMinutes(1);

  LiveTimes {
    deployments = List.copyOf(deployments);
    gaps = List.copyOf(gaps);
  }

  static boolean serves(Deployment deployment, Version version) {
    return deployment.shares().stream().anyMatch(s -> s.version().id().equals(version.id()));
  }

  boolean everHadAll(Version version) {
    return deployments.stream().anyMatch(d -> d.servesOnly(version));
  }

  /** Whether any of these deployments served it. */
  boolean everServed(Version version) {
    return deployments.stream().anyMatch(d -> serves(d, version));
  }

  boolean hadAllBefore(Version version, Instant time) {
    return deployments.stream().anyMatch(d -> d.servesOnly(version) && isBefore(d, time));
  }

  /** Its largest percentage in a deployment before that time; 0: there is none. */
  double shareBefore(Version version, Instant time) {
    return deployments.stream()
        .filter(d -> isBefore(d, time))
        .flatMap(d -> d.shares().stream())
        .filter(s -> s.version().id().equals(version.id()))
        .mapToDouble(Deployment.TrafficShare::percentage)
        .max()
        .orElse(0);
  }

  /** Whether the time of one of its deployments with all the traffic is unknown. */
  boolean hadAllAtUnknownTime(Version version) {
    return deployments.stream().anyMatch(d -> d.servesOnly(version) && d.at().isEmpty());
  }

  /** Whether it served when that time came, as far as the times are known. */
  boolean servedAt(Version version, Instant time) {
    for (Deployment deployment : deployments) {
      if (deployment.at().isEmpty()) {
        return false;
      }
      if (isBefore(deployment, time.plus(ROUNDING))) {
        Instant since = deployment.at().get();
        return serves(deployment, version)
            && gaps.stream()
                .noneMatch(gap -> !gap.isBefore(since) && gap.isBefore(time.plus(ROUNDING)));
      }
    }
    return false;
  }

  /** Whether it was the only one then, as far as the times are known. */
  boolean servedAloneAt(Version version, Instant time) {
    return servedAt(version, time)
        && deployments.stream()
            .filter(d -> isBefore(d, time.plus(ROUNDING)))
            .findFirst()
            .filter(d -> d.servesOnly(version))
            .isPresent();
  }

  /** The same without the newest deployments, as long as they served nothing but that version. */
  LiveTimes before(Version version) {
    return new LiveTimes(deployments.subList(runEnd(0, version), deployments.size()), gaps);
  }

  LiveTimes withoutNewest() {
    return new LiveTimes(deployments.subList(1, deployments.size()), gaps);
  }

  /**
   * Where the deployments end that served nothing but that version, from that one to older ones.
   */
  private int runEnd(int newest, Version version) {
    int end = newest;
    while (end < deployments.size()
        && deployments.get(end).servesOnly(version)
        && (end == newest || !changedBetween(end))) {
      end++;
    }
    return end;
  }

  /**
   * Whether it has all the traffic, and is known to have become live again after that time: others
   * had traffic in between.
   */
  boolean isBackSince(Version version, Instant time) {
    return cameBack(0, version, time);
  }

  /** The same at any time, whatever followed. */
  boolean cameBackSince(Version version, Instant time) {
    return IntStream.range(0, deployments.size())
        .filter(i -> i == 0 || !deployments.get(i - 1).servesOnly(version))
        .anyMatch(i -> cameBack(i, version, time));
  }

  private boolean cameBack(int newest, Version version, Instant time) {
    int end = runEnd(newest, version);
    if (end == newest || deployments.stream().skip(end).noneMatch(d -> serves(d, version))) {
      return false;
    }
    // The deployment before it is no later, so the time of that one does as well.
    return Stream.of(end - 1, end)
        .filter(i -> i < deployments.size())
        .flatMap(i -> deployments.get(i).at().stream())
        .findFirst()
        .filter(since -> !since.isBefore(time.plus(ROUNDING)))
        .isPresent();
  }

  /**
   * The version to which somebody went back after the last deployment of that one: it was deployed
   * first before that one was, and had all the traffic afterwards. Empty: there is none, or the
   * deployments do not reach back to it.
   */
  Optional<Version> wentBackTo(Version version) {
    int newest = newest(version);
    int oldest = oldest(version);
    return IntStream.range(0, Math.max(newest, 0))
        .mapToObj(i -> deployments.get(i).onlyVersion())
        .flatMap(Optional::stream)
        .filter(other -> oldest(other) > oldest)
        .findFirst();
  }

  /** The newest deployment that served it; -1: there is none. */
  private int newest(Version version) {
    return IntStream.range(0, deployments.size())
        .filter(i -> serves(deployments.get(i), version))
        .findFirst()
        .orElse(-1);
  }

  /** The oldest one. */
  private int oldest(Version version) {
    return IntStream.range(0, deployments.size())
        .filter(i -> serves(deployments.get(i), version))
        .max()
        .orElse(-1);
  }

  /** Whether something unknown began between that deployment and the next newer one. */
  private boolean changedBetween(int older) {
    Optional<Instant> from = deployments.get(older).at();
    Optional<Instant> to = deployments.get(older - 1).at();
    return from.isPresent()
        && to.isPresent()
        && gaps.stream().anyMatch(gap -> !gap.isBefore(from.get()) && gap.isBefore(to.get()));
  }

  /** Whether no deployment is known that began later and before that time. */
  boolean deployedLastBefore(Version version, Instant time) {
    Instant limit = time.plus(ROUNDING);
    return deployments.stream()
        .filter(d -> isBefore(d, limit))
        .findFirst()
        .filter(d -> serves(d, version))
        .flatMap(Deployment::at)
        .filter(at -> gaps.stream().noneMatch(gap -> gap.isAfter(at) && gap.isBefore(limit)))
        .isPresent();
  }

  /** The longest time without a break in which it had all the traffic before that time. */
  Duration longestAloneBefore(Version version, Instant time) {
    return IntStream.range(0, deployments.size())
        .mapToObj(i -> aloneFrom(i, version, time))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** From that deployment until a newer one changed something, also one that is not known. */
  private Duration aloneFrom(int oldest, Version version, Instant time) {
    if (!deployments.get(oldest).servesOnly(version)) {
      return Duration.ZERO;
    }
    int newest = oldest;
    while (newest > 0 && deployments.get(newest - 1).servesOnly(version)) {
      newest--;
    }
    Optional<Instant> start = deployments.get(oldest).at();
    Optional<Instant> end = newest == 0 ? Optional.of(time) : deployments.get(newest - 1).at();
    if (start.isEmpty() || end.isEmpty()) {
      return Duration.ZERO;
    }
    Instant until =
        Stream.concat(gaps.stream().filter(gap -> !gap.isBefore(start.get())), Stream.of(time))
            .filter(other -> other.isBefore(end.get()))
            .min(Comparator.naturalOrder())
            .orElse(end.get());
    return until.isBefore(start.get()) ? Duration.ZERO : Duration.between(start.get(), until);
  }

  private static boolean isBefore(Deployment deployment, Instant time) {
    return deployment.at().filter(at -> at.isBefore(time)).isPresent();
  }
}
