package dev.rollbackbot.sandbox.people;

import static dev.rollbackbot.sandbox.shared.JsonHelper.child;
import static dev.rollbackbot.sandbox.shared.JsonHelper.each;
import static dev.rollbackbot.sandbox.shared.JsonHelper.list;
import static dev.rollbackbot.sandbox.shared.JsonHelper.object;
import static dev.rollbackbot.sandbox.shared.JsonHelper.text;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Optional;

/** Values of a modal's inputs, as the page sends them. */
public final class ModalValues {
  /** What a modal suggests, and what its state calls that. */
  private static final Map<String, String> SUGGESTED =
      Map.of(
          "initial_option", "selected_option",
          "initial_options", "selected_options",
          "initial_user", "selected_user",
          "initial_date", "selected_date",
          "initial_date_time", "selected_date_time",
          "initial_value", "value");

  private ModalValues() {}

  /**
   * The state of a modal: what it suggests, replaced by these.
   *
   * @param values by block id: the value object of the block's element
   */
  public static JsonObject filled(JsonObject view, Map<String, JsonValue> values) {
    JsonObjectBuilder state = object();
    each(list(view, "blocks"))
        .filter(block -> text(block, "type").equals("input"))
        .forEach(block -> {
          JsonObject element = child(block, "element").orElseThrow();
          String id = text(block, "block_id");
          Optional.ofNullable(values.get(id))
              .or(() -> suggested(element))
              .ifPresent(v -> state.add(id, object().add(text(element, "action_id"), v)));
        });
    return state.build();
  }

  private static Optional<JsonValue> suggested(JsonObject element) {
    return SUGGESTED.entrySet().stream()
        .filter(entry -> element.containsKey(entry.getKey()))
        .findFirst()
        .map(entry ->
            object()
                .add("type", text(element, "type"))
                .add(entry.getValue(), element.get(entry.getKey()))
                .build());
  }

  public static JsonObject typed(String text) {
    return object().add("type", "plain_text_input").add("value", text).build();
  }
}
