package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.secret.PersonalData;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one event of a tail: only the fields named here. Headers, the visitor's place and
 * address, mail addresses and whatever a newer tail adds are left out; texts are masked.
 */
record CapturedEvent(JsonObject event, int maxDepth) {
  private static final String MESSAGE = "message";

  /** Fields of a structured log message that say what happened, and not to whom. */
  private static final Set<String> OF_A_MESSAGE =
      Set.of(
          "time",
          "timestamp",
          "ts",
          "level",
          "severity",
          "message",
          "msg",
          "error",
          "err",
          "name",
          "code",
          "status",
          "statuscode",
          "method",
          "path",
          "url",
          "ray",
          "rayid",
          "ray_id",
          "duration",
          "durationms",
          "duration_ms",
          "ms",
          "count",
          "attempt",
          "version",
          "service",
          "component",
          "stack");

  JsonObject keep(String service) {
    JsonObjectBuilder line = Json.createObjectBuilder().add("service", service);
    copy(line, event, "eventTimestamp", "time");
    copy(line, event, "outcome", "outcome");
    BoundedJson.object(event, "scriptVersion").ifPresent(v -> copy(line, v, "id", "version"));
    for (String number : List.of("cpuTime", "wallTime")) {
      copy(line, event, number, number);
    }
    if (BoundedJson.is(event, "truncated", true)) {
      line.add("truncated", true);
    }
    BoundedJson.object(event, "event").ifPresent(trigger -> keepTrigger(line, trigger));
    keepEach(
        line,
        "logs",
        entry -> {
          JsonObjectBuilder kept = Json.createObjectBuilder();
          copy(kept, entry, "timestamp", "time");
          copy(kept, entry, "level", "level");
          return kept.add(MESSAGE, message(entry.get(MESSAGE)));
        });
    keepEach(
        line,
        "exceptions",
        entry -> {
          JsonObjectBuilder kept = Json.createObjectBuilder();
          copy(kept, entry, "timestamp", "time");
          copy(kept, entry, "name", "name");
          return kept.add(MESSAGE, message(entry.get(MESSAGE)));
        });
    return line.build();
  }

  /** A request, a schedule, a queue, an alarm, a call between Workers, or a mail. */
  private static void keepTrigger(JsonObjectBuilder line, JsonObject trigger) {
    BoundedJson.object(trigger, "request")
        .ifPresent(request -> {
          copy(line, request, "method", "method");
          BoundedJson.text(request, "url").ifPresent(url -> line.add("path", path(url)));
          BoundedJson.object(request, "headers")
              .flatMap(headers -> BoundedJson.text(headers, "cf-ray"))
              .ifPresent(ray -> line.add("ray", PersonalData.mask(ray)));
        });
    BoundedJson.object(trigger, "response").ifPresent(r -> copy(line, r, "status", "status"));
    for (String field : List.of("cron", "scheduledTime", "queue", "batchSize", "rpcMethod")) {
      copy(line, trigger, field, field);
    }
    copy(line, trigger, "rawSize", "mailSize");
  }

  /** Without host, query and fragment: a host may name a customer. */
  private static String path(String url) {
    try {
      String path = URI.create(url).getRawPath();
      return path == null || path.isEmpty() ? "/" : PersonalData.mask(path);
    } catch (IllegalArgumentException e) {
      return "[not readable]";
    }
  }

  private interface KeptEntry {
    JsonObjectBuilder of(JsonObject entry);
  }

  private void keepEach(JsonObjectBuilder line, String field, KeptEntry keptEntry) {
    JsonArrayBuilder kept = Json.createArrayBuilder();
    int count = 0;
    if (event.get(field) instanceof JsonArray entries) {
      for (JsonValue entry : entries) {
        if (entry instanceof JsonObject object) {
          kept.add(keptEntry.of(object));
          count++;
        }
      }
    }
    if (count > 0) {
      line.add(field, kept);
    }
  }

  private static void copy(JsonObjectBuilder line, JsonObject from, String field, String keptAs) {
    switch (from.getOrDefault(field, JsonValue.NULL)) {
      case JsonString text -> line.add(keptAs, PersonalData.mask(text.getString()));
      case JsonNumber number -> line.add(keptAs, number);
      case JsonValue _ -> {}
    }
  }

  /** One text; structured parts lose the fields that may be about a person. */
  private String message(@Nullable JsonValue message) {
    StringBuilder text = new StringBuilder();
    if (message instanceof JsonArray parts) {
      parts.forEach(part -> text.append(text.isEmpty() ? "" : " ").append(part(part)));
    } else if (message != null) {
      text.append(part(message));
    }
    return PersonalData.mask(text.toString());
  }

  private String part(JsonValue part) {
    return switch (part) {
      case JsonString text -> structured(text.getString()).orElseGet(text::getString);
      case JsonObject object -> reduced(object).toString();
      case JsonValue other -> other.toString();
    };
  }

  private Optional<String> structured(String text) {
    return text.stripLeading().startsWith("{")
        ? BoundedJson.parse(text, maxDepth)
            .filter(JsonObject.class::isInstance)
            .map(json -> reduced(json.asJsonObject()).toString())
        : Optional.empty();
  }

  private JsonObject reduced(JsonObject object) {
    JsonObjectBuilder kept = Json.createObjectBuilder();
    int leftOut = 0;
    for (var field : object.entrySet()) {
      boolean scalar =
          switch (field.getValue().getValueType()) {
            case STRING, NUMBER, TRUE, FALSE -> true;
            case OBJECT, ARRAY, NULL -> false;
          };
      String name = field.getKey().toLowerCase(Locale.ROOT);
      if (OF_A_MESSAGE.contains(name) && scalar && !aboutPerson(name, object)) {
        kept.add(field.getKey(), field.getValue());
      } else {
        leftOut++;
      }
    }
    return (leftOut == 0 ? kept : kept.add("fields left out", leftOut)).build();
  }

  /** The name of an error stays, the name of a person does not. */
  private static boolean aboutPerson(String name, JsonObject object) {
    return name.equals("name") && !object.containsKey("stack") && !object.containsKey(MESSAGE);
  }
}
