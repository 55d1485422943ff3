package dev.rollbackbot.alert.source;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.secret.PersonalData;
import dev.rollbackbot.text.Truncation;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the fields of untrusted alerts; a field of an unexpected type counts as missing. */
public final class AlertFields {
  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_VALUE = 512;
  private static final int MOST_LABELS = 64;

  private AlertFields() {}

  /** Empty: it is not exactly one JSON object in UTF-8, or nested too deep. */
  public static Optional<JsonObject> object(AlertRequest request, int maxDepth) {
    return request
        .text()
        .flatMap(text -> BoundedJson.parse(text, maxDepth))
        .filter(JsonObject.class::isInstance)
        .map(JsonValue::asJsonObject);
  }

  /** Empty: it is not exactly one JSON list of objects in UTF-8, or nested too deep. */
  public static Optional<List<JsonObject>> objects(AlertRequest request, int maxDepth) {
    return request
        .text()
        .flatMap(text -> BoundedJson.parse(text, maxDepth))
        .filter(JsonArray.class::isInstance)
        .map(JsonValue::asJsonArray)
        .filter(all -> all.stream().allMatch(JsonObject.class::isInstance))
        .map(all -> all.stream().map(JsonValue::asJsonObject).toList());
  }

  /** A line for people, masked and bounded. */
  public static String title(String text) {
    return Truncation.oneLine(
        PersonalData.mask(Truncation.oneLine(text, 4 * LONGEST_TITLE)), LONGEST_TITLE);
  }

  /**
   * The texts and numbers of an object. What is too long to be a label is left out: cut off, it
   * could mean another one.
   */
  public static Map<String, String> labels(JsonObject fields) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> field : fields.entrySet()) {
      plain(field.getValue()).ifPresent(value -> addLabel(labels, field.getKey(), value));
    }
    return labels;
  }

  /** Adds a label within the limits. */
  public static void addLabel(Map<String, String> labels, String name, String value) {
    if (labels.size() < MOST_LABELS
        && name.length() <= LONGEST_NAME
        && value.length() <= LONGEST_VALUE) {
      labels.put(name, value);
    }
  }

  /** A text, a number or a truth value as text. */
  public static Optional<String> plain(JsonValue value) {
    return switch (value.getValueType()) {
      case STRING -> Optional.of(((JsonString) value).getString());
      case NUMBER -> Optional.of(((JsonNumber) value).toString());
      case TRUE -> Optional.of("true");
      case FALSE -> Optional.of("false");
      case NULL, ARRAY, OBJECT -> Optional.empty();
    };
  }

  /** A time in ISO-8601, with any offset; empty: there is none, or it is the year 1. */
  public static Optional<Instant> time(JsonObject fields, String name) {
    return BoundedJson.text(fields, name).flatMap(AlertFields::time);
  }

  /** As the other method. */
  public static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant()).filter(AlertFields::isUsable);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** So that it can be stored in milliseconds and compared; senders write the year 1 for "none". */
  public static boolean isUsable(Instant time) {
    return time.isAfter(Instant.EPOCH) && time.isBefore(Instant.parse("3000-01-01T00:00:00Z"));
  }
}
