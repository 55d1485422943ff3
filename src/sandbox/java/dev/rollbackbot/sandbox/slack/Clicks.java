package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** What people press and pick: elements in messages and in modals, and options while they type. */
final class Clicks {
  private static final int DEFAULT_MIN_QUERY = 3;

  private final Acts acts;

  Clicks(Acts acts) {
    this.acts = acts;
  }

  /** The message that holds an element. */
  private record OnMessage(Channel channel, JsonObject message, Blocks.Placed placed) {}

  JsonObject onMessage(JsonObject act) {
    String user = acts.workspace().locked(() -> acts.person(act));
    JsonObject payload = acts.workspace().locked(() -> messagePayload(act, user));
    return delivered(user, payload);
  }

  private JsonObject messagePayload(JsonObject act, String user) {
    OnMessage on = find(act, user);
    JsonObject action = action(act, on.placed());
    JsonArray blocks = Blocks.of(on.message());
    JsonObject sent = state(on.placed(), action);
    JsonObject values = ViewState.filled(JsonValue.EMPTY_JSON_OBJECT, sent, blocks);
    String ts = Jsons.text(on.message(), "ts");
    return acts.payloads()
        .onMessage("block_actions", user, on.channel(), on.message())
        .add("trigger_id", acts.triggers().issue(user))
        .add("response_url", acts.responseUrls().issue(on.channel(), user, ts))
        .add("state", Jsons.object().add("values", values))
        .add("actions", Jsons.array().add(action))
        .build();
  }

  JsonObject onView(JsonObject act) {
    String user = acts.workspace().locked(() -> acts.person(act));
    Optional<JsonObject> payload = acts.workspace().locked(() -> viewPayload(act, user));
    return payload.map(each -> delivered(user, each)).orElseGet(Shown::ok);
  }

  /** Empty if the element is one that the app is not told of until the view is submitted. */
  private Optional<JsonObject> viewPayload(JsonObject act, String user) {
    OpenViews.OpenView view = view(acts.views(), act, user);
    Blocks.Placed placed = placed(Blocks.of(view.definition), act);
    JsonObject action = action(act, placed);
    JsonArray blocks = Blocks.of(view.definition);
    JsonObject sent = Jsons.child(act, "state").orElse(JsonValue.EMPTY_JSON_OBJECT);
    JsonObject values = ViewState.filled(view.values, sent, blocks);
    view.values = ViewState.filled(values, state(placed, action), blocks);
    if (placed.isInput() && !Jsons.isTrue(placed.block(), "dispatch_action")) {
      return Optional.empty();
    }
    return Optional.of(
        acts.payloads()
            .onView("block_actions", view)
            .add("trigger_id", acts.triggers().issue(user))
            .add("actions", Jsons.array().add(action))
            .build());
  }

  private JsonObject delivered(String user, JsonObject payload) {
    if (!acts.manifest().interactive()) {
      return acts.notice(
          user,
          Shown.error("interactivity_disabled", "This app does not handle interactive elements."));
    }
    Outcome outcome = acts.deliveries().deliver(Deliveries.Kind.INTERACTIVE, payload);
    return outcome instanceof Outcome.Acknowledged
        ? Shown.ok()
        : acts.notice(user, Shown.click(Shown.code(outcome)));
  }

  /** What an external select offers for what was typed: {@code {ok, options}}. */
  JsonObject options(JsonObject act) {
    String typed = Jsons.text(act, "value");
    Optional<JsonObject> payload = acts.workspace().locked(() -> suggestion(act, typed));
    if (payload.isEmpty()) {
      return offered(JsonValue.EMPTY_JSON_ARRAY);
    }
    Outcome outcome = acts.deliveries().deliver(Deliveries.Kind.INTERACTIVE, payload.get());
    if (!(outcome instanceof Outcome.Acknowledged(JsonObject answer))) {
      return Jsons.with(Shown.click(Shown.code(outcome)), "options", JsonValue.EMPTY_JSON_ARRAY);
    }
    List<JsonObject> options = OptionRules.options(answer);
    Problems problems = new Problems();
    Rule.array(0, OptionRules.MENU, OptionRules.plainOption())
        .check(Jsons.objects(options), "/options", problems);
    return problems.none()
        ? offered(Jsons.objects(options))
        : Jsons.with(
            Shown.error("invalid_options", String.join("; ", problems.messages())),
            "options",
            JsonValue.EMPTY_JSON_ARRAY);
  }

