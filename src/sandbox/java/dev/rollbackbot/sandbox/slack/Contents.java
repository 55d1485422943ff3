package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a message says: text, blocks and metadata, checked as {@code chat.*} checks them.
 *
 * @param blocks null-free; empty if the message has none
 */
record Contents(String text, Optional<JsonArray> blocks, Optional<JsonObject> metadata) {
  static final int POST_TEXT = 40_000;
  static final int UPDATE_TEXT = 4_000;
  static final int METADATA_BYTES = 8_000;

  /** From a Web API call. */
  static Contents of(Args args, Ids ids) {
    String text = args.has("text") ? args.get("text") : args.get("markdown_text");
    return of(
        text,
        args.array("blocks", "invalid_blocks_format"),
        metadata(args),
        args.has("attachments"),
        ids);
  }

  /** From JSON: an answer to a slash command, or a post to a response_url. */
  static Contents of(JsonObject json, Ids ids) {
    Optional<JsonArray> blocks =
        Optional.ofNullable(json.get("blocks"))
            .map(value ->
                value instanceof JsonString s
                    ? Jsons.parse(s.getString()).orElse(JsonValue.NULL)
                    : value)
            .map(value -> {
              if (value instanceof JsonArray array) {
                return array;
              }
              throw new Refusal("invalid_blocks_format");
            });
    return of(
        Jsons.text(json, "text"),
        blocks,
        Optional.ofNullable(json.get("metadata")).map(Contents::checkedMetadata),
        json.containsKey("attachments"),
        ids);
  }

  private static Contents of(
      String text,
      Optional<JsonArray> blocks,
      Optional<JsonObject> metadata,
      boolean attachments,
      Ids ids) {
    Optional<JsonArray> some = blocks.filter(array -> !array.isEmpty());
    if (text.isBlank() && some.isEmpty() && !attachments) {
      throw new Refusal("no_text");
    }
    return new Contents(Escaping.sent(text), some.map(array -> checked(array, ids)), metadata);
  }

  /**
   * The metadata of a call; an empty object, which means none, counts as none.
   *
   * @throws Refusal {@code invalid_metadata_format} or {@code metadata_too_large}
   */
  static Optional<JsonObject> metadata(Args args) {
    return args.nested("metadata", "invalid_metadata_format")
        .filter(value -> !value.equals(JsonValue.EMPTY_JSON_OBJECT))
        .map(Contents::checkedMetadata);
  }

  private static JsonArray checked(JsonArray blocks, Ids ids) {
    Problems problems = BlockRules.ofMessage(blocks);
    if (!problems.none()) {
      throw new Refusal("invalid_blocks", problems.messages());
    }
    if (BlockRules.textLength(blocks) > BlockRules.ALL_TEXT) {
      throw new Refusal("msg_blocks_too_long");
    }
    return Blocks.kept(blocks, ids);
  }

  private static JsonObject checkedMetadata(JsonValue value) {
    if (!(value instanceof JsonObject metadata)
        || Jsons.text(metadata, "event_type").isEmpty()
        || Jsons.child(metadata, "event_payload").isEmpty()) {
      throw new Refusal("invalid_metadata_format");
    }
    if (metadata.toString().getBytes(StandardCharsets.UTF_8).length > METADATA_BYTES) {
      throw new Refusal("metadata_too_large");
    }
    return metadata;
  }

  /** Text over the limit is cut, as chat.postMessage does. */
  Contents cut() {
    return text.codePointCount(0, text.length()) <= POST_TEXT
        ? this
        : new Contents(text.substring(0, text.offsetByCodePoints(0, POST_TEXT)), blocks, metadata);
  }

  /**
   * Refuses text over a limit.
   *
   * @throws Refusal {@code msg_too_long}
   */
  Contents atMost(int characters) {
    if (text.codePointCount(0, text.length()) > characters) {
      throw new Refusal("msg_too_long");
    }
    return this;
  }

  /** Adds blocks and metadata to a message that has its text. */
  JsonObject addTo(JsonObjectBuilder message) {
    blocks.ifPresent(array -> message.add("blocks", array));
    metadata.ifPresent(object -> message.add("metadata", object));
    return message.build();
  }
}
