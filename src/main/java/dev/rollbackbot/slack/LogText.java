package dev.rollbackbot.slack;

import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.incident.Timeline;
import dev.rollbackbot.slack.view.Mrkdwn;
import dev.rollbackbot.slack.view.Names;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** An incident's log as one answer; the newest entries, as many as fit. */
final class LogText {
  private static final int MOST = 3_500;

  private LogText() {}

  static String of(IncidentId id, List<Timeline.Entry> log, Names names) {
    Deque<String> lines = new ArrayDeque<>();
    int length = 0;
    for (Timeline.Entry e : log.reversed()) {
      String line =
          Mrkdwn.render(new Prose(List.of()).time(e.at()).text("  ").add(e.text()), names, id);
      length += line.length() + 1;
      if (length > MOST) {
        lines.addFirst("The newest " + lines.size() + " of " + log.size() + " entries:");
        break;
      }
      lines.addFirst(line);
    }
    return lines.isEmpty()
        ? "Nothing has happened in " + id.label() + " yet."
        : "*Log of " + id.label() + "*\n" + String.join("\n", lines);
  }
}
