package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last Web API calls and the last deliveries, for tests and the curious. Thread-safe. */
final class CallLog {
  private static final int MAX = 2_000;

  private final Deque<JsonObject> calls = new ArrayDeque<>();
  private final Deque<JsonObject> deliveries = new ArrayDeque<>();
  private final Clock clock;

  CallLog(Clock clock) {
    this.clock = clock;
  }

  synchronized void call(String method, String channel, JsonObject answer) {
    var entry =
        Jsons.object()
            .add("at", clock.instant().toString())
            .add("method", method)
            .add("ok", Jsons.isTrue(answer, "ok"));
    if (answer.containsKey("error")) {
      entry.add("error", answer.get("error"));
    }
    if (!channel.isEmpty()) {
      entry.add("channel", channel);
    }
    add(calls, entry.build());
  }

  /**
   * Notes a delivery.
   *
   * @param status the HTTP status, 200 for an acknowledged envelope, 0 without an answer in time
   */
  synchronized void delivery(String kind, String transport, int status, Duration took) {
    add(
        deliveries,
        Jsons.object()
            .add("at", clock.instant().toString())
            .add("kind", kind)
            .add("transport", transport)
            .add("status", status)
            .add("millis", took.toMillis())
            .build());
  }

  synchronized JsonArray calls() {
    return Jsons.objects(List.copyOf(calls));
  }

  synchronized JsonArray deliveries() {
    return Jsons.objects(List.copyOf(deliveries));
  }

  synchronized void clear() {
    calls.clear();
    deliveries.clear();
  }

  private static void add(Deque<JsonObject> log, JsonObject entry) {
    log.addLast(entry);
    if (log.size() > MAX) {
      log.removeFirst();
    }
  }
}
