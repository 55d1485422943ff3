package dev.rollbackbot.sandbox.slack.rules;

import static dev.rollbackbot.sandbox.shared.JsonHelper.each;
import static dev.rollbackbot.sandbox.shared.JsonHelper.text;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.bool;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.plain;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.string;
import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;

public final class ViewRules {
  static final int TITLE = 24;
  static final int PRIVATE_METADATA = 3_000;
  static final int VIEW_BYTES = 250_000;

  private static final ObjectRule MODAL =
      ObjectRule.ofType("modal")
          .required("title", plain(TITLE))
          .required("blocks", BlockRules::ofModal)
          .optional("submit", plain(TITLE))
          .optional("close", plain(TITLE))
          .optional("private_metadata", string(0, PRIVATE_METADATA))
          .optional("callback_id", string(0, ElementRules.ID))
          .optional("external_id", string(0, ElementRules.ID))
          .optional("clear_on_close", bool())
          .optional("notify_on_close", bool())
          .optional("submit_disabled", bool())
          .and(ViewRules::submitForInput);

  private ViewRules() {}

  /** Refuses with {@code view_too_large} or {@code invalid_arguments}. */
  public static JsonObject check(JsonValue view) {
    refuseIf(
        view.toString().getBytes(StandardCharsets.UTF_8).length > VIEW_BYTES, "view_too_large");
    RuleViolations problems = new RuleViolations();
    JsonRule.byType(List.of(MODAL)).check(view, "/view", problems);
    if (!problems.none()) {
      throw SlackErrorException.badArguments(problems.messages());
    }
    return view.asJsonObject();
  }

  private static void submitForInput(JsonObject view, String at, RuleViolations problems) {
    JsonArray blocks = Blocks.of(view);
    boolean hasInput = each(blocks).anyMatch(block -> text(block, "type").equals("input"));
    if (hasInput && !view.containsKey("submit")) {
      problems.add(at, "must define `submit` to use an `input` block in modals");
    }
  }
}
