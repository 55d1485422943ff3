package dev.rollbackbot.sandbox.cloudflare.api;

import dev.rollbackbot.sandbox.cloudflare.account.Faults;
import dev.rollbackbot.sandbox.cloudflare.d1.D1Databases;
import dev.rollbackbot.sandbox.cloudflare.d1.D1Store;
import dev.rollbackbot.sandbox.cloudflare.d1.D1Store.RefusedException;
import dev.rollbackbot.sandbox.cloudflare.d1.D1Store.StatementResult;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /d1/database…}: the look-up, queries, and time travel. */
public record D1Routes(D1Databases databases, Faults faults) {
  private static final int UNKNOWN_DATABASE = 7404;
  private static final int SQL_ERROR = 7500;
  private static final int BAD_REQUEST = 7400;
  private static final int PER_PAGE = 10;

  ProviderResponse answer(ProviderRequest call) {
    if (!call.segment(0).equals("database")) {
      return Envelope.noRoute();
    }
    if (call.path().size() == 1) {
      return call.is("GET") ? list(call) : Envelope.badMethod(call.method());
    }
    Optional<D1Store> database = databases.find(call.segment(1));
    if (database.isEmpty()) {
      return Envelope.error(
          404, UNKNOWN_DATABASE, "The database %s could not be found".formatted(call.segment(1)));
    }
    String rest = String.join("/", call.path().subList(2, call.path().size()));
    return switch (rest) {
      case "" -> Envelope.ok(json(database.get()));
      case "query" -> query(database.get(), call, false);
      case "raw" -> query(database.get(), call, true);
      case "time_travel/bookmark" -> bookmark(database.get(), call);
      case "time_travel/restore" -> restore(database.get(), call);
      default -> Envelope.noRoute();
    };
  }

  private ProviderResponse list(ProviderRequest call) {
    String wanted = call.query().getOrDefault("name", "");
    int page = call.number("page", 1);
    int perPage = call.number("per_page", PER_PAGE);
    if (page < 1 || perPage < 1) {
      return Envelope.error(400, BAD_REQUEST, "Invalid pagination");
    }
    List<D1Store> all = databases.all().stream().filter(d -> d.name().contains(wanted)).toList();
    List<D1Store> items = all.stream().skip((page - 1L) * perPage).limit(perPage).toList();
    JsonArrayBuilder result = JsonHelper.array();
    items.forEach(d -> result.add(json(d)));
    return Envelope.page(result.build(), Envelope.info(page, perPage, items.size(), all.size()));
  }

  private static JsonObject json(D1Store database) {
    return JsonHelper.object()
        .add("uuid", database.uuid())
        .add("name", database.name())
        .add("version", "production")
        .add("created_at", "2026-01-05T09:00:00.000Z")
        .build();
  }

  private ProviderResponse query(D1Store database, ProviderRequest call, boolean raw) {
    if (!call.is("POST")) {
      return Envelope.badMethod(call.method());
    }
    Optional<String> sql = sql(call.body());
    if (sql.isEmpty()) {
      return Envelope.error(400, BAD_REQUEST, "The request is malformed: sql is missing");
    }
    boolean reads = sql.get().strip().toUpperCase(Locale.ROOT).matches("(?s)(SELECT|WITH)\\b.*");
    boolean changes = !reads || sql.get().contains("json('changed'");
    ChangeFaults changeFaults = new ChangeFaults(faults);
    if (changes) {
      Optional<ProviderResponse> instead = changeFaults.insteadOfChange();
      if (instead.isPresent()) {
        return instead.get();
      }
    }
    ProviderResponse response;
    try {
      JsonArrayBuilder results = JsonHelper.array();
      database.batch(sql.get()).forEach(r -> results.add(result(r, raw)));
      response = Envelope.ok(results.build());
    } catch (RefusedException e) {
      return Envelope.error(400, SQL_ERROR, String.valueOf(e.getMessage()));
    }
    return changes ? changeFaults.afterChange(response) : response;
  }

  private static Optional<String> sql(String body) {
    try (var reader = Json.createReader(new StringReader(body))) {
      return Optional.ofNullable(reader.readObject().get("sql"))
          .filter(JsonString.class::isInstance)
          .map(text -> ((JsonString) text).getString());
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private static JsonObject result(StatementResult result, boolean raw) {
    return JsonHelper.object()
        .add("results", raw ? rawRows(result) : rows(result))
        .add("success", true)
        .add(
            "meta",
            JsonHelper.object()
                .add("served_by_primary", true)
                .add("duration", 0.2)
                .add("changes", result.changes())
                .add("last_row_id", 0)
                .add("changed_db", result.changes() > 0)
                .add("rows_read", result.rows().size())
                .add("rows_written", result.changes()))
        .build();
  }

  private static JsonValue rows(StatementResult result) {
    JsonArrayBuilder rows = JsonHelper.array();
    for (List<Object> row : result.rows()) {
      JsonObjectBuilder object = JsonHelper.object();
      for (int i = 0; i < row.size(); i++) {
        object.add(result.columns().get(i), value(row.get(i)));
      }
      rows.add(object);
    }
    return rows.build();
  }

  private static JsonValue rawRows(StatementResult result) {
    JsonArrayBuilder columns = JsonHelper.array();
    result.columns().forEach(columns::add);
    JsonArrayBuilder rows = JsonHelper.array();
    for (List<Object> row : result.rows()) {
      JsonArrayBuilder cells = JsonHelper.array();
      row.forEach(cell -> cells.add(value(cell)));
      rows.add(cells);
    }
    return JsonHelper.object().add("columns", columns).add("rows", rows).build();
  }

  private static JsonValue value(Object value) {
    return switch (value) {
      case Optional<?> _ -> JsonValue.NULL;
      case Number number -> Json.createValue(new BigDecimal(number.toString()));
      default -> Json.createValue(value.toString());
    };
  }

  private static ProviderResponse bookmark(D1Store database, ProviderRequest call) {
    if (!call.is("GET")) {
      return Envelope.badMethod(call.method());
    }
    Optional<Instant> at;
    try {
      at = Optional.ofNullable(call.query().get("timestamp")).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Envelope.error(400, BAD_REQUEST, "The timestamp is malformed");
    }
    return database
        .bookmark(at)
        .map(b -> Envelope.ok(JsonHelper.object().add("bookmark", b).build()))
        .orElseGet(() -> Envelope.error(400, BAD_REQUEST, "No bookmark is that old"));
  }

  private ProviderResponse restore(D1Store database, ProviderRequest call) {
    if (!call.is("POST")) {
      return Envelope.badMethod(call.method());
    }
    ChangeFaults changeFaults = new ChangeFaults(faults);
    Optional<ProviderResponse> instead = changeFaults.insteadOfChange();
    if (instead.isPresent()) {
      return instead.get();
    }
    if (database.restoredTooOften()) {
      return Envelope.error(400, BAD_REQUEST, "Too many restores of this database: 10 in 10 min");
    }
    ProviderResponse response = restored(database, call.query().getOrDefault("bookmark", ""));
    return changeFaults.afterChange(response);
  }

  private static ProviderResponse restored(D1Store database, String wanted) {
    return database
        .restore(wanted)
        .map(previous ->
            Envelope.ok(
                JsonHelper.object()
                    .add("bookmark", database.bookmark(Optional.empty()).orElseThrow())
                    .add("previous_bookmark", previous)
                    .add("message", "The database was restored. Undo: restore to " + previous)
                    .build()))
        .orElseGet(() -> Envelope.error(400, BAD_REQUEST, "The bookmark is unknown"));
  }
}
