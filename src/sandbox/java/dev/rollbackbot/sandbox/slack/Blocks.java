package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Blocks that have passed the rules: the ids that Slack adds, and finding an element in them. */
final class Blocks {
  private static final int GENERATED_ID = 5;

  private Blocks() {}

  /**
   * An element and the block that it stands in.
   *
   * @param element with type and action_id
   */
  record Placed(JsonObject block, JsonObject element) {
    String blockId() {
      return Jsons.text(block, "block_id");
    }

    String actionId() {
      return Jsons.text(element, "action_id");
    }

    String type() {
      return Jsons.text(element, "type");
    }

    boolean isInput() {
      return Jsons.text(block, "type").equals("input");
    }
  }

  /** The blocks as Slack keeps them: every one with a block_id, every element with an action_id. */
  static JsonArray kept(JsonArray blocks, Ids ids) {
    JsonArrayBuilder kept = Jsons.array();
    Jsons.each(blocks).forEach(block -> kept.add(keptBlock(block, ids)));
    return kept.build();
  }

  private static JsonObject keptBlock(JsonObject block, Ids ids) {
    JsonObjectBuilder kept = Jsons.copy(block);
    if (!block.containsKey("block_id")) {
      kept.add("block_id", ids.letters(GENERATED_ID));
    }
    String type = Jsons.text(block, "type");
    if (type.equals("actions")) {
      JsonArrayBuilder elements = Jsons.array();
      Jsons.each(Jsons.list(block, "elements")).forEach(e -> elements.add(keptElement(e, ids)));
      kept.add("elements", elements);
    }
    Jsons.child(block, "accessory").ifPresent(e -> kept.add("accessory", keptElement(e, ids)));
    if (type.equals("input")) {
      Jsons.child(block, "element").ifPresent(e -> kept.add("element", keptElement(e, ids)));
    }
    return Escaping.keptText(kept.build());
  }

  private static JsonObject keptElement(JsonObject element, Ids ids) {
    boolean needsId =
        !element.containsKey("action_id") && !Jsons.text(element, "type").equals("image");
    return needsId ? Jsons.with(element, "action_id", ids.letters(GENERATED_ID)) : element;
  }

  /** Every element that a person can use, in the order of the blocks. */
  static Stream<Placed> elements(JsonArray blocks) {
    List<Placed> found = new ArrayList<>();
    Jsons.each(blocks)
        .forEach(block -> {
          if (Jsons.text(block, "type").equals("actions")) {
            Jsons.each(Jsons.list(block, "elements"))
                .forEach(element -> found.add(new Placed(block, element)));
          }
          Jsons.child(block, "accessory")
              .filter(element -> !Jsons.text(element, "type").equals("image"))
              .ifPresent(element -> found.add(new Placed(block, element)));
          Jsons.child(block, "element").ifPresent(e -> found.add(new Placed(block, e)));
        });
    return found.stream();
  }

  static Optional<Placed> find(JsonArray blocks, String blockId, String actionId) {
    return elements(blocks)
        .filter(placed -> placed.blockId().equals(blockId) && placed.actionId().equals(actionId))
        .findFirst();
  }

  static JsonArray of(JsonObject holder) {
    JsonValue blocks = holder.get("blocks");
    return blocks instanceof JsonArray array ? array : JsonValue.EMPTY_JSON_ARRAY;
  }
}
