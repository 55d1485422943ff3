package dev.rollbackbot.sandbox.slack.state;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.shared.RecentEntries;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;

/** The last Web API calls and deliveries. Thread-safe. */
public final class ApiCallLog {
  private static final int MAX = 2_000;

  private final RecentEntries calls = new RecentEntries(MAX);
  private final RecentEntries deliveries = new RecentEntries(MAX);
  private final Clock clock;

  public ApiCallLog(Clock clock) {
    this.clock = clock;
  }

  public void call(String method, String channel, JsonObject answer) {
    var entry =
        JsonHelper.object()
            .add("at", clock.instant().toString())
            .add("method", method)
            .add("ok", JsonHelper.isTrue(answer, "ok"));
    if (answer.containsKey("error")) {
      entry.add("error", answer.get("error"));
    }
    if (!channel.isEmpty()) {
      entry.add("channel", channel);
    }
    calls.add(entry.build());
  }

  /** {@code status} is 200 for an acknowledged envelope and 0 without an answer in time. */
  public void delivery(String kind, String transport, int status, Duration took) {
    deliveries.add(
        JsonHelper.object()
            .add("at", clock.instant().toString())
            .add("kind", kind)
            .add("transport", transport)
            .add("status", status)
            .add("millis", took.toMillis())
            .build());
  }

  public JsonArray calls() {
    return calls.json();
  }

  public JsonArray deliveries() {
    return deliveries.json();
  }

  public void clear() {
    calls.clear();
    deliveries.clear();
  }
}
