package dev.rollbackbot.sandbox.slack.page;

import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.delivery.Deliveries;
import dev.rollbackbot.sandbox.slack.delivery.DeliveryOutcome;
import dev.rollbackbot.sandbox.slack.rules.Blocks;
import dev.rollbackbot.sandbox.slack.rules.ElementRules;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import dev.rollbackbot.sandbox.slack.rules.ViewRules;
import dev.rollbackbot.sandbox.slack.state.ViewStack;
import dev.rollbackbot.sandbox.slack.state.ViewValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Submits and closes modals, and handles the answers of the app. */
public record ModalActions(UserActions actions) {
  public JsonObject submit(JsonObject request) {
    String user = actions.lockedUser(request);
    ViewStack.OpenView view =
        actions.workspace().locked(() -> ElementActions.view(actions.views(), request, user));
    JsonObject errors = actions.workspace().locked(() -> fill(view, request));
    if (!errors.isEmpty()) {
      return refused(errors);
    }
    JsonObject payload =
        actions
            .workspace()
            .locked(() -> actions.payloads().submission(view, actions.triggers().issue(user)));
    DeliveryOutcome outcome =
        actions.deliveries().deliver(Deliveries.DeliveryKind.INTERACTIVE, payload);
    if (!(outcome instanceof DeliveryOutcome.Acknowledged(JsonObject answer))) {
      return actions.notice(user, UserMessages.submit(UserMessages.code(outcome)));
    }
    try {
      return actions.workspace().locked(() -> answered(view, answer));
    } catch (SlackErrorException refusal) {
      String why = refusal.code() + " " + String.join("; ", refusal.messages());
      return actions.notice(
          user, JsonHelper.with(UserMessages.submit(refusal.code()), "details", why.strip()));
    }
  }

  /** Stores the submitted values; returns the errors that Slack itself finds, by block. */
  private JsonObject fill(ViewStack.OpenView view, JsonObject request) {
    var blocks = Blocks.of(view.definition);
    JsonObject sent = JsonHelper.child(request, "state").orElse(JsonValue.EMPTY_JSON_OBJECT);
    view.values = ViewValues.filled(view.values, sent, blocks);
    JsonObjectBuilder errors = JsonHelper.object();
    Blocks.elements(blocks)
        .filter(Blocks.PlacedElement::isInput)
        .forEach(placed ->
            ViewValues.value(view.values, placed)
                .flatMap(value -> problem(placed, value))
                .ifPresent(message -> errors.add(placed.blockId(), message)));
    return errors.build();
  }

  private static Optional<String> problem(Blocks.PlacedElement placed, JsonObject value) {
    if (ViewValues.isEmpty(value, placed.type())) {
      return JsonHelper.isTrue(placed.block(), "optional")
          ? Optional.empty()
          : Optional.of("Please complete this required field.");
    }
    String entered = JsonHelper.text(value, "value");
    return switch (placed.type()) {
      case "plain_text_input" -> {
        int length = JsonHelper.codePoints(entered);
        int max = placed.element().getInt("max_length", ElementRules.INPUT_LENGTH);
        int min = placed.element().getInt("min_length", 0);
        yield length > max
            ? Optional.of("This must be at most " + max + " characters.")
            : Optional.of("This must be at least " + min + " characters.")
                .filter(_ -> length < min);
      }
      case "url_text_input" ->
          Optional.of("Enter a valid URL.")
              .filter(_ -> !entered.matches("(?i)[a-z][a-z0-9+.-]*://\\S+"));
      default -> Optional.empty();
    };
  }

  private JsonObject answered(ViewStack.OpenView view, JsonObject answer) {
    switch (JsonHelper.text(answer, "response_action")) {
      case "" -> actions.views().close(view);
      case "clear" -> actions.views().closeAll(view.user);
      case "errors" -> {
        return refused(known(view, answer));
      }
      case "update" -> actions.views().update(view, checkedView(answer));
      case "push" -> actions.views().push(view.user, checkedView(answer));
      default -> throw new SlackErrorException("invalid_response_action");
    }
    return UserMessages.ok();
  }

  private static JsonObject checkedView(JsonObject answer) {
    return ViewRules.check(answer.getOrDefault("view", JsonValue.NULL));
  }

  /** Errors are texts at input blocks. */
  private static JsonObject known(ViewStack.OpenView view, JsonObject answer) {
    JsonObject errors = JsonHelper.child(answer, "errors").orElse(JsonValue.EMPTY_JSON_OBJECT);
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
    return JsonHelper.object()
        .add("ok", false)
        .add("error", "errors")
        .add("errors", errors)
        .build();
  }

  public JsonObject close(JsonObject request) {
    String user = actions.lockedUser(request);
    List<JsonObject> payloads =
        actions
            .workspace()
            .locked(() -> {
              ViewStack.OpenView view = ElementActions.view(actions.views(), request, user);
              boolean all = view.flag("clear_on_close");
              List<ViewStack.OpenView> closing =
                  all ? actions.views().stackOf(user) : List.of(view);
              closing.forEach(actions.views()::close);
              return closing.stream()
                  .filter(each -> each.flag("notify_on_close"))
                  .map(each -> actions.payloads().closed(each, all))
                  .toList();
            });
    // The user sees nothing if the app does not answer.
    payloads.forEach(
        payload -> actions.deliveries().deliver(Deliveries.DeliveryKind.INTERACTIVE, payload));
    return UserMessages.ok();
  }
}
