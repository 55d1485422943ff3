package dev.rollbackbot.story;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What a channel shows, as text that a person can read and check; times and lengths are left out.
 */
public final class Transcript {
  private Transcript() {}

  /** The messages, in order, those of threads indented. */
  public static String of(List<JsonObject> messages) {
    StringBuilder out = new StringBuilder();
    for (JsonObject m : messages) {
      boolean reply =
          m.containsKey("thread_ts") && !m.getString("thread_ts").equals(m.getString("ts"));
      out.append(message(m).indent(reply ? 6 : 2));
    }
    return out.toString();
  }

  private static String message(JsonObject m) {
    List<String> lines = new ArrayList<>();
    String who = m.containsKey("bot_id") ? "bot" : m.getString("user", "?");
    boolean whisper = m.getBoolean("ephemeral", false);
    lines.add("[" + who + (whisper ? ", only to you" : "") + "]");
    JsonArray blocks = m.getJsonArray("blocks");
    if (blocks == null || blocks.isEmpty()) {
      lines.add(timeless(m.getString("text", "")));
    } else {
      blocks.getValuesAs(JsonObject.class).forEach(b -> lines.add(block(b)));
    }
    if (m.containsKey("files")) {
      m.getJsonArray("files")
          .getValuesAs(JsonObject.class)
          .forEach(f -> lines.add("(file " + f.getString("name") + ")"));
    }
    return String.join("\n", lines);
  }

  private static String block(JsonObject b) {
    return switch (b.getString("type")) {
      case "header" -> "# " + text(b);
      case "divider" -> "----";
      case "section" ->
          text(b)
              + (b.containsKey("accessory") ? "   " + element(b.getJsonObject("accessory")) : "");
      case "context" ->
          "~ "
              + String.join(
                  " ",
                  b.getJsonArray("elements").getValuesAs(JsonObject.class).stream()
                      .map(e -> timeless(e.getString("text", "")))
                      .toList());
      case "actions" ->
          String.join(
              " ",
              b.getJsonArray("elements").getValuesAs(JsonObject.class).stream()
                  .map(Transcript::element)
                  .toList());
      default -> "(" + b.getString("type") + ")";
    };
  }

  private static String text(JsonObject block) {
    return timeless(block.getJsonObject("text").getString("text"));
  }

  private static String element(JsonObject e) {
    return switch (e.getString("type")) {
      case "button" ->
          "["
              + e.getJsonObject("text").getString("text")
              + (e.containsKey("confirm") ? "?" : "")
              + "]";
      case "static_select" -> "[" + e.getJsonObject("placeholder").getString("text") + " v]";
      default -> "[" + e.getString("type") + "]";
    };
  }

  /** The text without what differs from run to run. */
  static String timeless(String text) {
    return text.replaceAll("<!date\\^\\d+\\^([a-z ]*)\\{[^>]*>", "$1TIME")
        .replaceAll("<#C[A-Z0-9]+>", "CHANNEL")
        .replaceAll("in \\d+ ms", "in N ms")
        .replaceAll("\\b\\d+ min \\d+ s\\b", "N s")
        .replaceAll("\\b\\d+ s\\b", "N s")
        .replaceAll("\\b\\d+ lines\\b", "N lines")
        .replaceAll("\\d:\\d\\d left", "N left")
        .replaceAll("<https?://[^|>]*\\|", "<LINK|")
        .replaceAll("p\\d{16}", "pTS");
  }
}
