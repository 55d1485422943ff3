package dev.rollbackbot.sandbox.slack.page;

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

/** The use of elements in messages and modals, and the options of external selects. */
public record ElementActions(UserActions actions) {
  private static final int DEFAULT_MIN_QUERY = 3;

  private record MessageElement(
      WorkspaceChannel channel, JsonObject message, Blocks.PlacedElement placed) {}

  public JsonObject onMessage(JsonObject request) {
    String user = actions.lockedUser(request);
    JsonObject payload = actions.workspace().locked(() -> messagePayload(request, user));
    return delivered(user, payload);
  }

  private JsonObject messagePayload(JsonObject request, String user) {
    MessageElement target = find(request, user);
    JsonObject action = action(request, target.placed());
    JsonArray blocks = Blocks.of(target.message());
    JsonObject sent = state(target.placed(), action);
    JsonObject values = ViewValues.filled(JsonValue.EMPTY_JSON_OBJECT, sent, blocks);
    String ts = JsonHelper.text(target.message(), "ts");
    return actions
        .payloads()
        .onMessage("block_actions", user, target.channel(), target.message())
        .add("trigger_id", actions.triggers().issue(user))
        .add("response_url", actions.responseUrls().issue(target.channel(), user, Optional.of(ts)))
        .add("state", JsonHelper.object().add("values", values))
        .add("actions", JsonHelper.array().add(action))
        .build();
  }

  public JsonObject onView(JsonObject request) {
    String user = actions.lockedUser(request);
    Optional<JsonObject> payload = actions.workspace().locked(() -> viewPayload(request, user));
    return payload.map(each -> delivered(user, each)).orElseGet(UserMessages::ok);
  }

  /** Empty for an input that is delivered only when the view is submitted. */
  private Optional<JsonObject> viewPayload(JsonObject request, String user) {
    ViewStack.OpenView view = view(actions.views(), request, user);
    Blocks.PlacedElement placed = placed(Blocks.of(view.definition), request);
    JsonObject action = action(request, placed);
    JsonArray blocks = Blocks.of(view.definition);
    JsonObject sent = JsonHelper.child(request, "state").orElse(JsonValue.EMPTY_JSON_OBJECT);
    JsonObject values = ViewValues.filled(view.values, sent, blocks);
    view.values = ViewValues.filled(values, state(placed, action), blocks);
    if (placed.isInput() && !JsonHelper.isTrue(placed.block(), "dispatch_action")) {
      return Optional.empty();
    }
    return Optional.of(
        actions
            .payloads()
            .onView("block_actions", view)
            .add("trigger_id", actions.triggers().issue(user))
            .add("actions", JsonHelper.array().add(action))
            .build());
  }

  private JsonObject delivered(String user, JsonObject payload) {
    if (!actions.manifest().interactive()) {
      return actions.notice(
          user,
          UserMessages.error(
              "interactivity_disabled", "This app does not handle interactive elements."));
    }
    DeliveryOutcome outcome =
        actions.deliveries().deliver(Deliveries.DeliveryKind.INTERACTIVE, payload);
    return outcome instanceof DeliveryOutcome.Acknowledged
        ? UserMessages.ok()
        : actions.notice(user, UserMessages.click(UserMessages.code(outcome)));
  }

  /** The options of an external select for a query: {@code {ok, options}}. */
  public JsonObject options(JsonObject request) {
    String typed = JsonHelper.text(request, "value");
    Optional<JsonObject> payload = actions.workspace().locked(() -> suggestion(request, typed));
    if (payload.isEmpty()) {
      return offered(JsonValue.EMPTY_JSON_ARRAY);
    }
    DeliveryOutcome outcome =
        actions.deliveries().deliver(Deliveries.DeliveryKind.INTERACTIVE, payload.get());
    if (!(outcome instanceof DeliveryOutcome.Acknowledged(JsonObject answer))) {
      return JsonHelper.with(
          UserMessages.click(UserMessages.code(outcome)), "options", JsonValue.EMPTY_JSON_ARRAY);
    }
    List<JsonObject> options = OptionRules.options(answer);
    RuleViolations problems = new RuleViolations();
    JsonRule.array(0, OptionRules.MENU, OptionRules.plainOption())
        .check(JsonHelper.objects(options), "/options", problems);
    return problems.none()
        ? offered(JsonHelper.objects(options))
        : JsonHelper.with(
            UserMessages.error("invalid_options", String.join("; ", problems.messages())),
            "options",
            JsonValue.EMPTY_JSON_ARRAY);
  }

