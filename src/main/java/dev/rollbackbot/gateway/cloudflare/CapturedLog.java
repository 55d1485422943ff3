package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.Redactor;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What was heard, redacted and bounded: one JSON object a line, each beginning with its service.
 * Safe for several threads.
 */
final class CapturedLog {
  /** The notes that come on top are few and short. */
  private static final int MOST_BYTES = 512 * 1024 - 4 * 1024;

  private static final int LONGEST_LINE = 64 * 1024;

  private final String token;
  private final int deepest;
  private final List<String> notes = new ArrayList<>();
  private final StringBuilder recorded = new StringBuilder();
  private boolean startRecording;
  private int bytes;
  private int lines;
  private int dropped;

  CapturedLog(String token, int deepest) {
    this.deepest = deepest;
    this.token = token;
  }

  /** From now on what is heard counts. */
  synchronized void startRecording() {
    startRecording = true;
  }

  /** From now on it doesn't. */
  synchronized void stopRecording() {
    startRecording = false;
  }

  /** Adds one frame of a tail; what does not fit is only counted. */
  synchronized void add(String service, String frame) {
    if (!startRecording) {
      return;
    }
    if (frame.length() > LONGEST_LINE || bytes >= MOST_BYTES) {
      dropped++;
      return;
    }
    String line = line(service, frame);
    int length = line.getBytes(StandardCharsets.UTF_8).length + 1;
    if (bytes + length > MOST_BYTES) {
      dropped++;
      return;
    }
    recorded.append(line).append('\n');
    bytes += length;
    lines++;
  }

  private String line(String service, String frame) {
    JsonObjectBuilder line = jakarta.json.Json.createObjectBuilder().add("service", service);
    BoundedJson.parse(frame, deepest)
        .ifPresentOrElse(
            event -> line.add("event", clean("", event)),
            () -> line.add("text", Redactor.redact(frame, token)));
    return line.build().toString();
  }

  private JsonValue clean(String name, JsonValue value) {
    if (Redactor.namesSecret(name) && value.getValueType() != JsonValue.ValueType.NULL) {
      return jakarta.json.Json.createValue(Redactor.REDACTED);
    }
    return switch (value.getValueType()) {
      case OBJECT -> cleanObject(value.asJsonObject());
      case ARRAY -> {
        JsonArrayBuilder array = jakarta.json.Json.createArrayBuilder();
        value.asJsonArray().forEach(v -> array.add(clean("", v)));
        yield array.build();
      }
      case STRING ->
          jakarta.json.Json.createValue(Redactor.redact(((JsonString) value).getString(), token));
      case NUMBER, TRUE, FALSE, NULL -> value;
    };
  }

  private JsonValue cleanObject(JsonObject object) {
    JsonObjectBuilder clean = jakarta.json.Json.createObjectBuilder();
    object.forEach((name, value) -> clean.add(Redactor.redact(name, token), clean(name, value)));
    return clean.build();
  }

  /** Says something of the capture itself; not counted as a line. */
  synchronized void note(String text) {
    notes.add(text);
  }

  /** How many events were kept. */
  synchronized int lines() {
    return lines;
  }

  /** All of it: the notes first. */
  synchronized String text() {
    StringBuilder text = new StringBuilder();
    notes.forEach(n -> text.append(noteLine(n)));
    if (dropped > 0) {
      text.append(noteLine(dropped + " more events did not fit and are left out"));
    }
    return text.append(recorded).toString();
  }

  private static String noteLine(String note) {
    return jakarta.json.Json.createObjectBuilder().add("note", note).build() + "\n";
  }
}
