package dev.rollbackbot.sandbox.slack.rules;

import static dev.rollbackbot.sandbox.slack.rules.JsonRule.array;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.integer;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.string;

import java.util.HashMap;
import java.util.Map;

/** The rich_text block: sections, lists, preformatted text and quotes, and what they hold. */
final class RichTextRules {
  private static final int MAX_ITEMS = 1_000;

  private RichTextRules() {}

  static JsonRule block() {
    JsonRule inline = JsonRule.byType(inlines());
    JsonRule section =
        ObjectRule.ofType("rich_text_section").required("elements", array(0, MAX_ITEMS, inline));
    Map<String, JsonRule> parts = new HashMap<>();
    parts.put("rich_text_section", section);
    parts.put("rich_text_quote", quoted("rich_text_quote", inline));
    parts.put(
        "rich_text_preformatted",
        quoted("rich_text_preformatted", inline).optional("language", string(1, 255)));
    parts.put(
        "rich_text_list",
        ObjectRule.ofType("rich_text_list")
            .required("style", JsonRule.oneOf("bullet", "ordered"))
            .required("elements", array(0, MAX_ITEMS, section))
            .optional("indent", integer(0, 8))
            .optional("offset", integer(0, 10_000))
            .optional("border", integer(0, 1)));
    return ObjectRule.ofType("rich_text")
        .optional("block_id", string(1, ElementRules.ID))
        .required("elements", array(0, MAX_ITEMS, JsonRule.byType(parts)));
  }

  private static ObjectRule quoted(String type, JsonRule inline) {
    return ObjectRule.ofType(type)
        .required("elements", array(0, MAX_ITEMS, inline))
        .optional("border", integer(0, 1));
  }

  private static Map<String, JsonRule> inlines() {
    Map<String, JsonRule> rules = new HashMap<>();
    rules.put("text", styled("text").required("text", string(1, 40_000)));
    rules.put(
        "link",
        styled("link")
            .required("url", string(1, ElementRules.URL))
            .optional("text", string(0, 40_000))
            .optional("unsafe", JsonRule.bool()));
    rules.put("user", styled("user").required("user_id", string(1, 255)));
    rules.put("usergroup", styled("usergroup").required("usergroup_id", string(1, 255)));
    rules.put("channel", styled("channel").required("channel_id", string(1, 255)));
    rules.put(
        "broadcast",
        styled("broadcast").required("range", JsonRule.oneOf("here", "channel", "everyone")));
    rules.put(
        "emoji",
        styled("emoji").required("name", string(1, 255)).optional("unicode", string(1, 255)));
    rules.put(
        "date",
        styled("date")
            .required("timestamp", integer(0, 9_999_999_999L))
            .required("format", string(1, 255))
            .optional("url", string(1, ElementRules.URL))
            .optional("fallback", string(1, 255)));
    return rules;
  }

  private static ObjectRule styled(String type) {
    ObjectRule style = ObjectRule.plainObject();
    for (String name :
        new String[] {
          "bold", "italic", "strike", "underline", "code", "highlight", "client_highlight", "unlink"
        }) {
      style.optional(name, JsonRule.bool());
    }
    return ObjectRule.ofType(type).optional("style", style);
  }
}
