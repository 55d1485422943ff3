package dev.rollbackbot.incident.rollback;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The marks that a rollback earns when it is verified to have helped. */
public final class VersionMarks {
  private VersionMarks() {}

  /**
   * Good: each target that the verified rollback left live. Bad: what the incident's rollbacks took
   * the traffic from for it. A service that nobody changed earns no mark.
   *
   * @param incident label, such as INC-3
   * @param reason what was seen in the incident
   * @param earlier the incident's earlier rollbacks
   * @param result what was live when the rollback was signed as verified
   */
  public static List<VersionMark> of(
      String incident,
      String reason,
      List<Rollback> earlier,
      Rollback verified,
      RollbackResult result) {
    List<VersionMark> marks = new ArrayList<>();
    for (StepRun step : verified.steps()) {
      if (!(step.status() instanceof StepRun.TargetLive) || !stillLive(step, result)) {
        continue;
      }
      PlannedStep.Change last = step.step().change().orElseThrow();
      List<PlannedStep.Change> changes =
          Stream.concat(earlier.stream(), Stream.of(verified))
              .flatMap(r -> r.steps().stream())
              .filter(VersionMarks::changedSomething)
              .flatMap(s -> s.step().change().stream())
              .filter(c -> c.service().recordName().equals(last.service().recordName()))
              .toList();
      if (changes.isEmpty()) {
        continue;
      }
      String resource = last.service().recordName();
      String target = last.target().id();
      Map<String, VersionMark> bad = new LinkedHashMap<>();
      changes.stream()
          .map(PlannedStep.Change::live)
          .map(live -> rolledAwayFrom(live, target))
          // Of several versions nobody knows which one had the fault.
          .filter(ids -> ids.size() == 1)
          .map(List::getFirst)
          .forEach(id ->
              bad.put(
                  id,
                  new VersionMark(incident, resource, id, VersionMark.MarkVerdict.BAD, reason)));
      marks.addAll(bad.values());
      marks.add(new VersionMark(incident, resource, target, VersionMark.MarkVerdict.GOOD, reason));
    }
    return List.copyOf(marks);
  }

  /** Somebody may have deployed over it since. */
  private static boolean stillLive(StepRun step, RollbackResult result) {
    String id = step.step().change().orElseThrow().service().service().id();
    return result.services().stream()
        .anyMatch(s ->
            s.service().service().id().equals(id)
                && s.match() == ServiceResult.TargetMatch.ON_TARGET);
  }

  private static boolean changedSomething(StepRun step) {
    return step.status() instanceof StepRun.TargetLive done && done.perhapsByIncident();
  }

  private static List<String> rolledAwayFrom(Deployment live, String target) {
    return live.shares().stream()
        .map(s -> s.version().id())
        .filter(id -> !id.equals(target))
        .toList();
  }
}
