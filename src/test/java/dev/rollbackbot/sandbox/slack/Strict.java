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

/** Slack's own rules of blocks and views, for tests of those who draw them. */
public final class Strict {
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private Strict() {}

  /** What Slack would say against a message's blocks; empty: nothing. */
  public static List<String> message(String blocks) {
    return BlockRules.ofMessage(json(blocks)).messages();
  }

  /** The characters of every text in it. */
  public static int textLength(String blocks) {
    return BlockRules.textLength(json(blocks));
  }

  /** The most characters that the blocks of one message may hold. */
  public static int mostText() {
    return BlockRules.ALL_TEXT;
  }

  /** What Slack would say against a view; empty: nothing. */
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
