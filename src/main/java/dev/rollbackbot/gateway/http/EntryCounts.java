package dev.rollbackbot.gateway.http;

import dev.rollbackbot.gateway.BoundedHttpClient.ReceivedResponse;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.Reading;
import dev.rollbackbot.runbook.measure.EntryCount;
import dev.rollbackbot.runbook.measure.EntryCount.EntryFilter;
import dev.rollbackbot.runbook.measure.EntryCount.SinceChange;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts the entries of a list in a JSON body. What can't be counted surely is inconclusive. */
final class EntryCounts {
  /** Larger numbers are milliseconds: as seconds they would be thousands of years away. */
  private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(100_000_000_000L);

  private EntryCounts() {}

  /**
   * The count and what it says.
   *
   * @param changed when something was changed the last time; empty: nothing was
   */
  static JudgedPart judge(
      EntryCount rule,
      ReceivedResponse response,
      int maxDepth,
      Optional<Instant> changed,
      Instant now) {
    if (!response.complete()) {
      return JudgedPart.inconclusive("the body is too long to be counted");
    }
    Optional<JsonArray> list =
        BoundedJson.parse(response.body(), maxDepth).flatMap(body -> list(rule, body));
    if (list.isEmpty()) {
      return JudgedPart.inconclusive(
          rule.list().isEmpty() ? "the body is no list" : rule.list() + " is no list");
    }
    if (rule.since().isEmpty()) {
      return counted(rule, matching(rule, list.get()).size(), now);
    }
    SinceChange since = rule.since().get();
    if (changed.isEmpty()) {
      return JudgedPart.inconclusive("nothing was changed yet");
    }
    Instant from = changed.get().plus(since.grace());
    List<Instant> times = new ArrayList<>();
    for (JsonValue entry : list.get()) {
      Optional<Instant> time = value(entry, since.pointer()).flatMap(EntryCounts::time);
      if (time.isEmpty()) {
        return JudgedPart.inconclusive("an entry has no time at " + since.pointer());
      }
      times.add(time.get());
    }
    long count =
        matching(rule, list.get()).stream().filter(i -> !times.get(i).isBefore(from)).count();
    JudgedPart judged = counted(rule, count, now);
    boolean reachesBack = times.isEmpty() || times.stream().anyMatch(t -> t.isBefore(from));
    // Where all entries are younger, others that are as young may be on a next page.
    return reachesBack || judged.verdict() != Verdict.PASSED
        ? judged
        : JudgedPart.inconclusive("the list does not reach back to the rollback");
  }

  private static JudgedPart counted(EntryCount rule, long count, Instant now) {
    BigDecimal value = BigDecimal.valueOf(count);
    String limits =
        Stream.of(
                rule.limits().atMost().map(limit -> "at most " + limit.toPlainString()),
                rule.limits().atLeast().map(limit -> "at least " + limit.toPlainString()))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return JudgedPart.of(
        rule.limits().holds(value, Optional.empty()),
        "%d %s%s (%s)"
            .formatted(
                count,
                count == 1 ? "entry" : "entries",
                rule.since().isPresent() ? " since the rollback" : "",
                limits),
        Optional.of(Reading.of(value, "", now, Optional.empty())));
  }

  private static Optional<JsonArray> list(EntryCount rule, JsonStructure body) {
    Optional<JsonValue> found =
        rule.list().isEmpty() ? Optional.of(body) : value(body, rule.list());
    return found.filter(JsonArray.class::isInstance).map(JsonValue::asJsonArray);
  }

  /** Places of the entries for which all filters hold. */
  private static List<Integer> matching(EntryCount rule, JsonArray list) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      JsonValue entry = list.get(i);
      if (rule.where().stream().allMatch(filter -> holds(filter, entry))) {
        places.add(i);
      }
    }
    return places;
  }

  private static boolean holds(EntryFilter filter, JsonValue entry) {
    return value(entry, filter.pointer())
        .map(v -> v instanceof JsonString text ? text.getString() : v.toString())
        .filter(v -> filter.whole() ? v.equals(filter.value()) : v.contains(filter.value()))
        .isPresent();
  }

  private static Optional<JsonValue> value(JsonValue of, String pointer) {
    try {
      return of instanceof JsonStructure structure
          ? Optional.of(Json.createPointer(pointer).getValue(structure))
          : Optional.empty();
    } catch (JsonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** An ISO 8601 time, without an offset in UTC, also with a blank; or seconds or milliseconds. */
  private static Optional<Instant> time(JsonValue value) {
    try {
      if (value instanceof JsonNumber number) {
        BigDecimal n = number.bigDecimalValue();
        if (n.precision() - n.scale() > 18) {
          return Optional.empty();
        }
        BigDecimal millis = n.compareTo(MOST_SECONDS) < 0 ? n.movePointRight(3) : n;
        return Optional.of(Instant.ofEpochMilli(millis.longValue()));
      }
      if (!(value instanceof JsonString text)) {
        return Optional.empty();
      }
      String iso = text.getString().strip().replace(' ', 'T');
      return Optional.of(
          iso.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})$")
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
