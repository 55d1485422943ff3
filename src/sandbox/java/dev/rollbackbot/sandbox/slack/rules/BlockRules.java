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

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Block Kit's blocks: what each may hold, where it may stand, and how many there may be. */
public final class BlockRules {
  static final int IN_MESSAGE = 50;
  static final int IN_MODAL = 100;
  static final int SECTION_TEXT = 3_000;
  static final int FIELD_TEXT = 2_000;
  static final int HEADER_TEXT = 150;
  static final int LABEL = 2_000;
  static final int MARKDOWN = 12_000;

  /** Text of all blocks of one message together. */
  public static final int ALL_TEXT = 13_200;

  private static final Set<String> SELECTS =
      Set.of(
          "static_select",
          "external_select",
          "users_select",
          "conversations_select",
          "channels_select");
  private static final Set<String> MULTI_SELECTS =
      Set.of(
          "multi_static_select",
          "multi_external_select",
          "multi_users_select",
          "multi_conversations_select",
          "multi_channels_select");
  private static final Set<String> BOXES = Set.of("checkboxes", "radio_buttons");

  private static final JsonRule MESSAGE_BLOCK = JsonRule.byType(message());
  private static final JsonRule MODAL_BLOCK = JsonRule.byType(modal());

  private BlockRules() {}

  /** Checks the blocks of a message; their pointers start with {@code /blocks}. */
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

  /** The characters of every {@code text} anywhere inside. */
  public static int textLength(JsonValue value) {
    return switch (value) {
      case JsonArray array -> array.stream().mapToInt(BlockRules::textLength).sum();
      case JsonObject object -> {
        int sum = 0;
        for (Map.Entry<String, JsonValue> field : object.entrySet()) {
          boolean isText = field.getKey().equals("text");
          sum +=
              isText && field.getValue() instanceof JsonString s
                  ? s.getString().codePointCount(0, s.getString().length())
                  : textLength(field.getValue());
        }
        yield sum;
      }
      default -> 0;
    };
  }

  private static Map<String, JsonRule> modal() {
    Map<String, JsonRule> rules = new HashMap<>();
    rules.put("section", section());
    rules.put("header", block("header").required("text", plain(HEADER_TEXT)));
    rules.put("divider", block("divider"));
    rules.put("context", context());
    rules.put("actions", actions());
    rules.put("input", input());
    rules.put("image", image());
    rules.put("rich_text", RichTextRules.block());
    return rules;
  }

  private static Map<String, JsonRule> message() {
    Map<String, JsonRule> rules = modal();
    rules.put("markdown", block("markdown").required("text", string(1, MARKDOWN)));
    rules.put(
        "file",
        block("file")
            .required("external_id", string(1, ElementRules.ID))
            .required("source", JsonRule.oneOf("remote")));
    return rules;
  }

  private static ObjectRule block(String type) {
    return ObjectRule.ofType(type).optional("block_id", string(1, ElementRules.ID));
  }

  private static JsonRule section() {
    Set<String> accessories =
        join(Set.of("button", "image", "overflow", "datepicker", "timepicker"), SELECTS);
    return block("section")
        .optional("text", anyText(SECTION_TEXT))
        .optional("fields", array(1, 10, anyText(FIELD_TEXT)))
        .optional("accessory", ElementRules.among(join(join(accessories, MULTI_SELECTS), BOXES)))
        .optional("expand", bool())
        .and((object, at, problems) -> {
          if (!object.containsKey("text") && !object.containsKey("fields")) {
            problems.add(at, "must define either `text` or `fields`");
          }
        });
  }

  private static JsonRule context() {
    JsonRule element =
        (value, at, problems) -> {
          boolean isImage = value instanceof JsonObject o && text(o, "type").equals("image");
          (isImage ? ElementRules.IMAGE : anyText(FIELD_TEXT)).check(value, at, problems);
        };
    return block("context").required("elements", array(1, 10, element));
  }

  private static JsonRule actions() {
    Set<String> allowed =
        join(
            join(Set.of("button", "overflow", "datepicker", "timepicker", "datetimepicker"), BOXES),
            join(SELECTS, MULTI_SELECTS));
    return block("actions").required("elements", array(1, 25, ElementRules.among(allowed)));
  }

  private static JsonRule input() {
    Set<String> allowed =
        join(
            join(
                Set.of(
                    "plain_text_input",
                    "url_text_input",
                    "email_text_input",
                    "number_input",
                    "datepicker",
                    "timepicker",
                    "datetimepicker"),
                BOXES),
            join(SELECTS, MULTI_SELECTS));
    return block("input")
        .required("label", plain(LABEL))
        .required("element", ElementRules.among(allowed))
        .optional("hint", plain(LABEL))
        .optional("optional", bool())
        .optional("dispatch_action", bool());
  }

  private static JsonRule image() {
    return block("image")
        .required("alt_text", string(1, ElementRules.ALT_TEXT))
        .optional("image_url", string(1, ElementRules.URL))
        .optional("slack_file", JsonRule.anyObject())
        .optional("title", plain(2_000))
        .and(OptionRules.either("image_url", "slack_file"));
  }

  private static void uniqueIds(JsonValue blocks, String at, RuleViolations problems) {
    if (!(blocks instanceof JsonArray array)) {
      return;
    }
    Set<String> blockIds = new HashSet<>();
    for (int i = 0; i < array.size(); i++) {
      if (array.get(i) instanceof JsonObject block) {
        String id = text(block, "block_id");
        if (!id.isEmpty() && !blockIds.add(id)) {
          problems.add(at + "/" + i + "/block_id", "`block_id` \"" + id + "\" already exists");
        }
        uniqueActions(block, at + "/" + i, problems);
      }
    }
  }

  private static void uniqueActions(JsonObject block, String at, RuleViolations problems) {
    Set<String> actionIds = new HashSet<>();
    JsonArray elements = list(block, "elements");
    for (int i = 0; i < elements.size(); i++) {
      String id = elements.get(i) instanceof JsonObject e ? text(e, "action_id") : "";
      if (!id.isEmpty() && !actionIds.add(id)) {
        String where = at + "/elements/" + i + "/action_id";
        problems.add(where, "`action_id` \"" + id + "\" already exists");
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

  private static Set<String> join(Set<String> one, Set<String> other) {
    Set<String> all = new HashSet<>(one);
    all.addAll(other);
    return Set.copyOf(all);
  }
}
