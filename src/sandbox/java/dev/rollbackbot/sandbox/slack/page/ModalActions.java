package dev.rollbackbot.sandbox.slack.page;

import static dev.rollbackbot.sandbox.shared.JsonHelper.child;
import static dev.rollbackbot.sandbox.shared.JsonHelper.isTrue;
import static dev.rollbackbot.sandbox.shared.JsonHelper.object;
import static dev.rollbackbot.sandbox.shared.JsonHelper.text;
import static dev.rollbackbot.sandbox.shared.JsonHelper.with;
import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import dev.rollbackbot.sandbox.slack.delivery.Deliveries;
import dev.rollbackbot.sandbox.slack.delivery.DeliveryOutcome;
import dev.rollbackbot.sandbox.slack.rules.Blocks;
import dev.rollbackbot.sandbox.slack.rules.ElementRules;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import dev.rollbackbot.sandbox.slack.rules.ViewRules;
import dev.rollbackbot.sandbox.slack.state.ViewStack;
import dev.rollbackbot.sandbox.slack.state.ViewValues;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Submitting and closing modals, and what the app answers to it. */
public record ModalActions(UserActions acts) {

  public JsonObject submit(JsonObject act) {
    String user = acts.workspace().locked(() -> acts.person(act));
    ViewStack.OpenView view =
        acts.workspace().locked(() -> ElementActions.view(acts.views(), act, user));
    JsonObject errors = acts.workspace().locked(() -> fill(view, act));
    if (!errors.isEmpty()) {
      return refused(errors);
    }
    JsonObject payload =
        acts.workspace()
            .locked(() -> acts.payloads().submission(view, acts.triggers().issue(user)));
    DeliveryOutcome outcome =
        acts.deliveries().deliver(Deliveries.DeliveryKind.INTERACTIVE, payload);
    if (!(outcome instanceof DeliveryOutcome.Acknowledged(JsonObject answer))) {
      return acts.notice(user, UserMessages.submit(UserMessages.code(outcome)));
    }
    try {
      return acts.workspace().locked(() -> answered(view, answer));
    } catch (SlackErrorException refusal) {
      String why = refusal.code() + " " + String.join("; ", refusal.messages());
      return acts.notice(user, with(UserMessages.submit(refusal.code()), "details", why.strip()));
    }
  }

  /** Takes the fields over, and says which of them Slack itself would not let pass. */
  private JsonObject fill(ViewStack.OpenView view, JsonObject act) {
    var blocks = Blocks.of(view.definition);
    JsonObject sent = child(act, "state").orElse(JsonValue.EMPTY_JSON_OBJECT);
    view.values = ViewValues.filled(view.values, sent, blocks);
    JsonObjectBuilder errors = object();
    Blocks.elements(blocks)
        .filter(Blocks.PlacedElement::isInput)
        .forEach(placed ->
            ViewValues.value(view.values, placed)
                .map(value -> problem(placed, value))
                .filter(words -> !words.isEmpty())
                .ifPresent(words -> errors.add(placed.blockId(), words)));
    return errors.build();
  }

  private static String problem(Blocks.PlacedElement placed, JsonObject value) {
    if (ViewValues.isEmpty(value, placed.type())) {
      boolean optional = isTrue(placed.block(), "optional");
      return optional ? "" : "Please complete this required field.";
    }
    if (placed.type().equals("plain_text_input")) {
      String text = text(value, "value");
      int length = text.codePointCount(0, text.length());
      int max = number(placed.element(), "max_length", ElementRules.INPUT_LENGTH);
      int min = number(placed.element(), "min_length", 0);
      if (length > max) {
        return "This must be at most " + max + " characters.";
      }
      return length < min ? "This must be at least " + min + " characters." : "";
    }
    boolean badUrl =
        placed.type().equals("url_text_input")
            && !text(value, "value").matches("(?i)[a-z][a-z0-9+.-]*://\\S+");
    return badUrl ? "Enter a valid URL." : "";
  }

  private JsonObject answered(ViewStack.OpenView view, JsonObject answer) {
    switch (text(answer, "response_action")) {
      case "" -> acts.views().close(view);
      case "clear" -> acts.views().closeAll(view.user);
      case "errors" -> {
        return refused(known(view, answer));
      }
      case "update" -> acts.views().update(view, checkedView(answer));
      case "push" -> acts.views().push(view.user, checkedView(answer));
      default -> throw new SlackErrorException("invalid_response_action");
    }
    return UserMessages.ok();
  }

  private static JsonObject checkedView(JsonObject answer) {
    return ViewRules.check(answer.getOrDefault("view", JsonValue.NULL));
  }

  /** Errors may stand at input blocks only, each a text. */
  private static JsonObject known(ViewStack.OpenView view, JsonObject answer) {
    JsonObject errors = child(answer, "errors").orElse(JsonValue.EMPTY_JSON_OBJECT);
    Set<String> inputs =
        Blocks.elements(Blocks.of(view.definition))
            .filter(Blocks.PlacedElement::isInput)
            .map(Blocks.PlacedElement::blockId)
            .collect(Collectors.toSet());
    boolean texts = errors.values().stream().allMatch(JsonString.class::isInstance);
    refuseIf(errors.isEmpty() || !texts || !inputs.containsAll(errors.keySet()), "invalid_errors");
    return errors;
  }

  private static JsonObject refused(JsonObject errors) {
    return object().add("ok", false).add("error", "errors").add("errors", errors).build();
  }

  public JsonObject close(JsonObject act) {
    String user = acts.workspace().locked(() -> acts.person(act));
    List<JsonObject> told =
        acts.workspace()
            .locked(() -> {
              ViewStack.OpenView view = ElementActions.view(acts.views(), act, user);
              boolean all = view.flag("clear_on_close");
              List<ViewStack.OpenView> closing = all ? acts.views().stackOf(user) : List.of(view);
              closing.forEach(acts.views()::close);
              return closing.stream()
                  .filter(each -> each.flag("notify_on_close"))
                  .map(each -> acts.payloads().closed(each, all))
                  .toList();
            });
    // Nothing is shown to the person if the app does not answer.
    told.forEach(
        payload -> acts.deliveries().deliver(Deliveries.DeliveryKind.INTERACTIVE, payload));
    return UserMessages.ok();
  }

  private static int number(JsonObject element, String key, int otherwise) {
    return element.get(key) instanceof JsonNumber n ? n.intValue() : otherwise;
  }
}
