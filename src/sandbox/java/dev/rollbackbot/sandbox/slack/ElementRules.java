package dev.rollbackbot.sandbox.slack;

import static dev.rollbackbot.sandbox.slack.Rule.anyText;
import static dev.rollbackbot.sandbox.slack.Rule.bool;
import static dev.rollbackbot.sandbox.slack.Rule.integer;
import static dev.rollbackbot.sandbox.slack.Rule.matching;
import static dev.rollbackbot.sandbox.slack.Rule.oneOf;
import static dev.rollbackbot.sandbox.slack.Rule.plain;
import static dev.rollbackbot.sandbox.slack.Rule.string;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The interactive elements of Block Kit, each with its fields and limits. */
final class ElementRules {
  static final int ID = 255;
  static final int BUTTON_TEXT = 75;
  static final int BUTTON_VALUE = 2_000;
  static final int URL = 3_000;
  static final int PLACEHOLDER = 150;
  static final int INPUT_LENGTH = 3_000;
  static final int ALT_TEXT = 2_000;

  private static final Rule DATE = matching("\\d{4}-\\d{2}-\\d{2}", "must be a date (YYYY-MM-DD)");
  private static final Rule TIME = matching("([01]\\d|2[0-3]):[0-5]\\d", "must be a time (HH:mm)");
  private static final Rule URL_TEXT = matching("(?s)[a-z][a-z0-9+.-]*:.+", "must be a valid url");

  static final Rule CONFIRM =
      Shape.plainObject()
          .required("title", plain(100))
          .required("text", anyText(300))
          .required("confirm", plain(30))
          .required("deny", plain(30))
          .optional("style", oneOf("primary", "danger"));

  static final Shape IMAGE =
      Shape.ofType("image")
          .required("alt_text", string(1, ALT_TEXT))
          .optional("image_url", string(1, URL))
          .optional("slack_file", Rule.anyObject())
          .and(OptionRules.either("image_url", "slack_file"));

  private static final Map<String, Rule> ALL = all();

  private ElementRules() {}

  /** The rule for an element that must be one of these types. */
  static Rule among(Set<String> types) {
    Map<String, Rule> some = new LinkedHashMap<>(ALL);
    some.keySet().retainAll(types);
    return Rule.byType(some);
  }

  private static Map<String, Rule> all() {
    Map<String, Rule> rules = new LinkedHashMap<>();
    rules.put("image", IMAGE);
    rules.put("button", button());
    rules.put("overflow", element("overflow").required("options", OptionRules.overflow()));
    rules.put("checkboxes", OptionRules.many(focusable("checkboxes")));
    rules.put("radio_buttons", OptionRules.single(focusable("radio_buttons")));
    selects(rules);
    pickers(rules);
    inputs(rules);
    return rules;
  }

  private static Shape button() {
    return element("button")
        .required("text", plain(BUTTON_TEXT))
        .optional(
            "url",
            (value, at, problems) -> {
              string(1, URL).check(value, at, problems);
              URL_TEXT.check(value, at, problems);
            })
        .optional("value", string(1, BUTTON_VALUE))
        .optional("style", oneOf("primary", "danger"))
        .optional("accessibility_label", string(1, 75));
  }

  private static void selects(Map<String, Rule> rules) {
    rules.put("static_select", OptionRules.oneOfMany(select("static_select")));
    rules.put("multi_static_select", OptionRules.severalOfMany(multi("multi_static_select")));
    rules.put(
        "external_select",
        select("external_select")
            .optional("min_query_length", integer(0, 255))
            .optional("initial_option", OptionRules.plainOption()));
    rules.put(
        "multi_external_select",
        multi("multi_external_select")
            .optional("min_query_length", integer(0, 255))
            .optional("initial_options", Rule.array(1, 100, OptionRules.plainOption())));
    for (String kind : new String[] {"user", "channel", "conversation"}) {
      Shape one = select(kind + "s_select").optional("initial_" + kind, string(1, ID));
      Shape several =
          multi("multi_" + kind + "s_select")
              .optional("initial_" + kind + "s", Rule.array(1, 100, string(1, ID)));
      if (!kind.equals("user")) {
        one.optional("response_url_enabled", bool());
      }
      if (kind.equals("conversation")) {
        conversationExtras(one);
        conversationExtras(several);
      }
      rules.put(kind + "s_select", one);
      rules.put("multi_" + kind + "s_select", several);
    }
  }

  private static void conversationExtras(Shape shape) {
    shape
        .optional("default_to_current_conversation", bool())
        .optional(
            "filter",
            Shape.plainObject()
                .optional("include", Rule.array(1, 4, oneOf("im", "mpim", "private", "public")))
                .optional("exclude_external_shared_channels", bool())
                .optional("exclude_bot_users", bool()));
  }

  private static void pickers(Map<String, Rule> rules) {
    rules.put(
        "datepicker", withPlaceholder(focusable("datepicker")).optional("initial_date", DATE));
    rules.put(
        "timepicker",
        withPlaceholder(focusable("timepicker"))
            .optional("initial_time", TIME)
            .optional("timezone", string(1, 100)));
    rules.put(
        "datetimepicker",
        focusable("datetimepicker")
            .optional("initial_date_time", integer(1_000_000_000L, 9_999_999_999L)));
  }

  private static void inputs(Map<String, Rule> rules) {
    rules.put(
        "plain_text_input",
        typed("plain_text_input", string(0, INPUT_LENGTH))
            .optional("multiline", bool())
            .optional("min_length", integer(0, INPUT_LENGTH))
            .optional("max_length", integer(1, INPUT_LENGTH))
            .and(OptionRules.lengthsInOrder()));
    rules.put("url_text_input", typed("url_text_input", string(1, URL)));
    rules.put("email_text_input", typed("email_text_input", string(1, INPUT_LENGTH)));
    rules.put(
        "number_input",
        typed("number_input", string(1, 40))
            .required("is_decimal_allowed", bool())
            .optional("min_value", string(1, 40))
            .optional("max_value", string(1, 40)));
  }

  private static Shape typed(String type, Rule initial) {
    return withPlaceholder(bare(type))
        .optional("focus_on_load", bool())
        .optional("initial_value", initial)
        .optional(
            "dispatch_action_config",
            Shape.plainObject()
                .optional(
                    "trigger_actions_on",
                    Rule.array(1, 2, oneOf("on_enter_pressed", "on_character_entered"))));
  }

  private static Shape multi(String type) {
    return select(type).optional("max_selected_items", integer(1, 100));
  }

  private static Shape select(String type) {
    return withPlaceholder(focusable(type));
  }

  private static Shape withPlaceholder(Shape shape) {
    return shape.optional("placeholder", plain(PLACEHOLDER));
  }

  private static Shape focusable(String type) {
    return element(type).optional("focus_on_load", bool());
  }

  private static Shape element(String type) {
    return bare(type).optional("confirm", CONFIRM);
  }

  private static Shape bare(String type) {
    return Shape.ofType(type).optional("action_id", string(1, ID));
  }
}
