package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.Transcript;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A transcript in chapters: each has the messages that are new or changed since the last one. */
final class IncrementalTranscript {
  private static final String UNDELIVERED = "select json from outbox where state = 'WAITING'";

  private final SandboxFixture fixture;
  private final SandboxUsers users;
  private final Map<String, String> known = new HashMap<>();
  private final StringBuilder out = new StringBuilder();

  IncrementalTranscript(SandboxFixture fixture) {
    this.fixture = fixture;
    this.users = fixture.sandboxUsers();
  }

  /** Waits until nothing is left to be delivered, so that the chapter is complete. */
  void chapter(String title, String... channels) {
    await().untilAsserted(() -> assertThat(BotDatabase.column(fixture, UNDELIVERED)).isEmpty());
    out.append("== ").append(title).append(" ==\n");
    for (String channel : channels) {
      out.append("\n#").append(name(channel)).append('\n');
      for (JsonObject object : users.messages(SandboxUsers.REQUESTER, channel)) {
        append(channel, object);
      }
    }
    out.append('\n');
  }

  private void append(String channel, JsonObject object) {
    String text = Transcript.of(List.of(object)).replaceAll("\\d+ min of", "N min of");
    String before = known.put(channel + object.getString("ts"), text);
    if (before == null) {
      out.append(text);
    } else if (!before.equals(text)) {
      out.append("  (changed)\n").append(text);
    }
  }

  private String name(String channel) {
    return users
        .sees(SandboxUsers.REQUESTER)
        .getJsonArray("channels")
        .getValuesAs(JsonObject.class)
        .stream()
        .filter(c -> c.getString("id").equals(channel))
        .map(c -> c.getString("name"))
        .findFirst()
        .orElse(channel);
  }

  String text() {
    return out.toString();
  }
}
