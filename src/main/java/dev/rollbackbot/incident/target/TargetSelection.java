package dev.rollbackbot.incident.target;

import dev.rollbackbot.incident.rollback.PastDeployment;
import dev.rollbackbot.incident.rollback.PlannedStep.Change;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.TargetChoice;
import dev.rollbackbot.incident.rollback.TargetOverride;
import dev.rollbackbot.incident.rollback.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Selects the version that a service returns to, and says why, and why not the newer ones. */
public final class TargetSelection {
  private static final int CANDIDATES = 20;
  private static final int PASSED_OVER = 20;

  private final ServiceDeployments service;
  private final KnownFacts facts;
  private final Optional<Change> before;
  private final List<String> cannotUndo;
  private final Optional<Duration> tookBefore;
  private final List<VersionAssessment> assessments;
  private final Optional<VersionAssessment> back;

  /** {@code before} is the change that an unfinished rollback of the incident planned. */
  public TargetSelection(
      ServiceDeployments service,
      KnownFacts facts,
      Optional<Change> before,
      List<String> cannotUndo,
      Optional<Duration> tookBefore) {
    this.service = service;
    this.facts = facts;
    this.before = before;
    this.cannotUndo = List.copyOf(cannotUndo);
    this.tookBefore = tookBefore;
    assessments = VersionAssessor.assess(service, facts);
    back = VersionAssessor.assessBack(service, facts);
  }

  /**
   * The target of the unfinished rollback, or the best one, which may be live already; empty: only
   * with a person's reason.
   */
  public Optional<Change> proposed() {
    return kept()
        .or(() ->
            Stream.concat(back.stream(), assessments.stream())
                .filter(VersionAssessment::proposable)
                .min(Comparator.comparing(VersionAssessment::standing))
                .map(
                    best -> change(best.version(), why(best), passedOver(best), Optional.empty())));
  }

  private Optional<Change> kept() {
    return before.flatMap(was -> {
      Version target = was.target();
      Optional<VersionAssessment> assessed =
          Stream.concat(back.stream(), assessments.stream())
              .filter(a -> a.version().id().equals(target.id()))
              .findFirst();
      // What spoke against it when a person chose it may do so no longer.
      Optional<TargetOverride> override =
          was.override().filter(_ -> assessed.filter(VersionAssessment::proposable).isEmpty());
      boolean possible =
          assessed
              .map(a -> a.proposable() || isConsentedTo(a, override))
              .orElse(service.live().servesOnly(target));
      return possible
          ? Optional.of(change(known(target), "As in the plan before.", List.of(), override))
          : Optional.empty();
    });
  }

  /** Whether a person has chosen it in spite of just that. */
  private static boolean isConsentedTo(
      VersionAssessment assessment, Optional<TargetOverride> override) {
    return assessment.selectable()
        && override.map(TargetOverride::concern).equals(Optional.of(assessment.reason()));
  }

  /** As the provider describes it now. */
  private Version known(Version target) {
    return service
        .live()
        .onlyVersion()
        .filter(v -> v.id().equals(target.id()))
        .or(() ->
            assessments.stream()
                .map(VersionAssessment::version)
                .filter(v -> v.id().equals(target.id()))
                .findFirst())
        .orElse(target);
  }

  /** The candidates when none can be proposed; the first one is the target of the result. */
  public Optional<Change> onlyWithReason() {
    return assessments.stream()
        .filter(VersionAssessment::selectable)
        .findFirst()
        .map(a -> change(a.version(), "", List.of(), Optional.empty()));
  }

  /** With at most three versions, and what the provider left out. */
  public String whyNone(String name) {
    String why = String.join(" ", service.warnings());
    if (assessments.isEmpty()) {
      return (name + " has no earlier version to return to. " + why).strip();
    }
    List<String> lines = assessments.stream().limit(3).map(TargetSelection::line).toList();
    return (name + " has no version to propose. " + String.join("; ", lines) + ". " + why).strip();
  }

  private Change change(
      Version target, String why, List<String> passedOver, Optional<TargetOverride> override) {
    Map<String, Version> candidates = new LinkedHashMap<>();
    if (service.live().servesOnly(target)) {
      candidates.put(target.id(), target);
    }
    Map<String, String> concerns = new LinkedHashMap<>();
    assessments.stream()
        .filter(VersionAssessment::selectable)
        .limit(CANDIDATES)
        .forEach(a -> {
          candidates.put(a.version().id(), a.version());
          if (!a.proposable()) {
            concerns.put(a.version().id(), a.reason());
          }
        });
    candidates.putIfAbsent(target.id(), target);
    return new Change(
        service.service(),
        service.live(),
        target,
        why,
        List.copyOf(candidates.values()),
        cannotUndo,
        tookBefore,
        Optional.of(
            new TargetChoice(
                passedOver,
                concerns,
                service.earlier().stream().map(PastDeployment::of).toList(),
                override,
                Optional.of(service.commits()))),
        Optional.empty(),
        service.running().isEmpty() ? Optional.empty() : Optional.of(service.running()));
  }

  private String why(VersionAssessment target) {
    return (service.live().servesOnly(target.version()) ? "Is live again. " : "") + reason(target);
  }

  private String reason(VersionAssessment target) {
    String also =
        codeIsUnknown(target.version()) ? " Its code could not be compared with the live one." : "";
    return switch (target.standing()) {
          case GOOD -> "Good: " + target.reason() + ".";
          case HAD_ALL_TRAFFIC ->
              "Had all the traffic before " + facts.beganText() + "; not known to be good or bad.";
          case HAD_PART_OF_THE_TRAFFIC, TIME_UNKNOWN -> "Second best: " + target.reason() + ".";
          case CONCERN, NO_TARGET -> throw new IllegalStateException("not proposable: " + target);
        }
        + also;
  }

  private boolean codeIsUnknown(Version version) {
    return version.digest().isEmpty()
        && service.live().shares().stream().anyMatch(s -> s.version().digest().isPresent());
  }

  /** The versions that are newer than the target. */
  private List<String> passedOver(VersionAssessment target) {
    List<String> lines = new ArrayList<>();
    if (service.live().servesOnly(target.version())) {
      return lines;
    }
    for (VersionAssessment assessment : assessments) {
      if (assessment.equals(target) || lines.size() == PASSED_OVER) {
        return lines;
      }
      lines.add(line(assessment));
    }
    return lines;
  }

  private static String line(VersionAssessment assessment) {
    return assessment.version().label() + ": " + assessment.reason();
  }
}
