package dev.rollbackbot.sandbox.slack.rules;

import dev.rollbackbot.sandbox.shared.JsonHelper;
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
      return JsonHelper.text(block, "block_id");
    }

    public String actionId() {
      return JsonHelper.text(element, "action_id");
    }

    public String type() {
      return JsonHelper.text(element, "type");
    }

    public boolean isInput() {
      return JsonHelper.text(block, "type").equals("input");
    }
  }

  /** The blocks as Slack stores them: blocks have a block_id, elements an action_id. */
  public static JsonArray kept(JsonArray blocks, Supplier<String> newId) {
    JsonArrayBuilder kept = JsonHelper.array();
    JsonHelper.each(blocks).forEach(block -> kept.add(keptBlock(block, newId)));
    return kept.build();
  }

  private static JsonObject keptBlock(JsonObject block, Supplier<String> newId) {
    JsonObjectBuilder kept = JsonHelper.copy(block);
    if (!block.containsKey("block_id")) {
      kept.add("block_id", newId.get());
    }
    String type = JsonHelper.text(block, "type");
    if (type.equals("actions")) {
      JsonArrayBuilder elements = JsonHelper.array();
      JsonHelper.each(JsonHelper.list(block, "elements"))
          .forEach(e -> elements.add(keptElement(e, newId)));
      kept.add("elements", elements);
    }
    JsonHelper.child(block, "accessory")
        .ifPresent(e -> kept.add("accessory", keptElement(e, newId)));
    if (type.equals("input")) {
      JsonHelper.child(block, "element").ifPresent(e -> kept.add("element", keptElement(e, newId)));
    }
    return MessageEscaping.keptText(kept.build());
  }

  private static JsonObject keptElement(JsonObject element, Supplier<String> newId) {
    boolean needsId =
        !element.containsKey("action_id") && !JsonHelper.text(element, "type").equals("image");
    return needsId ? JsonHelper.with(element, "action_id", newId.get()) : element;
  }

  /** The interactive elements, in the order of the blocks. */
  public static Stream<PlacedElement> elements(JsonArray blocks) {
    List<PlacedElement> found = new ArrayList<>();
    JsonHelper.each(blocks)
        .forEach(block -> {
          if (JsonHelper.text(block, "type").equals("actions")) {
            JsonHelper.each(JsonHelper.list(block, "elements"))
                .forEach(element -> found.add(new PlacedElement(block, element)));
          }
          JsonHelper.child(block, "accessory")
              .filter(element -> !JsonHelper.text(element, "type").equals("image"))
              .ifPresent(element -> found.add(new PlacedElement(block, element)));
          JsonHelper.child(block, "element").ifPresent(e -> found.add(new PlacedElement(block, e)));
        });
    return found.stream();
  }

  public static Optional<PlacedElement> find(JsonArray blocks, String blockId, String actionId) {
    return elements(blocks)
        .filter(placed -> placed.blockId().equals(blockId) && placed.actionId().equals(actionId))
        .findFirst();
  }

  /** Refuses any other value with the code. */
  public static JsonArray requireArray(JsonValue value, String code) {
    if (value instanceof JsonArray array) {
      return array;
    }
    throw new SlackErrorException(code);
  }

  public static JsonArray of(JsonObject holder) {
    return JsonHelper.list(holder, "blocks");
  }
}
