package dev.rollbackbot.sandbox.slack.rules;

import static dev.rollbackbot.sandbox.shared.JsonHelper.array;
import static dev.rollbackbot.sandbox.shared.JsonHelper.child;
import static dev.rollbackbot.sandbox.shared.JsonHelper.copy;
import static dev.rollbackbot.sandbox.shared.JsonHelper.each;
import static dev.rollbackbot.sandbox.shared.JsonHelper.list;
import static dev.rollbackbot.sandbox.shared.JsonHelper.text;
import static dev.rollbackbot.sandbox.shared.JsonHelper.with;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Valid blocks: adds ids and finds elements. */
public final class Blocks {
  private Blocks() {}

  /** An element, with type and action_id, and its block. */
  public record PlacedElement(JsonObject block, JsonObject element) {
    public String blockId() {
      return text(block, "block_id");
    }

    public String actionId() {
      return text(element, "action_id");
    }

    public String type() {
      return text(element, "type");
    }

    public boolean isInput() {
      return text(block, "type").equals("input");
    }
  }

  /** The blocks as Slack stores them: blocks have a block_id, elements an action_id. */
  public static JsonArray kept(JsonArray blocks, Supplier<String> newId) {
    JsonArrayBuilder kept = array();
    each(blocks).forEach(block -> kept.add(keptBlock(block, newId)));
    return kept.build();
  }

  private static JsonObject keptBlock(JsonObject block, Supplier<String> newId) {
    JsonObjectBuilder kept = copy(block);
    if (!block.containsKey("block_id")) {
      kept.add("block_id", newId.get());
    }
    String type = text(block, "type");
    if (type.equals("actions")) {
      JsonArrayBuilder elements = array();
      each(list(block, "elements")).forEach(e -> elements.add(keptElement(e, newId)));
      kept.add("elements", elements);
    }
    child(block, "accessory").ifPresent(e -> kept.add("accessory", keptElement(e, newId)));
    if (type.equals("input")) {
      child(block, "element").ifPresent(e -> kept.add("element", keptElement(e, newId)));
    }
    return MessageEscaping.keptText(kept.build());
  }

  private static JsonObject keptElement(JsonObject element, Supplier<String> newId) {
    boolean needsId = !element.containsKey("action_id") && !text(element, "type").equals("image");
    return needsId ? with(element, "action_id", newId.get()) : element;
  }

  /** The interactive elements, in the order of the blocks. */
  public static Stream<PlacedElement> elements(JsonArray blocks) {
    List<PlacedElement> found = new ArrayList<>();
    each(blocks)
        .forEach(block -> {
          if (text(block, "type").equals("actions")) {
            each(list(block, "elements"))
                .forEach(element -> found.add(new PlacedElement(block, element)));
          }
          child(block, "accessory")
              .filter(element -> !text(element, "type").equals("image"))
              .ifPresent(element -> found.add(new PlacedElement(block, element)));
          child(block, "element").ifPresent(e -> found.add(new PlacedElement(block, e)));
        });
    return found.stream();
  }

  public static Optional<PlacedElement> find(JsonArray blocks, String blockId, String actionId) {
    return elements(blocks)
        .filter(placed -> placed.blockId().equals(blockId) && placed.actionId().equals(actionId))
        .findFirst();
  }

  public static JsonArray of(JsonObject holder) {
    JsonValue blocks = holder.get("blocks");
    return blocks instanceof JsonArray array ? array : JsonValue.EMPTY_JSON_ARRAY;
  }
}
