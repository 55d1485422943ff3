package dev.rollbackbot.sandbox.slack.state;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.rules.Blocks;
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

/** The values of the fields of a view: {@code state.values}, by block_id and action_id. */
public final class ViewValues {
  /** The field of a value and the field of the element with its initial value. */
  private record ValueSlot(String value, String initial, boolean several) {}

  private static final Map<String, ValueSlot> SLOTS = slots();

  private ViewValues() {}

  private static Map<String, ValueSlot> slots() {
    Map<String, ValueSlot> slots = new LinkedHashMap<>();
    for (String input :
        new String[] {"plain_text_input", "url_text_input", "email_text_input", "number_input"}) {
      slots.put(input, new ValueSlot("value", "initial_value", false));
    }
    for (String one : new String[] {"static_select", "external_select", "radio_buttons"}) {
      slots.put(one, new ValueSlot("selected_option", "initial_option", false));
    }
    for (String many :
        new String[] {"multi_static_select", "multi_external_select", "checkboxes"}) {
      slots.put(many, new ValueSlot("selected_options", "initial_options", true));
    }
    for (String kind : new String[] {"user", "channel", "conversation"}) {
      slots.put(kind + "s_select", new ValueSlot("selected_" + kind, "initial_" + kind, false));
      slots.put(
          "multi_" + kind + "s_select",
          new ValueSlot("selected_" + kind + "s", "initial_" + kind + "s", true));
    }
    slots.put("datepicker", new ValueSlot("selected_date", "initial_date", false));
    slots.put("timepicker", new ValueSlot("selected_time", "initial_time", false));
    slots.put("datetimepicker", new ValueSlot("selected_date_time", "initial_date_time", false));
    return Map.copyOf(slots);
  }

  /** The field of the value; empty for elements without one, such as buttons. */
  public static Optional<String> valueField(String elementType) {
    return Optional.ofNullable(SLOTS.get(elementType)).map(ValueSlot::value);
  }

  static JsonObject initial(JsonArray blocks) {
    return merged(JsonValue.EMPTY_JSON_OBJECT, blocks);
  }

  /** Keeps values whose block_id, action_id and type are unchanged. */
  static JsonObject merged(JsonObject before, JsonArray blocks) {
    Map<String, JsonObjectBuilder> values = new LinkedHashMap<>();
    Blocks.elements(blocks)
        .filter(placed -> SLOTS.containsKey(placed.type()))
        .forEach(placed ->
            values
                .computeIfAbsent(placed.blockId(), _ -> JsonHelper.object())
                .add(placed.actionId(), kept(before, placed).orElseGet(() -> fresh(placed))));
    JsonObjectBuilder merged = JsonHelper.object();
    values.forEach(merged::add);
    return merged.build();
  }

  /** Takes over the values that the page sent, for fields of the view. */
  public static JsonObject filled(JsonObject before, JsonObject sent, JsonArray blocks) {
    JsonObjectBuilder filled = JsonHelper.copy(merged(before, blocks));
    Set<String> seen = new HashSet<>();
    Blocks.elements(blocks)
        .filter(placed -> SLOTS.containsKey(placed.type()) && seen.add(placed.blockId()))
        .forEach(placed -> filled.add(placed.blockId(), block(before, sent, blocks, placed)));
    return filled.build();
  }

  private static JsonObjectBuilder block(
      JsonObject before, JsonObject sent, JsonArray blocks, Blocks.PlacedElement first) {
    JsonObjectBuilder values = JsonHelper.object();
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

  public static Optional<JsonObject> value(JsonObject values, Blocks.PlacedElement placed) {
    return JsonHelper.child(values, placed.blockId())
        .flatMap(b -> JsonHelper.child(b, placed.actionId()));
  }

  public static boolean isEmpty(JsonObject value, String elementType) {
    JsonValue held = value.getOrDefault(valueField(elementType).orElse(""), JsonValue.NULL);
    return switch (held) {
      case JsonString text -> text.getString().isEmpty();
      case JsonArray array -> array.isEmpty();
      case JsonObject object -> object.isEmpty();
      case JsonNumber _ -> false;
      default -> true;
    };
  }

  private static Optional<JsonObject> kept(JsonObject before, Blocks.PlacedElement placed) {
    return value(before, placed).filter(v -> JsonHelper.text(v, "type").equals(placed.type()));
  }

  /** Only the element's type and its value. */
  private static JsonObject only(Blocks.PlacedElement placed, JsonObject sent) {
    ValueSlot slot = slot(placed);
    JsonValue none = slot.several() ? JsonValue.EMPTY_JSON_ARRAY : JsonValue.NULL;
    JsonValue value = sent.getOrDefault(slot.value(), none);
    boolean blank = value instanceof JsonString s && s.getString().isEmpty();
    return object(placed, slot, blank ? none : value);
  }

  private static JsonObject fresh(Blocks.PlacedElement placed) {
    ValueSlot slot = slot(placed);
    JsonValue none = slot.several() ? JsonValue.EMPTY_JSON_ARRAY : JsonValue.NULL;
    return object(placed, slot, placed.element().getOrDefault(slot.initial(), none));
  }

  private static JsonObject object(Blocks.PlacedElement placed, ValueSlot slot, JsonValue value) {
    return JsonHelper.object().add("type", placed.type()).add(slot.value(), value).build();
  }

  private static ValueSlot slot(Blocks.PlacedElement placed) {
    ValueSlot slot = SLOTS.get(placed.type());
    if (slot == null) {
      throw new IllegalStateException("no value in a " + placed.type());
    }
    return slot;
  }
}
