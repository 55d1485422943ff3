package dev.rollbackbot.sandbox.slack.rules;

import static dev.rollbackbot.sandbox.slack.rules.JsonRule.array;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.bool;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.byType;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.integer;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.oneOf;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.string;

import java.util.List;

/** The rich_text block and its elements. */
final class RichTextRules {
  private static final int MAX_ITEMS = 1_000;
  private static final List<String> STYLES =
      List.of(
          "bold",
          "italic",
          "strike",
          "underline",
          "code",
          "highlight",
          "client_highlight",
          "unlink");

  private RichTextRules() {}

  static ObjectRule block() {
    JsonRule inline = byType(inlines());
    ObjectRule section = part("rich_text_section", inline);
    ObjectRule quote = part("rich_text_quote", inline).optional("border", integer(0, 1));
    ObjectRule preformatted =
        part("rich_text_preformatted", inline)
            .optional("border", integer(0, 1))
            .optional("language", string(1, 255));
    ObjectRule list =
        part("rich_text_list", section)
            .required("style", oneOf("bullet", "ordered"))
            .optional("indent", integer(0, 8))
            .optional("offset", integer(0, 10_000))
            .optional("border", integer(0, 1));
    return part("rich_text", byType(List.of(section, quote, preformatted, list)))
        .optional("block_id", string(1, ElementRules.ID));
  }

  private static ObjectRule part(String type, JsonRule element) {
    return ObjectRule.ofType(type).required("elements", array(0, MAX_ITEMS, element));
  }

  private static List<ObjectRule> inlines() {
    JsonRule name = string(1, 255);
    JsonRule url = string(1, ElementRules.URL);
    return List.of(
        styled("text").required("text", string(1, 40_000)),
        styled("link")
            .required("url", url)
            .optional("text", string(0, 40_000))
            .optional("unsafe", bool()),
        styled("user").required("user_id", name),
        styled("usergroup").required("usergroup_id", name),
        styled("channel").required("channel_id", name),
        styled("broadcast").required("range", oneOf("here", "channel", "everyone")),
        styled("emoji").required("name", name).optional("unicode", name),
        styled("date")
            .required("timestamp", integer(0, 9_999_999_999L))
            .required("format", name)
            .optional("url", url)
            .optional("fallback", name));
  }

  private static ObjectRule styled(String type) {
    ObjectRule style = ObjectRule.plainObject();
    STYLES.forEach(name -> style.optional(name, bool()));
    return ObjectRule.ofType(type).optional("style", style);
  }
}
