package dev.rollbackbot.incident.target;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.incident.rollback.VersionMark;
import dev.rollbackbot.incident.target.VersionAssessment.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says of each version that a service had before whether a rollback to it leads away from the
 * fault.
 */
public final class VersionAssessor {
  private final ServiceDeployments service;
  private final KnownFacts facts;
  private final LiveTimes times;

  private VersionAssessor(ServiceDeployments service, KnownFacts facts, LiveTimes times) {
    this.service = service;
    this.facts = facts;
    this.times = times;
  }

  private static LiveTimes times(ServiceDeployments service) {
    List<Deployment> all = new ArrayList<>();
    all.add(service.live());
    all.addAll(service.earlier());
    return new LiveTimes(all, service.gaps().orElse(List.of()));
  }

  /** Each version once, the newest first; without a version that has all the traffic now. */
  public static List<VersionAssessment> assess(ServiceDeployments service, KnownFacts facts) {
    VersionAssessor assessor = new VersionAssessor(service, facts, times(service));
    Map<String, VersionAssessment> all = new LinkedHashMap<>();
    service.earlier().stream()
        .flatMap(d -> d.shares().stream())
        .map(Deployment.TrafficShare::version)
        .filter(v -> !service.live().servesOnly(v))
        .forEach(v -> all.computeIfAbsent(v.id(), _ -> assessor.assess(v)));
    return List.copyOf(all.values());
  }

  /**
   * Of the version that has all the traffic, if somebody made it live after the fault began: by
   * what is known of the time before that. Empty: there is none, or it is live with the fault as
   * far as is known.
   */
  public static Optional<VersionAssessment> assessBack(
      ServiceDeployments service, KnownFacts facts) {
    LiveTimes times = times(service);
    return service
        .live()
        .onlyVersion()
        .filter(version ->
            times.isBackSince(version, facts.beganBy())
                || facts.firstLive().filter(first -> !first.servesOnly(version)).isPresent())
        .flatMap(version -> {
          // If the incident saw another one before, that was live just before the newest
          // deployment.
          LiveTimes before =
              times.isBackSince(version, facts.beganBy())
                  ? times.before(version)
                  : times.withoutNewest();
          VersionAssessment assessment =
              new VersionAssessor(service, facts, before).assess(version);
          boolean known =
              assessment.standing() != Standing.NO_TARGET
                  || before.everServed(version)
                  || madeAfter(version, facts.beganBy());
          return known ? Optional.of(assessment) : Optional.empty();
        });
  }

  private VersionAssessment assess(Version version) {
    Optional<VersionMark> mark = facts.history().mark(service.service(), version.id());
    boolean verified = mark.filter(m -> m.verdict() == VersionMark.MarkVerdict.GOOD).isPresent();
    return concern(version, mark)
        .map(concern -> new VersionAssessment(version, Standing.CONCERN, concern))
        .orElseGet(() ->
            verified
                ? new VersionAssessment(
                    version, Standing.GOOD, "verified live in " + mark.get().incident())
                : byTime(version));
  }

  /** What needs a person's reason, whatever else is known. */
  private Optional<String> concern(Version version, Optional<VersionMark> mark) {
    String suspect = facts.suspects().get(version.id());
    if (suspect != null) {
      return Optional.of(suspect);
    }
    boolean live = liveWhenItBegan(version);
    if (facts.leftBehind().contains(version.id())
        && (live
            || facts.leftFromTheStart(version)
            || !times(service).cameBackSince(version, facts.beganBy()))) {
      return Optional.of("was live in this incident");
    }
    // What had all the traffic when the fault was seen has it, however old or proven it is.
    if (live && facts.began().isEmpty() && !hasPart(version)) {
      return Optional.of("was live when " + facts.beganText());
    }
    Optional<String> bad =
        mark.filter(m -> m.verdict() == VersionMark.MarkVerdict.BAD)
            .map(m -> "marked bad in " + m.incident() + ": " + m.reason());
    if (bad.isPresent()) {
      return bad;
    }
    List<Version> others =
        service.live().shares().stream()
            .map(Deployment.TrafficShare::version)
            .filter(v -> !v.id().equals(version.id()))
            .toList();
    if (others.stream().anyMatch(v -> v.sameCodeAs(version))) {
      return Optional.of(
          others.stream().allMatch(v -> v.sameCodeAs(version))
              ? "has the same code as what is live, only configuration can differ"
              : "has the same code as a part of what is live, which may be the fault");
    }
    if (isUnreadable(version)) {
      return Optional.of("could not be read, so it is not known what is in it");
    }
    return times(service)
        .wentBackTo(version)
        .map(other -> "deployed after " + other.label() + ", to which somebody went back");
  }

  /** Not known if the incident saw a version live first that the provider does not list. */
  private boolean liveWhenItBegan(Version version) {
    return times.servedAloneAt(version, facts.beganBy())
        && facts.firstLive().stream()
            .flatMap(first -> first.shares().stream())
            .map(Deployment.TrafficShare::version)
            .allMatch(first -> times(service).everServed(first));
  }

  private VersionAssessment byTime(Version version) {
    Instant beganBy = facts.beganBy();
    Duration alone = times.longestAloneBefore(version, beganBy);
    if (alone.compareTo(facts.settled()) >= 0) {
      return new VersionAssessment(
          version,
          Standing.GOOD,
          "all the traffic for " + text(alone) + " before " + facts.beganText());
    }
    // It may have brought the fault itself.
    if (times.servedAt(version, beganBy) && !hasPart(version)) {
      return new VersionAssessment(version, Standing.CONCERN, "was live when " + facts.beganText());
    }
    // Somebody may have gone back from it unrecorded, or not.
    if (times.deployedLastBefore(version, beganBy) && !hasPart(version)) {
      return new VersionAssessment(
          version, Standing.CONCERN, "was deployed last before " + facts.beganText());
    }
    if (times.hadAllBefore(version, beganBy)) {
      return new VersionAssessment(
          version,
          Standing.HAD_ALL_TRAFFIC,
          "had all the traffic before " + facts.beganText() + ", not known to be good or bad");
    }
    double share = times.shareBefore(version, beganBy);
    if (share > 0) {
      return hasPart(version)
          ? new VersionAssessment(
              version,
              Standing.NO_TARGET,
              "never had all the traffic before "
                  + facts.beganText()
                  + ", and has a part of it now")
          : new VersionAssessment(
              version,
              Standing.HAD_PART_OF_THE_TRAFFIC,
              "at most " + Math.round(share) + " % of the traffic before " + facts.beganText());
    }
    if (times.hadAllAtUnknownTime(version) && !madeAfter(version, beganBy)) {
      return new VersionAssessment(
          version, Standing.TIME_UNKNOWN, "the provider does not say when it was live");
    }
    return new VersionAssessment(
        version,
        Standing.NO_TARGET,
        times.everHadAll(version)
            ? "went live only after " + facts.beganText()
            : "not known to have been live before " + facts.beganText());
  }

  private static boolean madeAfter(Version version, Instant time) {
    return version.created().filter(time::isBefore).isPresent();
  }

  private boolean hasPart(Version version) {
    return LiveTimes.serves(service.live(), version) && !service.live().servesOnly(version);
  }

  private static boolean isUnreadable(Version version) {
    return version.created().isEmpty()
        && version.author().isEmpty()
        && version.message().isEmpty()
        && version.tag().isEmpty()
        && version.digest().isEmpty();
  }

  private static String text(Duration duration) {
    return duration.toDays() > 1
        ? duration.toDays() + " days"
        : duration.toHours() > 0 ? duration.toHours() + " h" : duration.toMinutes() + " min";
  }
}