  private static JsonObject offered(JsonArray options) {
    return Jsons.object().add("ok", true).add("options", options).build();
  }

  private Optional<JsonObject> suggestion(JsonObject act, String typed) {
    String user = acts.person(act);
    JsonObjectBuilder payload;
    Blocks.Placed placed;
    if (act.containsKey("view_id")) {
      OpenViews.OpenView view = view(acts.views(), act, user);
      placed = placed(Blocks.of(view.definition), act);
      payload = acts.payloads().onView("block_suggestion", view);
    } else {
      OnMessage on = find(act, user);
      placed = on.placed();
      payload = acts.payloads().onMessage("block_suggestion", user, on.channel(), on.message());
    }
    if (!placed.type().endsWith("external_select")) {
      throw new Refusal("no_external_select");
    }
    int least = placed.element().getInt("min_query_length", DEFAULT_MIN_QUERY);
    if (typed.codePointCount(0, typed.length()) < least) {
      return Optional.empty();
    }
    return Optional.of(
        payload
            .add("action_id", placed.actionId())
            .add("block_id", placed.blockId())
            .add("value", typed)
            .build());
  }

  private OnMessage find(JsonObject act, String user) {
    Channel channel = acts.channel(act, user);
    JsonObject message =
        acts.posts()
            .seen(channel, Acts.need(act, "message_ts"), user)
            .orElseThrow(() -> new Refusal("message_not_found"));
    return new OnMessage(channel, message, placed(Blocks.of(message), act));
  }

  /** The topmost modal of a person, which must be the one meant. */
  static OpenViews.OpenView view(OpenViews views, JsonObject act, String user) {
    List<OpenViews.OpenView> stack = views.stackOf(user);
    if (stack.isEmpty() || !stack.getLast().id.equals(Acts.need(act, "view_id"))) {
      throw new Refusal("view_not_found");
    }
    return stack.getLast();
  }

  private static Blocks.Placed placed(JsonArray blocks, JsonObject act) {
    return Blocks.find(blocks, Acts.need(act, "block_id"), Acts.need(act, "action_id"))
        .orElseThrow(() -> new Refusal("element_not_found"));
  }

  /** The action as Slack writes it: the element's own words, and only the value that fits it. */
  private JsonObject action(JsonObject act, Blocks.Placed placed) {
    JsonObject element = placed.element();
    JsonObjectBuilder action =
        Jsons.object()
            .add("type", placed.type())
            .add("action_id", placed.actionId())
            .add("block_id", placed.blockId())
            .add("action_ts", acts.workspace().ids.ts());
    if (placed.type().equals("button")) {
      for (String key : new String[] {"text", "value", "style"}) {
        Optional.ofNullable(element.get(key)).ifPresent(value -> action.add(key, value));
      }
      return action.build();
    }
    String field = ViewState.valueField(placed.type()).orElse("selected_option");
    JsonValue value = act.getOrDefault(field, JsonValue.NULL);
    action.add(field, checked(value, element));
    Optional.ofNullable(element.get("placeholder")).ifPresent(p -> action.add("placeholder", p));
    return action.build();
  }

  /** Options must be among those offered; the element's own object goes out. */
  private JsonValue checked(JsonValue value, JsonObject element) {
    List<JsonObject> options = OptionRules.options(element);
    return switch (value) {
      case JsonObject chosen when !options.isEmpty() -> offered(chosen, options);
      case JsonArray several when !options.isEmpty() ->
          Jsons.objects(Jsons.each(several).map(each -> offered(each, options)).toList());
      case JsonString user when Jsons.text(element, "type").equals("users_select") ->
          Jsons.string(acts.workspace().user(user.getString()).id());
      default -> value;
    };
  }

  private static JsonObject offered(JsonObject chosen, List<JsonObject> options) {
    String value = Jsons.text(chosen, "value");
    return options.stream()
        .filter(option -> Jsons.text(option, "value").equals(value))
        .findFirst()
        .orElseThrow(() -> new Refusal("option_not_found"));
  }

  private static JsonObject state(Blocks.Placed placed, JsonObject action) {
    JsonObjectBuilder byAction = Jsons.object().add(placed.actionId(), action);
    return Jsons.object().add(placed.blockId(), byAction).build();
  }
}
