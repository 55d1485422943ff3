package dev.rollbackbot.sandbox.cloudflare.api;

import static dev.rollbackbot.sandbox.shared.JsonHelper.object;

import dev.rollbackbot.sandbox.shared.RecentEntries;
import jakarta.json.JsonArray;
import java.time.Instant;

/** The last calls of the provider's API, oldest first, without headers. Thread-safe. */
public final class ProviderCallLog {
  private static final int KEPT = 50;
  private static final int NO_ANSWER = 0;

  private final RecentEntries entries = new RecentEntries(KEPT);

  public void add(Instant at, String method, String path, ProviderResponse response) {
    int status =
        switch (response) {
          case ProviderResponse.Answer answer -> answer.status();
          case ProviderResponse.ConnectionClosed _ -> NO_ANSWER;
        };
    entries.add(
        object()
            .add("at", at.toString())
            .add("method", method)
            .add("path", path)
            .add("status", status)
            .build());
  }

  public void clear() {
    entries.clear();
  }

  public JsonArray json() {
    return entries.json();
  }
}
