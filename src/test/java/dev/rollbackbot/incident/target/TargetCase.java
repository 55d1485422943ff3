package dev.rollbackbot.incident.target;

import static dev.rollbackbot.incident.SampleIncident.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.incident.rollback.VersionMark;
import dev.rollbackbot.incident.rollback.VersionMark.MarkVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A history of deployments from which a target is chosen. */
@Pure
abstract class TargetCase {
  static final Duration SETTLED = Duration.ofHours(24);

  final List<Deployment> deployments = new ArrayList<>();
  final List<VersionMark> marks = new ArrayList<>();
  final List<Instant> gaps = new ArrayList<>();
  Optional<Instant> began = Optional.empty();
  Optional<Deployment> firstLive = Optional.empty();
  Set<String> leftBehind = Set.of();

  static Version version(int number) {
    return version(number, "code of v" + number);
  }

  static Version version(int number, String code) {
    return new Version(
        "id-v" + number,
        "v" + number,
        Optional.empty(),
        Optional.of(START.minus(Duration.ofDays(100)).plusSeconds(number)),
        Optional.of("dev@example.org"),
        Optional.empty(),
        Optional.of(code));
  }

  /** The same, made so long before the start. */
  static Version made(Version version, Duration before) {
    return new Version(
        version.id(),
        version.label(),
        version.tag(),
        Optional.of(START.minus(before)),
        version.author(),
        version.message(),
        version.digest());
  }

  static Deployment.TrafficShare share(int number, double percentage) {
    return new Deployment.TrafficShare(version(number), percentage);
  }

  /** The newest first, by hours before the start of the incident. */
  TargetCase deployed(double hoursAgo, Deployment.TrafficShare... shares) {
    return deployed(Optional.of(START.minusSeconds((long) (hoursAgo * 3600))), shares);
  }

  TargetCase deployed(Optional<Instant> at, Deployment.TrafficShare... shares) {
    deployments.add(
        new Deployment("d" + deployments.size(), at, Optional.empty(), List.of(shares)));
    return this;
  }

  TargetCase deployed(double hoursAgo, Version version) {
    return deployed(hoursAgo, new Deployment.TrafficShare(version, 100));
  }

  TargetCase deployed(double hoursAgo, int number) {
    return deployed(hoursAgo, version(number));
  }

  TargetCase marked(String incident, int number, MarkVerdict verdict) {
    marks.add(new VersionMark(incident, "shop-api", "id-v" + number, verdict, "orders fail"));
    return this;
  }

  TargetSelection selection() {
    ServiceDeployments service =
        new ServiceDeployments(
            SampleIncident.runbook()
                .serviceIn(SampleIncident.runbook().environments().getFirst(), "api"),
            deployments.getFirst(),
            deployments.subList(1, deployments.size()),
            List.of(),
            Optional.of(gaps),
            List.of(),
            List.of(),
            List.of());
    KnownFacts facts =
        new KnownFacts(
            began,
            START,
            SETTLED,
            new RollbackHistory(marks, Map.of()),
            Map.of(),
            leftBehind,
            firstLive);
    return new TargetSelection(service, facts, Optional.empty(), List.of(), Optional.empty());
  }

  PlannedStep.Change proposed() {
    return selection().proposed().orElseThrow();
  }

  void returnsTo(String label) {
    assertThat(proposed().target().label()).as("%s", proposed()).isEqualTo(label);
  }

  List<String> passedOver() {
    return proposed().choice().orElseThrow().passedOver();
  }
}
