package dev.rollbackbot.sandbox.shared;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;

/** The newest entries, oldest first. Thread-safe. */
public final class RecentEntries {
  private final int limit;
  private final Deque<JsonObject> entries = new ArrayDeque<>();

  public RecentEntries(int limit) {
    this.limit = limit;
  }

  public synchronized void add(JsonObject entry) {
    entries.addLast(entry);
    if (entries.size() > limit) {
      entries.removeFirst();
    }
  }

  public synchronized JsonArray json() {
    return JsonHelper.objects(entries);
  }

  public synchronized void clear() {
    entries.clear();
  }
}
