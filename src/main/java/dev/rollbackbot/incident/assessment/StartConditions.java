package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.proposal.AutomaticFacts;
import dev.rollbackbot.incident.proposal.LastMeasured;
import dev.rollbackbot.incident.proposal.Proposal;
import dev.rollbackbot.incident.proposal.RecordedFacts;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.trigger.TriggerSchedule;
import dev.rollbackbot.runbook.trigger.TriggerMeasurement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a rollback that was announced may begin now, by what was read after its delay. What is
 * not known is not met.
 */
public final class StartConditions {
  /** As long a gap ends a row of measurements. */
  private static final int LONGEST_GAP = 3;

  /** The reading takes time, and so does a round of measurements. */
  private static final Duration ROUND = Duration.ofSeconds(30);

  private StartConditions() {}

  /**
   * Every condition that does not hold, in a sentence each; empty: all hold.
   *
   * @param details with that reading
   */
  public static List<String> unmet(
      IncidentDetails details, Plan plan, Event.LiveVersionsRead read) {
    List<String> unmet = new ArrayList<>(AutomaticConditions.unmet(details, plan, read.at()));
    plan.steps().stream()
        .flatMap(s -> s.change().stream())
        .forEach(change -> readAgain(change, read.readings()).ifPresent(unmet::add));
    read.facts()
        .flatMap(AutomaticFacts::recorded)
        .ifPresentOrElse(
            recorded -> recorded(details, recorded, read.at(), unmet),
            () -> unmet.add("What the bot itself knows of it could not be read."));
    return unmet.stream().distinct().toList();
  }

  private static Optional<String> readAgain(PlannedStep.Change change, List<LiveReading> readings) {
    String name = change.service().service().name();
    Optional<LiveReading> reading =
        readings.stream()
            .filter(r -> r.service().recordName().equals(change.service().recordName()))
            .findFirst();
    if (reading.flatMap(LiveReading::live).isEmpty()) {
      return Optional.of("What is live of " + name + " could not be read.");
    }
    return reading.get().running().isEmpty()
        ? Optional.of("Whether a deployment of " + name + " is under way could not be read.")
        : Optional.empty();
  }

  private static void recorded(
      IncidentDetails details, RecordedFacts recorded, Instant now, List<String> unmet) {
    if (!recorded.sameRunbook()) {
      unmet.add("The runbook was changed after the incident began.");
    }
    if (recorded.untold() > 0) {
      unmet.add("Not all of what was said about it has reached Slack, so it may not be known.");
    }
    if (recorded.clicksWait()) {
      unmet.add("Somebody's click was received and is not decided yet.");
    }
    boolean stands =
        details.proposal().map(Proposal::firing).orElse(List.of()).stream()
            .filter(s -> s.onset().isPresent())
            .anyMatch(s -> stands(details, s, recorded.measured(), now));
    if (!stands) {
      unmet.add("The last measurements do not say that a trigger still fires.");
    }
  }

  /** As many as it takes have failed in a row, up to now. */
  private static boolean stands(
      IncidentDetails details,
      Suspicion suspicion,
      Map<String, LastMeasured> measured,
      Instant now) {
    Optional<LastMeasured> last = Optional.ofNullable(measured.get(suspicion.trigger()));
    return AutomaticConditions.rule(details, suspicion)
        .filter(rule ->
            last.filter(LastMeasured::conclusive)
                .filter(m -> m.failed() >= rule.fires() && isRecent(rule, m, now))
                .isPresent())
        .isPresent();
  }

  private static boolean isRecent(TriggerMeasurement rule, LastMeasured last, Instant now) {
    Instant oldest =
        new TriggerSchedule(rule, Optional.empty())
            .about(now)
            .minus(rule.every().multipliedBy(LONGEST_GAP))
            .minus(ROUND);
    return !last.about().isBefore(oldest);
  }
}
