package dev.rollbackbot.sandbox.cloudflare.api;

import static dev.rollbackbot.sandbox.shared.JsonHelper.array;
import static dev.rollbackbot.sandbox.shared.JsonHelper.object;

import dev.rollbackbot.sandbox.cloudflare.account.Account;
import dev.rollbackbot.sandbox.cloudflare.d1.D1Databases;
import dev.rollbackbot.sandbox.metrics.TrafficCounters;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code POST /graphql}: how many requests a Worker had, and how many of them failed; how many rows
 * of a D1 database were written. It reads one form of query each and refuses others. It counts at
 * once, other than Cloudflare, which is late.
 */
public final class AnalyticsRoutes {
  private static final Pattern QUERY =
      Pattern.compile(
          "\\{ ?viewer ?\\{ ?accounts\\(filter: \\{accountTag: \"([^\"]*)\"}\\) ?\\{"
              + " ?workersInvocationsAdaptive\\(limit: \\d+, filter: \\{scriptName: \"([^\"]*)\","
              + " datetime_geq: \"([^\"]*)\", datetime_lt: \"([^\"]*)\"(?:, scriptVersion:"
              + " \"([^\"]*)\")?}\\) ?\\{ sum \\{ requests errors } quantiles \\{ cpuTimeP50"
              + " cpuTimeP99 wallTimeP99 requestDurationP50 } } } } } ?");
  private static final Pattern D1_QUERY =
      Pattern.compile(
          "\\{ ?viewer ?\\{ ?accounts\\(filter: \\{accountTag: \"([^\"]*)\"}\\) ?\\{"
              + " ?d1AnalyticsAdaptiveGroups\\(limit: \\d+, filter: \\{databaseId: \"([^\"]*)\","
              + " datetime_geq: \"([^\"]*)\"}\\) ?\\{ sum \\{ rowsWritten } } } } } ?");
  private static final int CPU_P50 = 1_200;
  private static final int CPU_P99 = 9_400;
  private static final int WALL_P99 = 212_000;
  private static final int DURATION_P50 = 48_000;

  private final String accountId;
  private final Account account;
  private final TrafficCounters traffic;
  private final D1Databases databases;

  public AnalyticsRoutes(
      String accountId, Account account, TrafficCounters traffic, D1Databases databases) {
    this.databases = databases;
    this.accountId = accountId;
    this.account = account;
    this.traffic = traffic;
  }

  ProviderResponse answer(ProviderRequest call) {
    if (!call.is("POST")) {
      return Envelope.badMethod(call.method());
    }
    String asked = text(call.body()).strip().replaceAll("\\s+", " ");
    Matcher ofDatabase = D1_QUERY.matcher(asked);
    if (ofDatabase.matches() && ofDatabase.group(1).equals(accountId)) {
      return written(ofDatabase.group(2), Instant.parse(ofDatabase.group(3)));
    }
    Matcher query = QUERY.matcher(asked);
    if (!query.matches()) {
      return error("unknown field, or a query that the sandbox doesn't know");
    }
    if (!query.group(1).equals(accountId)) {
      return error("not authorized for that account");
    }
    TrafficCounters.Counted counted =
        traffic.between(
            query.group(2), Instant.parse(query.group(3)), Instant.parse(query.group(4)));
    JsonArrayBuilder rows = array();
    if (counted.requests() > 0 && serves(query.group(2), Optional.ofNullable(query.group(5)))) {
      rows.add(
          object()
              .add(
                  "sum",
                  object().add("requests", counted.requests()).add("errors", counted.errors()))
              .add(
                  "quantiles",
                  object()
                      .add("cpuTimeP50", CPU_P50)
                      .add("cpuTimeP99", CPU_P99)
                      .add("wallTimeP99", WALL_P99)
                      .add("requestDurationP50", DURATION_P50)));
    }
    return answered("workersInvocationsAdaptive", rows);
  }

  private static ProviderResponse answered(String dataset, JsonArrayBuilder rows) {
    return ProviderResponse.json(
        200,
        object()
            .add(
                "data",
                object()
                    .add(
                        "viewer",
                        object().add("accounts", array().add(object().add(dataset, rows)))))
            .add("errors", JsonValue.NULL)
            .build());
  }

  private ProviderResponse written(String uuid, Instant since) {
    JsonArrayBuilder rows = array();
    databases
        .find(uuid)
        .ifPresent(
            d -> rows.add(object().add("sum", object().add("rowsWritten", d.writtenSince(since)))));
    return answered("d1AnalyticsAdaptiveGroups", rows);
  }

  private static String text(String body) {
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      return reader.readObject().getString("query", "");
    } catch (JsonException e) {
      return "";
    }
  }

  /** A version that isn't live has no requests. */
  private boolean serves(String script, Optional<String> version) {
    return account
        .worker(
            script,
            worker ->
                version.isEmpty()
                    || worker.history.live().shares().stream()
                        .anyMatch(share -> share.versionId().equals(version.get())))
        .orElse(false);
  }

  private static ProviderResponse error(String message) {
    return ProviderResponse.json(
        200,
        object()
            .add("data", JsonValue.NULL)
            .add("errors", array().add(object().add("message", message)))
            .build());
  }
}
