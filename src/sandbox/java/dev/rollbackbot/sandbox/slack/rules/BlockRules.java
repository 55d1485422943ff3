package dev.rollbackbot.sandbox.slack.rules;

import static dev.rollbackbot.sandbox.shared.JsonHelper.each;
import static dev.rollbackbot.sandbox.shared.JsonHelper.isTrue;
import static dev.rollbackbot.sandbox.shared.JsonHelper.list;
import static dev.rollbackbot.sandbox.shared.JsonHelper.text;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.anyText;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.array;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.bool;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.plain;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.string;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The blocks of Block Kit: fields, limits, and where each is allowed. */
public final class BlockRules {
  static final int IN_MESSAGE = 50;
  static final int IN_MODAL = 100;
  static final int SECTION_TEXT = 3_000;
  static final int FIELD_TEXT = 2_000;
  static final int HEADER_TEXT = 150;
  static final int LABEL = 2_000;
  static final int MARKDOWN = 12_000;

  /** All text of one message. */
  public static final int ALL_TEXT = 13_200;

  private static final JsonRule MESSAGE_BLOCK = JsonRule.byType(message());
  private static final JsonRule MODAL_BLOCK = JsonRule.byType(modal());

  private BlockRules() {}

  /** Pointers start with {@code /blocks}. */
  public static RuleViolations ofMessage(JsonValue blocks) {
    RuleViolations problems = new RuleViolations();
    array(0, IN_MESSAGE, MESSAGE_BLOCK).check(blocks, "/blocks", problems);
    uniqueIds(blocks, "/blocks", problems);
    if (markdownLength(blocks) > MARKDOWN) {
      problems.add("/blocks", "markdown must be less than " + (MARKDOWN + 1) + " characters");
    }
    return problems;
  }

  static void ofModal(JsonValue blocks, String at, RuleViolations problems) {
    array(1, IN_MODAL, MODAL_BLOCK).check(blocks, at, problems);
    uniqueIds(blocks, at, problems);
    oneFocus(blocks, at, problems);
  }

  /** The length of every {@code text} inside. */
  public static int textLength(JsonValue value) {
    return switch (value) {
      case JsonArray array -> array.stream().mapToInt(BlockRules::textLength).sum();
      case JsonObject object ->
          object.entrySet().stream()
              .mapToInt(field ->
                  field.getKey().equals("text") && field.getValue() instanceof JsonString s
                      ? JsonHelper.codePoints(s.getString())
                      : textLength(field.getValue()))
              .sum();
      default -> 0;
    };
  }

  private static List<ObjectRule> modal() {
    return List.of(
        section(),
        block("header").required("text", plain(HEADER_TEXT)),
        block("divider"),
        context(),
        block("actions")
            .required("elements", array(1, 25, ElementRules.allExcept("image|.*_input"))),
        input(),
        ElementRules.withImage(block("image")).optional("title", plain(2_000)),
        RichTextRules.block());
  }

  private static List<ObjectRule> message() {
    List<ObjectRule> rules = new ArrayList<>(modal());
    rules.add(block("markdown").required("text", string(1, MARKDOWN)));
    rules.add(
        block("file")
            .required("external_id", string(1, ElementRules.ID))
            .required("source", JsonRule.oneOf("remote")));
    return rules;
  }

  private static ObjectRule block(String type) {
    return ObjectRule.ofType(type).optional("block_id", string(1, ElementRules.ID));
  }

  private static ObjectRule section() {
    return block("section")
        .optional("text", anyText(SECTION_TEXT))
        .optional("fields", array(1, 10, anyText(FIELD_TEXT)))
        .optional("accessory", ElementRules.allExcept("datetimepicker|.*_input"))
        .optional("expand", bool())
        .and((object, at, problems) -> {
          if (!object.containsKey("text") && !object.containsKey("fields")) {
            problems.add(at, "must define either `text` or `fields`");
          }
        });
  }

  private static ObjectRule context() {
    JsonRule element =
        (value, at, problems) -> {
          boolean isImage = value instanceof JsonObject o && text(o, "type").equals("image");
          (isImage ? ElementRules.IMAGE : anyText(FIELD_TEXT)).check(value, at, problems);
        };
    return block("context").required("elements", array(1, 10, element));
  }

  private static ObjectRule input() {
    return block("input")
        .required("label", plain(LABEL))
        .required("element", ElementRules.allExcept("image|button|overflow"))
        .optional("hint", plain(LABEL))
        .optional("optional", bool())
        .optional("dispatch_action", bool());
  }

  private static void uniqueIds(JsonValue blocks, String at, RuleViolations problems) {
    if (blocks instanceof JsonArray all) {
      unique(all, "block_id", at, problems);
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i) instanceof JsonObject block) {
          unique(list(block, "elements"), "action_id", at + "/" + i + "/elements", problems);
        }
      }
    }
  }

  private static void unique(JsonArray all, String key, String at, RuleViolations problems) {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < all.size(); i++) {
      String id = all.get(i) instanceof JsonObject object ? text(object, key) : "";
      if (!id.isEmpty() && !ids.add(id)) {
        problems.add(at + "/" + i + "/" + key, "`" + key + "` \"" + id + "\" already exists");
      }
    }
  }

  private static void oneFocus(JsonValue blocks, String at, RuleViolations problems) {
    if (blocks instanceof JsonArray array
        && Blocks.elements(array).filter(p -> isTrue(p.element(), "focus_on_load")).count() > 1) {
      problems.add(at, "only one element may have `focus_on_load`");
    }
  }

  private static int markdownLength(JsonValue blocks) {
    return blocks instanceof JsonArray array
        ? each(array)
            .filter(block -> text(block, "type").equals("markdown"))
            .mapToInt(block -> text(block, "text").length())
            .sum()
        : 0;
  }
}
