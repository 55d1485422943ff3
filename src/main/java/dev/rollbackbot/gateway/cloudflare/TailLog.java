package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.secret.PersonalData;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What is kept of the events, one JSON object per line, bounded in size. Thread-safe. */
final class TailLog {
  /** Leaves 4 KiB for the notes. */
  private static final int MAX_BYTES = 512 * 1024 - 4 * 1024;

  private static final int MAX_LINE = 64 * 1024;

  private final int maxDepth;
  private final List<String> notes = new ArrayList<>();
  private final StringBuilder recorded = new StringBuilder();
  private boolean recording;
  private int bytes;
  private int lines;
  private int dropped;

  TailLog(int maxDepth) {
    this.maxDepth = maxDepth;
  }

  synchronized void setRecording(boolean recording) {
    this.recording = recording;
  }

  /** Adds one frame of a tail. Frames that exceed the limit are only counted. */
  synchronized void add(String service, String frame) {
    if (!recording) {
      return;
    }
    String line = frame.length() > MAX_LINE || bytes >= MAX_BYTES ? "" : line(service, frame);
    int length = line.getBytes(StandardCharsets.UTF_8).length + 1;
    if (line.isEmpty() || bytes + length > MAX_BYTES) {
      dropped++;
      return;
    }
    recorded.append(line).append('\n');
    bytes += length;
    lines++;
  }

  private String line(String service, String frame) {
    return BoundedJson.parse(frame, maxDepth)
        .filter(JsonObject.class::isInstance)
        .map(event -> new CapturedEvent(event.asJsonObject(), maxDepth).keep(service))
        .orElseGet(() ->
            Json.createObjectBuilder()
                .add("service", service)
                .add("message", PersonalData.mask(frame))
                .build())
        .toString();
  }

  /** A remark about the capture itself, not counted as a line. */
  synchronized void note(String text) {
    notes.add(text);
  }

  synchronized int lines() {
    return lines;
  }

  /** The notes, then the events. */
  synchronized String text() {
    StringBuilder text = new StringBuilder();
    notes.forEach(n -> text.append(noteLine(n)));
    if (dropped > 0) {
      text.append(noteLine(dropped + " more events did not fit and are left out"));
    }
    return text.append(recorded).toString();
  }

  private static String noteLine(String note) {
    return Json.createObjectBuilder().add("note", note).build() + "\n";
  }
}
