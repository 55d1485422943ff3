package dev.rollbackbot.sandbox.cloudflare;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last calls of the provider's API, oldest first; no headers, so no token. Thread-safe. */
final class CallLog {

  private static final int KEPT = 50;
  private static final int NO_ANSWER = 0;

  private record Entry(Instant at, String method, String path, int status) {}

  private final Deque<Entry> entries = new ArrayDeque<>();

  synchronized void add(Instant at, String method, String path, Reply reply) {
    int status =
        switch (reply) {
          case Reply.Answer answer -> answer.status();
          case Reply.Silence _ -> NO_ANSWER;
        };
    entries.addLast(new Entry(at, method, path, status));
    if (entries.size() > KEPT) {
      entries.removeFirst();
    }
  }

  synchronized void clear() {
    entries.clear();
  }

  synchronized JsonArray json() {
    JsonArrayBuilder list = Json.createArrayBuilder();
    for (Entry entry : entries) {
      list.add(
          Json.createObjectBuilder()
              .add("at", entry.at().toString())
              .add("method", entry.method())
              .add("path", entry.path())
              .add("status", entry.status()));
    }
    return list.build();
  }
}
