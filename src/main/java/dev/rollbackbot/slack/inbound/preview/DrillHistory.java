package dev.rollbackbot.slack.inbound.preview;

import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.IncidentStore.VersionedIncident;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.assessment.DrillScores;
import dev.rollbackbot.incident.text.DrillScoreText;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.List;
import java.util.function.Predicate;

/** The drills of runbooks that have ended, for whoever asks. */
public record DrillHistory(IncidentStore store, MentionLookup mentions) {
  private static final int SHOWN = 10;

  /** {@code mayRead}: private ones are shown to those who may read about them. */
  public String of(List<Runbook> runbooks, Predicate<Incident> mayRead) {
    StringBuilder text = new StringBuilder();
    for (Runbook runbook : runbooks) {
      List<Incident> drills =
          store.endedDrills(runbook.id(), SHOWN).stream()
              .flatMap(id -> store.load(id).flatMap(VersionedIncident::incident).stream())
              .filter(mayRead)
              .toList();
      text.append(text.isEmpty() ? "" : "\n")
          .append("*Drills of ")
          .append(Mrkdwn.escape(runbook.name()))
          .append("*, the newest first");
      if (drills.isEmpty()) {
        text.append("\nThere is none that you can see.");
      }
      drills.forEach(drill -> text.append('\n').append(line(drill)));
    }
    return text.toString();
  }

  private String line(Incident drill) {
    IncidentDetails details = drill.details();
    RichText line = DrillScores.of(details).map(DrillScoreText::line).orElse(RichText.EMPTY);
    return Mrkdwn.render(line, mentions, details.id());
  }
}
