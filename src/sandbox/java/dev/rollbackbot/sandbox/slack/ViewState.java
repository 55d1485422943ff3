package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands in the fields: {@code state.values}, by block_id and action_id. */
final class ViewState {
  /** Where each kind of element keeps its value, and which field of the element it starts from. */
  private record Slot(String value, String initial, boolean several) {}

  private static final Map<String, Slot> SLOTS = slots();

  private ViewState() {}

  private static Map<String, Slot> slots() {
    Map<String, Slot> slots = new LinkedHashMap<>();
    for (String input :
        new String[] {"plain_text_input", "url_text_input", "email_text_input", "number_input"}) {
      slots.put(input, new Slot("value", "initial_value", false));
    }
    for (String one : new String[] {"static_select", "external_select", "radio_buttons"}) {
      slots.put(one, new Slot("selected_option", "initial_option", false));
    }
    for (String many :
        new String[] {"multi_static_select", "multi_external_select", "checkboxes"}) {
      slots.put(many, new Slot("selected_options", "initial_options", true));
    }
    for (String kind : new String[] {"user", "channel", "conversation"}) {
      slots.put(kind + "s_select", new Slot("selected_" + kind, "initial_" + kind, false));
      slots.put(
          "multi_" + kind + "s_select",
          new Slot("selected_" + kind + "s", "initial_" + kind + "s", true));
    }
    slots.put("datepicker", new Slot("selected_date", "initial_date", false));
    slots.put("timepicker", new Slot("selected_time", "initial_time", false));
    slots.put("datetimepicker", new Slot("selected_date_time", "initial_date_time", false));
    return Map.copyOf(slots);
  }

  /** The name of the field that holds this element's value, empty for buttons and the like. */
  static Optional<String> valueField(String elementType) {
    return Optional.ofNullable(SLOTS.get(elementType)).map(Slot::value);
  }

  /** The values of a fresh view. */
  static JsonObject initial(JsonArray blocks) {
    return merged(JsonValue.EMPTY_JSON_OBJECT, blocks);
  }

  /** What was filled in stays where block_id, action_id and type are still the same. */
  static JsonObject merged(JsonObject before, JsonArray blocks) {
    Map<String, JsonObjectBuilder> values = new LinkedHashMap<>();
    Blocks.elements(blocks)
        .filter(placed -> SLOTS.containsKey(placed.type()))
        .forEach(placed ->
            values
                .computeIfAbsent(placed.blockId(), _ -> Jsons.object())
                .add(placed.actionId(), kept(before, placed).orElseGet(() -> fresh(placed))));
    JsonObjectBuilder merged = Jsons.object();
    values.forEach(merged::add);
    return merged.build();
  }

  /** Takes over what a page sent, as far as the view has such fields. */
  static JsonObject filled(JsonObject before, JsonObject sent, JsonArray blocks) {
    JsonObjectBuilder filled = Jsons.copy(merged(before, blocks));
    Set<String> seen = new HashSet<>();
    Blocks.elements(blocks)
        .filter(placed -> SLOTS.containsKey(placed.type()) && seen.add(placed.blockId()))
        .forEach(placed -> filled.add(placed.blockId(), block(before, sent, blocks, placed)));
    return filled.build();
  }

  private static JsonObjectBuilder block(
      JsonObject before, JsonObject sent, JsonArray blocks, Blocks.Placed first) {
    JsonObjectBuilder values = Jsons.object();
    Blocks.elements(blocks)
        .filter(placed -> placed.blockId().equals(first.blockId()))
        .filter(placed -> SLOTS.containsKey(placed.type()))
        .forEach(placed ->
            values.add(
                placed.actionId(),
                value(sent, placed)
                    .map(value -> only(placed, value))
                    .or(() -> kept(before, placed))
                    .orElseGet(() -> fresh(placed))));
    return values;
  }

  /** The value of one element, as far as it is there. */
  static Optional<JsonObject> value(JsonObject values, Blocks.Placed placed) {
    return Jsons.child(values, placed.blockId()).flatMap(b -> Jsons.child(b, placed.actionId()));
  }

  /** True if a person left this field empty. */
  static boolean isEmpty(JsonObject value, String elementType) {
    JsonValue held = value.getOrDefault(valueField(elementType).orElse(""), JsonValue.NULL);
    return switch (held) {
      case JsonString text -> text.getString().isEmpty();
      case JsonArray array -> array.isEmpty();
      case JsonObject object -> object.isEmpty();
      case JsonNumber _ -> false;
      default -> true;
    };
  }

  private static Optional<JsonObject> kept(JsonObject before, Blocks.Placed placed) {
    return value(before, placed).filter(v -> Jsons.text(v, "type").equals(placed.type()));
  }

  /** The element's type and its value, and nothing else that was sent along. */
  private static JsonObject only(Blocks.Placed placed, JsonObject sent) {
    Slot slot = slot(placed);
    JsonValue none = slot.several() ? JsonValue.EMPTY_JSON_ARRAY : JsonValue.NULL;
    JsonValue value = sent.getOrDefault(slot.value(), none);
    boolean blank = value instanceof JsonString s && s.getString().isEmpty();
    return object(placed, slot, blank ? none : value);
  }

  private static JsonObject fresh(Blocks.Placed placed) {
    Slot slot = slot(placed);
    JsonValue none = slot.several() ? JsonValue.EMPTY_JSON_ARRAY : JsonValue.NULL;
    return object(placed, slot, placed.element().getOrDefault(slot.initial(), none));
  }

  private static JsonObject object(Blocks.Placed placed, Slot slot, JsonValue value) {
    return Jsons.object().add("type", placed.type()).add(slot.value(), value).build();
  }

  private static Slot slot(Blocks.Placed placed) {
    Slot slot = SLOTS.get(placed.type());
    if (slot == null) {
      throw new IllegalStateException("no value in a " + placed.type());
    }
    return slot;
  }
}
