package dev.rollbackbot.sandbox.slack.page;

import static dev.rollbackbot.sandbox.shared.JsonHelper.array;
import static dev.rollbackbot.sandbox.shared.JsonHelper.child;
import static dev.rollbackbot.sandbox.shared.JsonHelper.each;
import static dev.rollbackbot.sandbox.shared.JsonHelper.isTrue;
import static dev.rollbackbot.sandbox.shared.JsonHelper.object;
import static dev.rollbackbot.sandbox.shared.JsonHelper.objects;
import static dev.rollbackbot.sandbox.shared.JsonHelper.text;
import static dev.rollbackbot.sandbox.shared.JsonHelper.with;
import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.delivery.Deliveries;
import dev.rollbackbot.sandbox.slack.delivery.DeliveryOutcome;
import dev.rollbackbot.sandbox.slack.rules.Blocks;
import dev.rollbackbot.sandbox.slack.rules.JsonRule;
import dev.rollbackbot.sandbox.slack.rules.OptionRules;
import dev.rollbackbot.sandbox.slack.rules.RuleViolations;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import dev.rollbackbot.sandbox.slack.state.ViewStack;
import dev.rollbackbot.sandbox.slack.state.ViewValues;
import dev.rollbackbot.sandbox.slack.state.WorkspaceChannel;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** What people press and pick: elements in messages and in modals, and options while they type. */
public record ElementActions(UserActions acts) {
  private static final int DEFAULT_MIN_QUERY = 3;

  /** The message that holds an element. */
  private record MessageElement(
      WorkspaceChannel channel, JsonObject message, Blocks.PlacedElement placed) {}

  public JsonObject onMessage(JsonObject act) {
    String user = acts.workspace().locked(() -> acts.person(act));
    JsonObject payload = acts.workspace().locked(() -> messagePayload(act, user));
    return delivered(user, payload);
  }

  private JsonObject messagePayload(JsonObject act, String user) {
    MessageElement on = find(act, user);
    JsonObject action = action(act, on.placed());
    JsonArray blocks = Blocks.of(on.message());
    JsonObject sent = state(on.placed(), action);
    JsonObject values = ViewValues.filled(JsonValue.EMPTY_JSON_OBJECT, sent, blocks);
    String ts = text(on.message(), "ts");
    return acts.payloads()
        .onMessage("block_actions", user, on.channel(), on.message())
        .add("trigger_id", acts.triggers().issue(user))
        .add("response_url", acts.responseUrls().issue(on.channel(), user, ts))
        .add("state", object().add("values", values))
        .add("actions", array().add(action))
        .build();
  }

  public JsonObject onView(JsonObject act) {
    String user = acts.workspace().locked(() -> acts.person(act));
    Optional<JsonObject> payload = acts.workspace().locked(() -> viewPayload(act, user));
    return payload.map(each -> delivered(user, each)).orElseGet(UserMessages::ok);
  }

  /** Empty if the element is one that the app is not told of until the view is submitted. */
  private Optional<JsonObject> viewPayload(JsonObject act, String user) {
    ViewStack.OpenView view = view(acts.views(), act, user);
    Blocks.PlacedElement placed = placed(Blocks.of(view.definition), act);
    JsonObject action = action(act, placed);
    JsonArray blocks = Blocks.of(view.definition);
    JsonObject sent = child(act, "state").orElse(JsonValue.EMPTY_JSON_OBJECT);
    JsonObject values = ViewValues.filled(view.values, sent, blocks);
    view.values = ViewValues.filled(values, state(placed, action), blocks);
    if (placed.isInput() && !isTrue(placed.block(), "dispatch_action")) {
      return Optional.empty();
    }
    return Optional.of(
        acts.payloads()
            .onView("block_actions", view)
            .add("trigger_id", acts.triggers().issue(user))
            .add("actions", array().add(action))
            .build());
  }

  private JsonObject delivered(String user, JsonObject payload) {
    if (!acts.manifest().interactive()) {
      return acts.notice(
          user,
          UserMessages.error(
              "interactivity_disabled", "This app does not handle interactive elements."));
    }
    DeliveryOutcome outcome =
        acts.deliveries().deliver(Deliveries.DeliveryKind.INTERACTIVE, payload);
    return outcome instanceof DeliveryOutcome.Acknowledged
        ? UserMessages.ok()
        : acts.notice(user, UserMessages.click(UserMessages.code(outcome)));
  }

