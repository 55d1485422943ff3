package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.UnsettledAttempt;
import dev.rollbackbot.incident.assessment.DrillScores;
import dev.rollbackbot.incident.drill.DrillItemStatus;
import dev.rollbackbot.incident.rollback.StepRun;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said of drills. */
public final class DrillText {
  private DrillText() {}

  /** All that the incidents channel shows of a drill. */
  public static String card(IncidentDetails details, State state) {
    String what =
        state instanceof State.Ended ? "This drill is over." : "A drill is on: nothing is wrong.";
    return "%s · %s · %s. %s"
        .formatted(
            details.label(), details.runbook().name(), details.declaration().environment(), what);
  }

  public static RichText interrupted(Event.DrillInterrupted event) {
    String label = new IncidentId(event.incident()).label();
    return event.ends()
        ? RichText.of(
            label
                + " is declared for the same services. It goes first: no step of this drill begins"
                + " any more, and it ends when the bot has read what became of those that it sent.")
        : RichText.of(
            label
                + " is declared for the same runbook, in "
                + event.environment()
                + ". It goes first: cancel this drill if its people are needed there.");
  }

  /** What follows the second signature. */
  public static String afterSigning(IncidentDetails details) {
    return details.isDrill() ? "then the drill is over" : "then everybody is told";
  }

  /** Why the drill was cancelled by the bot, and what it leaves in that incident's way. */
  public static String yielded(Incident drill, int incident) {
    String label = new IncidentId(incident).label();
    String unknown = titles(drill.details().unsettled().stream().map(UnsettledAttempt::title));
    String byHand =
        titles(
            drill.currentSteps().stream()
                .filter(step -> step.status() instanceof StepRun.HandedOver)
                .map(step -> step.step().title()));
    return label
        + " is declared for the same services and goes first."
        + (unknown.isEmpty()
            ? ""
            : " Nobody knows what became of %s: its lock is kept until somebody takes it over in %s."
                .formatted(unknown, label))
        + (byHand.isEmpty()
            ? ""
            : " Whoever carries out %s by hand: stop, and say in %s how far it has come."
                .formatted(byHand, label));
  }

  private static String titles(Stream<String> titles) {
    return titles.distinct().map(title -> "“" + title + "”").collect(Collectors.joining(", "));
  }

  public static RichText ticked(IncidentDetails details, Event.DrillItemTicked event) {
    return RichText.EMPTY
        .person(event.by())
        .text(" ticked “" + item(details, event.item()) + "”: ")
        .said(event.reason());
  }

  private static String item(IncidentDetails details, int number) {
    return details.runbook().drill().checklist().get(number).text();
  }

  /** The drill's checklist on the panel; empty: it has none. */
  public static Optional<RichText> checklist(IncidentDetails details) {
    List<DrillItemStatus> items = DrillScores.items(details);
    if (items.isEmpty()) {
      return Optional.empty();
    }
    long done = items.stream().filter(DrillItemStatus::done).count();
    RichText text = RichText.of("*Drill*  %d of %d seen".formatted(done, items.size()));
    for (DrillItemStatus item : items) {
      text = text.text("\n" + (item.done() ? "✓ " : "○ ") + item.item().text());
      if (item.tick().isPresent() && !item.seen()) {
        text = text.text(", says ").person(item.tick().get().by());
      }
    }
    return Optional.of(text);
  }

  /** The drill's channel, for the card; empty: it has none of its own. */
  public static Optional<String> channel(IncidentDetails details) {
    return details.channel().filter(Channel::own).map(Channel::id);
  }
}
