package dev.rollbackbot.sandbox.slack;

import static dev.rollbackbot.sandbox.slack.Rule.bool;
import static dev.rollbackbot.sandbox.slack.Rule.plain;
import static dev.rollbackbot.sandbox.slack.Rule.string;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a modal must be before Slack shows it. */
final class ViewRules {
  static final int TITLE = 24;
  static final int PRIVATE_METADATA = 3_000;
  static final int VIEW_BYTES = 250_000;

  private static final Rule MODAL =
      Shape.ofType("modal")
          .required("title", plain(TITLE))
          .required("blocks", (value, at, problems) -> BlockRules.ofModal(value, at, problems))
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

  /**
   * Checks a view as an app sends it.
   *
   * @throws Refusal {@code view_too_large}, or {@code invalid_arguments} with pointers under /view
   */
  static JsonObject check(JsonValue view) {
    if (view.toString().getBytes(StandardCharsets.UTF_8).length > VIEW_BYTES) {
      throw new Refusal("view_too_large");
    }
    Problems problems = new Problems();
    Rule.byType(Map.of("modal", MODAL)).check(view, "/view", problems);
    if (!problems.none()) {
      throw Refusal.badArguments(problems.messages());
    }
    return view.asJsonObject();
  }

  private static void submitForInput(JsonObject view, String at, Problems problems) {
    JsonArray blocks = Blocks.of(view);
    boolean hasInput =
        Jsons.each(blocks).anyMatch(block -> Jsons.text(block, "type").equals("input"));
    if (hasInput && !view.containsKey("submit")) {
      problems.add(at, "must define `submit` to use an `input` block in modals");
    }
  }
}
