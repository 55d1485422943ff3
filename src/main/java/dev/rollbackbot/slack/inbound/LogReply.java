package dev.rollbackbot.slack.inbound;

import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.timeline.Timeline;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.modal.LogModal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** An incident's log as one reply: the newest entries, as many as fit. */
final class LogReply {
  private static final int MAX_LENGTH = 3_500;

  private LogReply() {}

  static String of(IncidentId id, List<Timeline.TimelineEntry> log, MentionLookup mentions) {
    Deque<String> lines = new ArrayDeque<>();
    int length = 0;
    for (Timeline.TimelineEntry entry : log.reversed()) {
      String line = LogModal.line(entry, mentions, id);
      length += line.length() + 1;
      if (length > MAX_LENGTH) {
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
