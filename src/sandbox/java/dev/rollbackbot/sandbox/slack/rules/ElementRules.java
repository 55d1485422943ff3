package dev.rollbackbot.sandbox.slack.rules;

import static dev.rollbackbot.sandbox.slack.rules.JsonRule.anyText;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.bool;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.integer;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.matching;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.oneOf;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.plain;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.string;

import java.util.ArrayList;
import java.util.List;

/** The interactive elements of Block Kit. */
public final class ElementRules {
  static final int ID = 255;
  static final int BUTTON_TEXT = 75;
  static final int BUTTON_VALUE = 2_000;
  static final int URL = 3_000;
  static final int PLACEHOLDER = 150;
  public static final int INPUT_LENGTH = 3_000;
  static final int ALT_TEXT = 2_000;

  private static final JsonRule DATE =
      matching("\\d{4}-\\d{2}-\\d{2}", "must be a date (YYYY-MM-DD)");
  private static final JsonRule TIME =
      matching("([01]\\d|2[0-3]):[0-5]\\d", "must be a time (HH:mm)");
  private static final JsonRule URL_TEXT =
      matching("(?s)[a-z][a-z0-9+.-]*:.+", "must be a valid url");

  static final JsonRule CONFIRM =
      ObjectRule.plainObject()
          .required("title", plain(100))
          .required("text", anyText(300))
          .required("confirm", plain(30))
          .required("deny", plain(30))
          .optional("style", oneOf("primary", "danger"));

  static final ObjectRule IMAGE = withImage(ObjectRule.ofType("image"));

  private static final List<ObjectRule> ALL = all();

  private ElementRules() {}

  /** Any element whose type does not match the pattern. */
  static JsonRule allExcept(String types) {
    return JsonRule.byType(ALL.stream().filter(rule -> !rule.type().matches(types)).toList());
  }

  static ObjectRule withImage(ObjectRule rule) {
    return rule.required("alt_text", string(1, ALT_TEXT))
        .optional("image_url", string(1, URL))
        .optional("slack_file", JsonRule.anyObject())
        .and(OptionRules.either("image_url", "slack_file"));
  }

  private static List<ObjectRule> all() {
    List<ObjectRule> rules = new ArrayList<>();
    rules.add(IMAGE);
    rules.add(button());
    rules.add(element("overflow").required("options", OptionRules.overflow()));
    rules.add(OptionRules.many(focusable("checkboxes")));
    rules.add(OptionRules.single(focusable("radio_buttons")));
    rules.add(OptionRules.oneOfMany(select("static_select")));
    rules.add(OptionRules.severalOfMany(multi("multi_static_select")));
    rules.add(external(select("external_select"), "initial_option", OptionRules.plainOption()));
    rules.add(
        external(
            multi("multi_external_select"),
            "initial_options",
            JsonRule.array(1, 100, OptionRules.plainOption())));
    List.of("user", "channel", "conversation").forEach(kind -> rules.addAll(selectsOf(kind)));
    rules.add(withPlaceholder(focusable("datepicker")).optional("initial_date", DATE));
    rules.add(
        withPlaceholder(focusable("timepicker"))
            .optional("initial_time", TIME)
            .optional("timezone", string(1, 100)));
    rules.add(
        focusable("datetimepicker")
            .optional("initial_date_time", integer(1_000_000_000L, 9_999_999_999L)));
    rules.addAll(inputs());
    return rules;
  }

  private static ObjectRule button() {
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

  private static ObjectRule external(ObjectRule select, String initialField, JsonRule initial) {
    return select.optional("min_query_length", integer(0, 255)).optional(initialField, initial);
  }

  private static List<ObjectRule> selectsOf(String kind) {
    ObjectRule one = select(kind + "s_select").optional("initial_" + kind, string(1, ID));
    ObjectRule several =
        multi("multi_" + kind + "s_select")
            .optional("initial_" + kind + "s", JsonRule.array(1, 100, string(1, ID)));
    if (!kind.equals("user")) {
      one.optional("response_url_enabled", bool());
    }
    if (kind.equals("conversation")) {
      conversationExtras(one);
      conversationExtras(several);
    }
    return List.of(one, several);
  }

  private static void conversationExtras(ObjectRule select) {
    select
        .optional("default_to_current_conversation", bool())
        .optional(
            "filter",
            ObjectRule.plainObject()
                .optional("include", JsonRule.array(1, 4, oneOf("im", "mpim", "private", "public")))
                .optional("exclude_external_shared_channels", bool())
                .optional("exclude_bot_users", bool()));
  }

  private static List<ObjectRule> inputs() {
    return List.of(
        typed("plain_text_input", string(0, INPUT_LENGTH))
            .optional("multiline", bool())
            .optional("min_length", integer(0, INPUT_LENGTH))
            .optional("max_length", integer(1, INPUT_LENGTH))
            .and(OptionRules.lengthsInOrder()),
        typed("url_text_input", string(1, URL)),
        typed("email_text_input", string(1, INPUT_LENGTH)),
        typed("number_input", string(1, 40))
            .required("is_decimal_allowed", bool())
            .optional("min_value", string(1, 40))
            .optional("max_value", string(1, 40)));
  }

  private static ObjectRule typed(String type, JsonRule initial) {
    return withPlaceholder(bare(type))
        .optional("focus_on_load", bool())
        .optional("initial_value", initial)
        .optional(
            "dispatch_action_config",
            ObjectRule.plainObject()
                .optional(
                    "trigger_actions_on",
                    JsonRule.array(1, 2, oneOf("on_enter_pressed", "on_character_entered"))));
  }

  private static ObjectRule multi(String type) {
    return select(type).optional("max_selected_items", integer(1, 100));
  }

  private static ObjectRule select(String type) {
    return withPlaceholder(focusable(type));
  }

  private static ObjectRule withPlaceholder(ObjectRule rule) {
    return rule.optional("placeholder", plain(PLACEHOLDER));
  }

  private static ObjectRule focusable(String type) {
    return element(type).optional("focus_on_load", bool());
  }

  private static ObjectRule element(String type) {
    return bare(type).optional("confirm", CONFIRM);
  }

  private static ObjectRule bare(String type) {
    return ObjectRule.ofType(type).optional("action_id", string(1, ID));
  }
}