  /** What an external select offers for what was typed: {@code {ok, options}}. */
  public JsonObject options(JsonObject act) {
    String typed = text(act, "value");
    Optional<JsonObject> payload = acts.workspace().locked(() -> suggestion(act, typed));
    if (payload.isEmpty()) {
      return offered(JsonValue.EMPTY_JSON_ARRAY);
    }
    DeliveryOutcome outcome =
        acts.deliveries().deliver(Deliveries.DeliveryKind.INTERACTIVE, payload.get());
    if (!(outcome instanceof DeliveryOutcome.Acknowledged(JsonObject answer))) {
      return with(
          UserMessages.click(UserMessages.code(outcome)), "options", JsonValue.EMPTY_JSON_ARRAY);
    }
    List<JsonObject> options = OptionRules.options(answer);
    RuleViolations problems = new RuleViolations();
    JsonRule.array(0, OptionRules.MENU, OptionRules.plainOption())
        .check(objects(options), "/options", problems);
    return problems.none()
        ? offered(objects(options))
        : with(
            UserMessages.error("invalid_options", String.join("; ", problems.messages())),
            "options",
            JsonValue.EMPTY_JSON_ARRAY);
  }

  private static JsonObject offered(JsonArray options) {
    return object().add("ok", true).add("options", options).build();
  }

  private Optional<JsonObject> suggestion(JsonObject act, String typed) {
    String user = acts.person(act);
    JsonObjectBuilder payload;
    Blocks.PlacedElement placed;
    if (act.containsKey("view_id")) {
      ViewStack.OpenView view = view(acts.views(), act, user);
      placed = placed(Blocks.of(view.definition), act);
      payload = acts.payloads().onView("block_suggestion", view);
    } else {
      MessageElement on = find(act, user);
      placed = on.placed();
      payload = acts.payloads().onMessage("block_suggestion", user, on.channel(), on.message());
    }
    refuseIf(!placed.type().endsWith("external_select"), "no_external_select");
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

  private MessageElement find(JsonObject act, String user) {
    WorkspaceChannel channel = acts.channel(act, user);
    JsonObject message =
        acts.posts()
            .seen(channel, UserActions.need(act, "message_ts"), user)
            .orElseThrow(() -> new SlackErrorException("message_not_found"));
    return new MessageElement(channel, message, placed(Blocks.of(message), act));
  }

  /** The topmost modal of a person, which must be the one meant. */
  static ViewStack.OpenView view(ViewStack views, JsonObject act, String user) {
    List<ViewStack.OpenView> stack = views.stackOf(user);
    refuseIf(
        stack.isEmpty() || !stack.getLast().id.equals(UserActions.need(act, "view_id")),
        "view_not_found");
    return stack.getLast();
  }

  private static Blocks.PlacedElement placed(JsonArray blocks, JsonObject act) {
    return Blocks.find(
            blocks, UserActions.need(act, "block_id"), UserActions.need(act, "action_id"))
        .orElseThrow(() -> new SlackErrorException("element_not_found"));
  }

  /** The action as Slack writes it: the element's own words, and only the value that fits it. */
  private JsonObject action(JsonObject act, Blocks.PlacedElement placed) {
    JsonObject element = placed.element();
    JsonObjectBuilder action =
        object()
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
    String field = ViewValues.valueField(placed.type()).orElse("selected_option");
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
          objects(each(several).map(each -> offered(each, options)).toList());
      case JsonString user when text(element, "type").equals("users_select") ->
          JsonHelper.string(acts.workspace().user(user.getString()).id());
      default -> value;
    };
  }

  private static JsonObject offered(JsonObject chosen, List<JsonObject> options) {
    String value = text(chosen, "value");
    return options.stream()
        .filter(option -> text(option, "value").equals(value))
        .findFirst()
        .orElseThrow(() -> new SlackErrorException("option_not_found"));
  }

  private static JsonObject state(Blocks.PlacedElement placed, JsonObject action) {
    JsonObjectBuilder byAction = object().add(placed.actionId(), action);
    return object().add(placed.blockId(), byAction).build();
  }
}
