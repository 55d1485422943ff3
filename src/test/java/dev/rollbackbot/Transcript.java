package dev.rollbackbot;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of a channel as readable text; times and lengths are replaced by placeholders.
 * No-break spaces are shown as spaces.
 */
public final class Transcript {
  private Transcript() {}

  /** The messages in order, replies indented. */
  public static String of(List<JsonObject> messages) {
    StringBuilder out = new StringBuilder();
    for (JsonObject object : messages) {
      boolean reply =
          object.containsKey("thread_ts")
              && !object.getString("thread_ts").equals(object.getString("ts"));
      out.append(message(object).indent(reply ? 6 : 2));
    }
    return out.toString().replace('\u00a0', ' ');
  }

  private static String message(JsonObject object) {
    List<String> lines = new ArrayList<>();
    String sender = object.containsKey("bot_id") ? "bot" : object.getString("user", "?");
    boolean ephemeral = object.getBoolean("ephemeral", false);
    lines.add("[" + sender + (ephemeral ? ", only to you" : "") + "]");
    JsonArray blocks = object.getJsonArray("blocks");
    if (blocks == null || blocks.isEmpty()) {
      lines.add(timeless(object.getString("text", "")));
    } else {
      blocks.getValuesAs(JsonObject.class).forEach(b -> lines.add(block(b)));
    }
    if (object.containsKey("files")) {
      object
          .getJsonArray("files")
          .getValuesAs(JsonObject.class)
          .forEach(f -> lines.add("(file " + f.getString("name") + ")"));
    }
    return String.join("\n", lines);
  }

  private static String block(JsonObject object) {
    return switch (object.getString("type")) {
      case "header" -> "# " + text(object);
      case "divider" -> "----";
      case "section" ->
          text(object)
              + (object.containsKey("accessory")
                  ? "   " + element(object.getJsonObject("accessory"))
                  : "");
      case "context" ->
          "~ "
              + String.join(
                  " ",
                  object.getJsonArray("elements").getValuesAs(JsonObject.class).stream()
                      .map(e -> timeless(e.getString("text", "")))
                      .toList());
      case "actions" ->
          String.join(
              " ",
              object.getJsonArray("elements").getValuesAs(JsonObject.class).stream()
                  .map(Transcript::element)
                  .toList());
      default -> "(" + object.getString("type") + ")";
    };
  }

  private static String text(JsonObject block) {
    return timeless(block.getJsonObject("text").getString("text"));
  }

  private static String element(JsonObject object) {
    return switch (object.getString("type")) {
      case "button" ->
          "["
              + object.getJsonObject("text").getString("text")
              + (object.containsKey("confirm") ? "?" : "")
              + "]";
      case "static_select" -> "[" + object.getJsonObject("placeholder").getString("text") + " v]";
      default -> "[" + object.getString("type") + "]";
    };
  }

  /** Replaces what differs from run to run. */
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
