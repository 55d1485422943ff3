package dev.rollbackbot.sandbox.slack.api;

import static dev.rollbackbot.sandbox.shared.JsonHelper.object;
import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import dev.rollbackbot.sandbox.slack.rules.ViewRules;
import dev.rollbackbot.sandbox.slack.state.Triggers;
import dev.rollbackbot.sandbox.slack.state.ViewStack;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;

public record ViewMethods(ViewStack views, Triggers triggers) {
  public void addTo(Map<String, ApiMethod> methods) {
    methods.put("views.open", this::open);
    methods.put("views.push", this::push);
    methods.put("views.update", this::update);
  }

  private JsonObjectBuilder open(ApiArguments args) {
    JsonObject view = view(args);
    return answer(views.open(triggers.exchange(args.required("trigger_id")), view));
  }

  private JsonObjectBuilder push(ApiArguments args) {
    JsonObject view = view(args);
    return answer(views.push(triggers.exchange(args.required("trigger_id")), view));
  }

  private JsonObjectBuilder update(ApiArguments args) {
    JsonObject view = view(args);
    if (!args.has("view_id") && !args.has("external_id")) {
      throw SlackErrorException.badArguments(List.of("[ERROR] missing required field: view_id"));
    }
    ViewStack.OpenView open =
        (args.has("view_id")
                ? views.byId(args.get("view_id"))
                : views.byExternalId(args.get("external_id")))
            .orElseThrow(() -> new SlackErrorException("not_found"));
    refuseIf(args.has("hash") && !args.get("hash").equals(open.hash), "hash_conflict");
    views.update(open, view);
    return answer(open);
  }

  private static JsonObject view(ApiArguments args) {
    args.required("view");
    JsonValue view = args.nested("view", "invalid_arguments").orElse(JsonValue.NULL);
    return ViewRules.check(view);
  }

  private JsonObjectBuilder answer(ViewStack.OpenView open) {
    return object().add("view", views.json(open));
  }
}
