package dev.rollbackbot.sandbox.slack;

import dev.rollbackbot.sandbox.slack.rules.BlockRules;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import dev.rollbackbot.sandbox.slack.rules.ViewRules;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Map;

/** Slack's rules for blocks and views, for tests of code that renders them. */
public final class Strict {
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private Strict() {}

  /** The errors of Slack for a message's blocks. */
  public static List<String> message(String blocks) {
    return BlockRules.ofMessage(json(blocks)).messages();
  }

  public static int textLength(String blocks) {
    return BlockRules.textLength(json(blocks));
  }

  /** The limit for the text of one message's blocks. */
  public static int mostText() {
    return BlockRules.ALL_TEXT;
  }

  /** The errors of Slack for a view. */
  public static List<String> view(String view) {
    try {
      ViewRules.check(json(view));
      return List.of();
    } catch (SlackErrorException e) {
      return e.messages().isEmpty() ? List.of(e.code()) : e.messages();
    }
  }

  private static JsonValue json(String text) {
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      return reader.readValue();
    }
  }
}
