package dev.rollbackbot.incident.timeline;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.ProposalEvent;
import java.util.ArrayList;
import java.util.List;

/** The timeline of an incident as a list. */
record TimelineLines(RecordedIncident incident, MarkdownText text) {
  static final String LEGEND =
      "Each line says where it comes from: a person, the bot, a probe, a trigger, a provider, or"
          + " Slack.";

  /** The entries of the timeline, from that event on, as a list. */
  List<String> lines(int from) {
    List<String> out = new ArrayList<>();
    for (RecordedIncident.RecordedEvent recorded :
        incident.events().subList(from, incident.events().size())) {
      Timeline.entry(recorded.before(), recorded.after(), recorded.event())
          .map(entry ->
              "- %s, %s: %s"
                  .formatted(
                      text.time(entry.at()), source(recorded.event()), text.line(entry.text())))
          .ifPresent(out::add);
    }
    return out;
  }

  private static String source(Event event) {
    return switch (event) {
      // What the signature led to, in the bot's words.
      case Event.SignedVerified _ -> "bot";
      case Event.OfChat e when e.by().equals(Actor.BOT.id()) -> "Slack";
      case Event.ProbesRead _, Event.BaselineRead _, Event.VerificationLost _ -> "probe";
      case Event.OfLive _,
          Event.LiveVersionChanged _,
          Event.ChangedAfterResolved _,
          Event.StepSucceeded _,
          Event.StepJobSucceeded _,
          Event.StepFailed _,
          Event.StepUnknown _,
          Event.JobWaitsForPerson _,
          Event.JobWaitEnded _ ->
          "provider";
      case ProposalEvent.RollbackProposed _,
          ProposalEvent.TriggerSeen _,
          ProposalEvent.AlertSeen _,
          ProposalEvent.TriggerOver _ ->
          "trigger";
      case Event e -> e.by().equals(Actor.BOT.id()) ? "bot" : "person";
    };
  }
}
