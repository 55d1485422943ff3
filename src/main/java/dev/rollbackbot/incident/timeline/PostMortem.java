package dev.rollbackbot.incident.timeline;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.text.PostTemplates;
import java.util.List;

/** The draft of the post-mortem: the runbook's template with the incident's timeline. */
public final class PostMortem {
  private PostMortem() {}

  public static String draft(Incident incident, List<Event> events) {
    String draft = PostTemplates.postMortem(incident, lines(events));
    return incident.details().isDrill()
        ? IncidentDetails.DRILL + ": a rehearsal. Nothing was wrong.\n\n" + draft
        : draft;
  }

  private static RichText lines(List<Event> events) {
    RichText out = RichText.EMPTY;
    String separator = "";
    for (Timeline.TimelineEntry entry : Timeline.of(events)) {
      out = out.text(separator + "- ").time(entry.at()).text(": ").add(entry.text());
      separator = "\n";
    }
    return out;
  }
}
