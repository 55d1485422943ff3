package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.secret.Redactor;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Redacted events, one JSON object per line, bounded in size. Thread-safe. */
final class TailLog {
  /** Leaves 4 KiB for the notes. */
  private static final int MAX_BYTES = 512 * 1024 - 4 * 1024;

  private static final int MAX_LINE = 64 * 1024;

  private final String token;
  private final int maxDepth;
  private final List<String> notes = new ArrayList<>();
  private final StringBuilder recorded = new StringBuilder();
  private boolean recording;
  private int bytes;
  private int lines;
  private int dropped;

  TailLog(String token, int maxDepth) {
    this.maxDepth = maxDepth;
    this.token = token;
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
    JsonObjectBuilder line = Json.createObjectBuilder().add("service", service);
    BoundedJson.parse(frame, maxDepth)
        .ifPresentOrElse(
            event -> line.add("event", clean("", event)),
            () -> line.add("text", Redactor.redact(frame, token)));
    return line.build().toString();
  }

  private JsonValue clean(String name, JsonValue value) {
    if (Redactor.namesSecret(name) && value.getValueType() != JsonValue.ValueType.NULL) {
      return Json.createValue(Redactor.REDACTED);
    }
    return switch (value.getValueType()) {
      case OBJECT -> cleanObject(value.asJsonObject());
      case ARRAY -> {
        JsonArrayBuilder array = Json.createArrayBuilder();
        value.asJsonArray().forEach(v -> array.add(clean("", v)));
        yield array.build();
      }
      case STRING -> Json.createValue(Redactor.redact(((JsonString) value).getString(), token));
      case NUMBER, TRUE, FALSE, NULL -> value;
    };
  }

  private JsonValue cleanObject(JsonObject object) {
    JsonObjectBuilder clean = Json.createObjectBuilder();
    object.forEach((name, value) -> clean.add(Redactor.redact(name, token), clean(name, value)));
    return clean.build();
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
