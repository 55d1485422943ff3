package dev.rollbackbot.sandbox.slack.state;

import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.rules.BlockRules;
import dev.rollbackbot.sandbox.slack.rules.Blocks;
import dev.rollbackbot.sandbox.slack.rules.MessageEscaping;
import dev.rollbackbot.sandbox.slack.rules.RuleViolations;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text, blocks and metadata, checked as in {@code chat.*}. No blocks if the message has none. */
public record MessageContent(
    String text, Optional<JsonArray> blocks, Optional<JsonObject> metadata) {
  public static final int POST_TEXT = 40_000;
  public static final int UPDATE_TEXT = 4_000;
  static final int METADATA_BYTES = 8_000;

  /** From the answer to a slash command or a post to a response URL. */
  static MessageContent of(JsonObject json, WorkspaceIds ids) {
    Optional<JsonArray> blocks =
        Optional.ofNullable(json.get("blocks"))
            .map(value ->
                value instanceof JsonString s
                    ? JsonHelper.parse(s.getString()).orElse(JsonValue.NULL)
                    : value)
            .map(value -> Blocks.requireArray(value, "invalid_blocks_format"));
    return of(
        JsonHelper.text(json, "text"),
        blocks,
        Optional.ofNullable(json.get("metadata")).map(MessageContent::checkedMetadata),
        json.containsKey("attachments"),
        ids);
  }

  public static MessageContent of(
      String text,
      Optional<JsonArray> blocks,
      Optional<JsonObject> metadata,
      boolean attachments,
      WorkspaceIds ids) {
    Optional<JsonArray> some = blocks.filter(array -> !array.isEmpty());
    refuseIf(text.isBlank() && some.isEmpty() && !attachments, "no_text");
    return new MessageContent(
        MessageEscaping.sent(text), some.map(array -> checked(array, ids)), metadata);
  }

  private static JsonArray checked(JsonArray blocks, WorkspaceIds ids) {
    RuleViolations problems = BlockRules.ofMessage(blocks);
    if (!problems.none()) {
      throw new SlackErrorException("invalid_blocks", problems.messages());
    }
    refuseIf(BlockRules.textLength(blocks) > BlockRules.ALL_TEXT, "msg_blocks_too_long");
    return Blocks.kept(blocks, ids::forBlock);
  }

  /** Refuses with {@code invalid_metadata_format} or {@code metadata_too_large}. */
  public static JsonObject checkedMetadata(JsonValue value) {
    if (!(value instanceof JsonObject metadata)
        || JsonHelper.text(metadata, "event_type").isEmpty()
        || JsonHelper.child(metadata, "event_payload").isEmpty()) {
      throw new SlackErrorException("invalid_metadata_format");
    }
    refuseIf(
        metadata.toString().getBytes(StandardCharsets.UTF_8).length > METADATA_BYTES,
        "metadata_too_large");
    return metadata;
  }

  /** Cuts long text as {@code chat.postMessage} does. */
  public MessageContent cut() {
    return JsonHelper.codePoints(text) <= POST_TEXT
        ? this
        : new MessageContent(
            text.substring(0, text.offsetByCodePoints(0, POST_TEXT)), blocks, metadata);
  }

  /** Refuses longer text with {@code msg_too_long}. */
  public MessageContent atMost(int characters) {
    refuseIf(JsonHelper.codePoints(text) > characters, "msg_too_long");
    return this;
  }

  public JsonObject addTo(JsonObjectBuilder message) {
    blocks.ifPresent(array -> message.add("blocks", array));
    metadata.ifPresent(object -> message.add("metadata", object));
    return message.build();
  }
}
