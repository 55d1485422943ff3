package dev.rollbackbot.story;

import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A book of what the channels show: each chapter has only the messages that are new or changed. */
final class IncrementalTranscript {
  private final SandboxUsers sandboxUsers;
  private final Map<String, String> known = new HashMap<>();
  private final StringBuilder out = new StringBuilder();

  IncrementalTranscript(SandboxUsers sandboxUsers) {
    this.sandboxUsers = sandboxUsers;
  }

  void chapter(String title, String... channels) {
    out.append("== ").append(title).append(" ==\n");
    for (String channel : channels) {
      out.append("\n#").append(name(channel)).append('\n');
      for (JsonObject object : sandboxUsers.messages(SandboxUsers.REQUESTER, channel)) {
        tell(channel, object);
      }
    }
    out.append('\n');
  }

  private void tell(String channel, JsonObject object) {
    String text = Transcript.of(List.of(object));
    String before = known.put(channel + object.getString("ts"), text);
    if (before == null) {
      out.append(text);
    } else if (!before.equals(text)) {
      out.append("  (changed)\n").append(text);
    }
  }

  private String name(String channel) {
    return sandboxUsers
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
