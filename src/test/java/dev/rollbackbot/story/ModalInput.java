package dev.rollbackbot.story;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Optional;

/** Values of a modal's inputs, as the page sends them. */
public final class ModalInput {
  private ModalInput() {}

  /** The state of a modal: its initial values, replaced by these. */
  static JsonObject filled(JsonObject view, Map<String, JsonValue> values) {
    JsonObjectBuilder state = Json.createObjectBuilder();
    for (JsonObject block : view.getJsonArray("blocks").getValuesAs(JsonObject.class)) {
      if (block.getString("type").equals("input")) {
        JsonObject element = block.getJsonObject("element");
        String id = block.getString("block_id");
        JsonValue value = values.get(id);
        Optional<JsonValue> filled = value == null ? initial(element) : Optional.of(value);
        filled.ifPresent(
            v -> state.add(id, Json.createObjectBuilder().add(element.getString("action_id"), v)));
      }
    }
    return state.build();
  }

  private static Optional<JsonValue> initial(JsonObject element) {
    JsonObjectBuilder out = Json.createObjectBuilder().add("type", element.getString("type"));
    for (Map.Entry<String, String> entry :
        Map.of(
                "initial_option", "selected_option",
                "initial_user", "selected_user",
                "initial_date", "selected_date",
                "initial_date_time", "selected_date_time",
                "initial_value", "value")
            .entrySet()) {
      if (element.containsKey(entry.getKey())) {
        return Optional.of(out.add(entry.getValue(), element.get(entry.getKey())).build());
      }
    }
    return Optional.empty();
  }

  public static JsonValue text(String text) {
    return Json.createObjectBuilder().add("type", "plain_text_input").add("value", text).build();
  }

  /** The option with that value. */
  public static JsonValue option(JsonObject view, String block, String value) {
    for (JsonObject b : view.getJsonArray("blocks").getValuesAs(JsonObject.class)) {
      if (b.getString("block_id", "").equals(block)) {
        JsonObject element = b.getJsonObject("element");
        for (JsonObject o : element.getJsonArray("options").getValuesAs(JsonObject.class)) {
          if (o.getString("value").equals(value)) {
            return Json.createObjectBuilder()
                .add("type", element.getString("type"))
                .add("selected_option", o)
                .build();
          }
        }
      }
    }
    throw new AssertionError("no option " + value + " in " + block);
  }
}
