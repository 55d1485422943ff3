package dev.rollbackbot.story;

import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A book of what the channels show: each chapter has only the messages that are new or changed. */
final class Chapters {
  private final People people;
  private final Map<String, String> known = new HashMap<>();
  private final StringBuilder out = new StringBuilder();

  Chapters(People people) {
    this.people = people;
  }

  void chapter(String title, String... channels) {
    out.append("== ").append(title).append(" ==\n");
    for (String channel : channels) {
      out.append("\n#").append(name(channel)).append('\n');
      for (JsonObject m : people.messages(People.REQUESTER, channel)) {
        tell(channel, m);
      }
    }
    out.append('\n');
  }

  private void tell(String channel, JsonObject m) {
    String text = Transcript.of(List.of(m));
    String before = known.put(channel + m.getString("ts"), text);
    if (before == null) {
      out.append(text);
    } else if (!before.equals(text)) {
      out.append("  (changed)\n").append(text);
    }
  }

  private String name(String channel) {
    return people
        .sees(People.REQUESTER)
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
