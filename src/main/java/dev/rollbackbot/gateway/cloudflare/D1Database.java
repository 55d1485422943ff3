package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.CallResult.ErrorResponse;
import dev.rollbackbot.gateway.CallResult.NotSent;
import dev.rollbackbot.gateway.CallResult.RateLimited;
import dev.rollbackbot.gateway.CallResult.Success;
import dev.rollbackbot.gateway.CallResult.UnknownResult;
import dev.rollbackbot.gateway.DatabaseApi;
import dev.rollbackbot.gateway.ProviderCalls;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One D1 database. What is sent with one call of {@code /query} is one transaction, and there is
 * none across calls: the guards stand before the script in the same call, and one that does not
 * hold makes it fail.
 */
record D1Database(CloudflareClient client, String name, String uuid) implements DatabaseApi {
  private static final Pattern UUID = Pattern.compile("[0-9a-f-]{36}");
  private static final int PER_PAGE = 50;
  private static final int MOST_PAGES = 20;

  /** A call of {@code /query} is ended by D1 after that. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** Errors of SQL have this code, and so have D1's own. */
  private static final String INTERNAL = "internal error";

  /** By its exact name. */
  static D1Database find(CloudflareClient client, String name) throws ProviderReadException {
    for (int page = 1; page <= MOST_PAGES; page++) {
      String path =
          client.account(
              "/d1/database?name=%s&per_page=%d&page=%d"
                  .formatted(URLEncoder.encode(name, StandardCharsets.UTF_8), PER_PAGE, page));
      List<JsonObject> databases =
          BoundedJson.objects(client.read(path, client.rateLimitBudget()), "result")
              .orElseThrow(() -> CloudflareClient.unreadable("it lists no databases"));
      Optional<String> uuid =
          databases.stream()
              .filter(d -> BoundedJson.text(d, "name").equals(Optional.of(name)))
              .flatMap(d -> BoundedJson.text(d, "uuid").stream())
              .filter(UUID.asMatchPredicate())
              .findFirst();
      if (uuid.isPresent()) {
        return new D1Database(client, name, uuid.get());
      }
      if (databases.size() < PER_PAGE) {
        break;
      }
    }
    throw new ProviderReadException(
        FailureKind.REFUSED,
        "no-database",
        "The account has no D1 database that is named %s.".formatted(name));
  }

  private String path(String rest) {
    return client.account("/d1/database/" + uuid + rest);
  }

  @Override
  public List<String> read(List<String> queries) throws ProviderReadException {
    JsonObject body =
        ProviderCalls.read(
            () -> query(String.join(";\n", queries) + ";", () -> true), client.rateLimitBudget());
    List<JsonObject> results =
        BoundedJson.objects(body, "result")
            .filter(r -> r.size() == queries.size())
            .orElseThrow(() -> CloudflareClient.unreadable("it has not one result a query"));
    List<String> values = new ArrayList<>();
    for (JsonObject result : results) {
      values.add(value(result));
    }
    return values;
  }

  private static String value(JsonObject result) throws ProviderReadException {
    List<JsonObject> rows =
        BoundedJson.objects(result, "results")
            .orElseThrow(() -> CloudflareClient.unreadable("it has no rows"));
    if (rows.isEmpty()) {
      return NULL;
    }
    if (rows.size() > 1 || rows.getFirst().size() != 1) {
      throw new ProviderReadException(
          FailureKind.REFUSED,
          "not-one-value",
          "A query of the runbook answers more than a value.");
    }
    return switch (rows.getFirst().values().iterator().next()) {
      case JsonString text -> text.getString();
      case JsonNumber number -> number.toString();
      case JsonValue other -> other.equals(JsonValue.NULL) ? NULL : other.toString();
    };
  }

  @Override
  public Optional<String> bookmark() throws ProviderReadException {
    JsonObject body = client.read(path("/time_travel/bookmark"), client.rateLimitBudget());
    Optional<String> bookmark =
        BoundedJson.object(body, "result").flatMap(r -> BoundedJson.text(r, "bookmark"));
    if (bookmark.isEmpty()) {
      throw CloudflareClient.unreadable("it has no bookmark");
    }
    return bookmark;
  }

