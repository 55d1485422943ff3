package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.drill.DrillItemStatus;
import dev.rollbackbot.incident.drill.DrillProgress;
import dev.rollbackbot.incident.drill.DrillScore;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.drill.DrillItem;
import dev.rollbackbot.runbook.drill.DrillPart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a drill's measured times and its checklist say. */
public final class DrillScores {
  private static final List<DrillPart> IN_A_ROW =
      List.of(
          DrillPart.READY,
          DrillPart.APPROVED,
          DrillPart.ROLLED_BACK,
          DrillPart.VERIFIED,
          DrillPart.SIGNED);

  private DrillScores() {}

  /** Empty: the incident is no drill. */
  public static Optional<DrillScore> of(IncidentDetails details) {
    return details
        .drill()
        .map(drill -> {
          List<DrillItemStatus> items = items(details);
          return new DrillScore(
              details.label(),
              details.declaration().environment(),
              details.declaredAt(),
              took(details.declaredAt(), drill),
              goals(details.runbook()),
              items.size(),
              (int) items.stream().filter(DrillItemStatus::done).count(),
              Optional.ofNullable(drill.reached().get(DrillPart.SIGNED)));
        });
  }

  /** A part whose begin was not seen has no time. */
  private static Map<DrillPart, Duration> took(Instant declaredAt, DrillProgress drill) {
    Map<DrillPart, Duration> took = new EnumMap<>(DrillPart.class);
    Optional<Instant> from = Optional.of(declaredAt);
    for (DrillPart part : IN_A_ROW) {
      Optional<Instant> to = Optional.ofNullable(drill.reached().get(part));
      if (from.isPresent() && to.isPresent()) {
        took.put(part, Duration.between(from.get(), to.get()));
      }
      from = to;
    }
    Optional.ofNullable(drill.reached().get(DrillPart.IN_ALL))
        .ifPresent(at -> took.put(DrillPart.IN_ALL, Duration.between(declaredAt, at)));
    return took;
  }

  private static Map<DrillPart, Duration> goals(Runbook runbook) {
    Map<DrillPart, Duration> goals = new EnumMap<>(DrillPart.class);
    for (DrillPart part : DrillPart.values()) {
      goal(runbook, part).ifPresent(goal -> goals.put(part, goal));
    }
    return goals;
  }

  /** For all of it the longest that a rollback is expected to take, unless the drill says less. */
  public static Optional<Duration> goal(Runbook runbook, DrillPart part) {
    Optional<Duration> own = Optional.ofNullable(runbook.drill().goals().get(part));
    return part == DrillPart.IN_ALL ? own.or(() -> Optional.of(runbook.duration())) : own;
  }

  /** The drill's checklist; empty: the incident is no drill. */
  public static List<DrillItemStatus> items(IncidentDetails details) {
    if (details.drill().isEmpty()) {
      return List.of();
    }
    DrillProgress drill = details.drill().get();
    List<DrillItemStatus> items = new ArrayList<>();
    for (DrillItem item : details.runbook().drill().checklist()) {
      int number = items.size();
      items.add(
          new DrillItemStatus(
              number,
              item,
              item.seen().filter(drill.seen()::contains).isPresent(),
              Optional.ofNullable(drill.ticked().get(number))));
    }
    return List.copyOf(items);
  }
}
