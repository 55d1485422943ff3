package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;

/** {@code views.*}. */
final class ViewMethods {
  private final OpenViews views;
  private final Triggers triggers;

  ViewMethods(OpenViews views, Triggers triggers) {
    this.views = views;
    this.triggers = triggers;
  }

  void addTo(Map<String, ApiMethod> methods) {
    methods.put("views.open", this::open);
    methods.put("views.push", this::push);
    methods.put("views.update", this::update);
  }

  private JsonObjectBuilder open(Args args) {
    JsonObject view = view(args);
    return answer(views.open(triggers.exchange(args.required("trigger_id")), view));
  }

  private JsonObjectBuilder push(Args args) {
    JsonObject view = view(args);
    return answer(views.push(triggers.exchange(args.required("trigger_id")), view));
  }

  private JsonObjectBuilder update(Args args) {
    JsonObject view = view(args);
    if (!args.has("view_id") && !args.has("external_id")) {
      throw Refusal.badArguments(List.of("[ERROR] missing required field: view_id"));
    }
    OpenViews.OpenView open =
        (args.has("view_id")
                ? views.byId(args.get("view_id"))
                : views.byExternalId(args.get("external_id")))
            .orElseThrow(() -> new Refusal("not_found"));
    if (args.has("hash") && !args.get("hash").equals(open.hash)) {
      throw new Refusal("hash_conflict");
    }
    views.update(open, view);
    return answer(open);
  }

  private static JsonObject view(Args args) {
    args.required("view");
    JsonValue view = args.nested("view", "invalid_arguments").orElse(JsonValue.NULL);
    return ViewRules.check(view);
  }

  private JsonObjectBuilder answer(OpenViews.OpenView open) {
    return Jsons.object().add("view", views.json(open));
  }
}