  private static JsonObject offered(JsonArray options) {
    return JsonHelper.object().add("ok", true).add("options", options).build();
  }

  private Optional<JsonObject> suggestion(JsonObject request, String typed) {
    String user = actions.user(request);
    JsonObjectBuilder payload;
    Blocks.PlacedElement placed;
    if (request.containsKey("view_id")) {
      ViewStack.OpenView view = view(actions.views(), request, user);
      placed = placed(Blocks.of(view.definition), request);
      payload = actions.payloads().onView("block_suggestion", view);
    } else {
      MessageElement target = find(request, user);
      placed = target.placed();
      payload =
          actions
              .payloads()
              .onMessage("block_suggestion", user, target.channel(), target.message());
    }
    refuseIf(!placed.type().endsWith("external_select"), "no_external_select");
    int minimum = placed.element().getInt("min_query_length", DEFAULT_MIN_QUERY);
    if (JsonHelper.codePoints(typed) < minimum) {
      return Optional.empty();
    }
    return Optional.of(
        payload
            .add("action_id", placed.actionId())
            .add("block_id", placed.blockId())
            .add("value", typed)
            .build());
  }

  private MessageElement find(JsonObject request, String user) {
    WorkspaceChannel channel = actions.channel(request, user);
    JsonObject message =
        actions
            .posts()
            .seen(channel, UserActions.need(request, "message_ts"), user)
            .orElseThrow(() -> new SlackErrorException("message_not_found"));
    return new MessageElement(channel, message, placed(Blocks.of(message), request));
  }

  /** The topmost modal of a user, which must be that of the request. */
  static ViewStack.OpenView view(ViewStack views, JsonObject request, String user) {
    List<ViewStack.OpenView> stack = views.stackOf(user);
    refuseIf(
        stack.isEmpty() || !stack.getLast().id.equals(UserActions.need(request, "view_id")),
        "view_not_found");
    return stack.getLast();
  }

  private static Blocks.PlacedElement placed(JsonArray blocks, JsonObject request) {
    return Blocks.find(
            blocks, UserActions.need(request, "block_id"), UserActions.need(request, "action_id"))
        .orElseThrow(() -> new SlackErrorException("element_not_found"));
  }

  /** The action of a payload; it holds only the value that fits the element. */
  private JsonObject action(JsonObject request, Blocks.PlacedElement placed) {
    JsonObject element = placed.element();
    JsonObjectBuilder action =
        JsonHelper.object()
            .add("type", placed.type())
            .add("action_id", placed.actionId())
            .add("block_id", placed.blockId())
            .add("action_ts", actions.workspace().ids.ts());
    if (placed.type().equals("button")) {
      for (String key : new String[] {"text", "value", "style"}) {
        Optional.ofNullable(element.get(key)).ifPresent(value -> action.add(key, value));
      }
      return action.build();
    }
    String field = ViewValues.valueField(placed.type()).orElse("selected_option");
    JsonValue value = request.getOrDefault(field, JsonValue.NULL);
    action.add(field, checked(value, element));
    Optional.ofNullable(element.get("placeholder")).ifPresent(p -> action.add("placeholder", p));
    return action.build();
  }

  /** Chosen options must be among those of the element, whose own object is sent. */
  private JsonValue checked(JsonValue value, JsonObject element) {
    List<JsonObject> options = OptionRules.options(element);
    return switch (value) {
      case JsonObject chosen when !options.isEmpty() -> offered(chosen, options);
      case JsonArray several when !options.isEmpty() ->
          JsonHelper.objects(JsonHelper.each(several).map(each -> offered(each, options)).toList());
      case JsonString user when JsonHelper.text(element, "type").equals("users_select") ->
          JsonHelper.string(actions.workspace().user(user.getString()).id());
      default -> value;
    };
  }

  private static JsonObject offered(JsonObject chosen, List<JsonObject> options) {
    String value = JsonHelper.text(chosen, "value");
    return options.stream()
        .filter(option -> JsonHelper.text(option, "value").equals(value))
        .findFirst()
        .orElseThrow(() -> new SlackErrorException("option_not_found"));
  }

  private static JsonObject state(Blocks.PlacedElement placed, JsonObject action) {
    JsonObjectBuilder byAction = JsonHelper.object().add(placed.actionId(), action);
    return JsonHelper.object().add(placed.blockId(), byAction).build();
  }
}