  @Override
  public RestoreResult restore(String bookmark, LeaseCheck leaseCheck) {
    String path =
        path(
            "/time_travel/restore?bookmark=" + URLEncoder.encode(bookmark, StandardCharsets.UTF_8));
    return switch (client.post(path, Optional.empty(), leaseCheck, mayRunFor())) {
      case Success success ->
          new Restored(
              BoundedJson.object(success.body(), "result")
                  .flatMap(r -> BoundedJson.text(r, "previous_bookmark")));
      case ErrorResponse error when error.message().contains(INTERNAL) ->
          new RestoreUnknown(error.description());
      case ErrorResponse error -> new RestoreRefused(true, error.code(), error.description());
      case RateLimited limited -> new RestoreRefused(true, limited.code(), limited.description());
      case NotSent notSent -> new RestoreRefused(false, notSent.code(), notSent.description());
      case UnknownResult unknown -> new RestoreUnknown(unknown.description());
    };
  }

  /** What it has counted late is missing, and its own number is not exact to the row. */
  @Override
  public String writtenSince(Instant time) {
    return client
        .graphQl(
            ("{ viewer { accounts(filter: {accountTag: \"%s\"}) { d1AnalyticsAdaptiveGroups(limit:"
                    + " 10000, filter: {databaseId: \"%s\", datetime_geq: \"%s\"}) { sum {"
                    + " rowsWritten } } } } }")
                .formatted(client.accountId(), uuid, time.truncatedTo(ChronoUnit.SECONDS)))
        .flatMap(D1Database::rowsWritten)
        .map(rows ->
            rows == 0
                ? "How many rows were written since is not known yet: Cloudflare's analytics, which"
                    + " lag by minutes, have not even counted the script's."
                : "Cloudflare's analytics have counted %d rows written since; the last minutes may be missing."
                    .formatted(rows))
        .orElse(
            "How many rows were written since is unknown: Cloudflare's analytics did not say"
                + " (the token needs Account Analytics: Read).");
  }

  private static Optional<Long> rowsWritten(JsonObject answer) {
    return BoundedJson.object(answer, "data")
        .flatMap(d -> BoundedJson.object(d, "viewer"))
        .flatMap(v -> BoundedJson.objects(v, "accounts"))
        .filter(accounts -> accounts.size() == 1)
        .flatMap(accounts -> BoundedJson.objects(accounts.getFirst(), "d1AnalyticsAdaptiveGroups"))
        .map(groups ->
            groups.stream()
                .flatMap(g -> BoundedJson.object(g, "sum").stream())
                .mapToLong(sum -> (long) BoundedJson.number(sum, "rowsWritten").orElse(0))
                .sum());
  }

  @Override
  public ScriptResult run(String script, List<ScriptGuard> guards, LeaseCheck leaseCheck) {
    StringBuilder sql = new StringBuilder();
    guards.forEach(guard -> sql.append(statement(guard)));
    // D1 takes a carriage return in the body of a trigger for its end.
    sql.append(script.replace("\r\n", "\n"));
    return switch (query(sql.toString(), leaseCheck)) {
      case Success _ -> new ScriptDone();
      case ErrorResponse error when error.message().contains(INTERNAL) ->
          new ScriptUnknown(error.description());
      case ErrorResponse error -> new RequestRefused(error.code(), error.description());
      case RateLimited limited -> new RequestRefused(limited.code(), limited.description());
      case NotSent notSent -> new ScriptRefused(false, notSent.code(), notSent.description());
      case UnknownResult unknown -> new ScriptUnknown(unknown.description());
    };
  }

  /** SQL has no statement that only compares: JSON that is none is an error of the statement. */
  private static String statement(ScriptGuard guard) {
    return "SELECT CASE WHEN COALESCE(CAST((%s) AS TEXT), '%s') %s '%s' THEN 1 ELSE json('changed' || 1) END;\n"
        .formatted(guard.sql(), NULL, guard.other() ? "<>" : "=", guard.value().replace("'", "''"));
  }

  private CallResult query(String sql, LeaseCheck leaseCheck) {
    JsonObject body = Json.createObjectBuilder().add("sql", sql).build();
    return client.post(path("/query"), Optional.of(body), leaseCheck, mayRunFor());
  }

  @Override
  public Duration mayRunFor() {
    return LONGEST.plus(MARGIN);
  }
}
