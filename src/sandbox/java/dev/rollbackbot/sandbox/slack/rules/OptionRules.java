package dev.rollbackbot.sandbox.slack.rules;

import static dev.rollbackbot.sandbox.slack.rules.JsonRule.anyText;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.array;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.plain;
import static dev.rollbackbot.sandbox.slack.rules.JsonRule.string;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Options of menus, radio buttons and checkboxes. */
public final class OptionRules {
  static final int TEXT = 75;
  static final int VALUE = 150;
  public static final int MENU = 100;
  static final int BOXES = 10;
  static final int OVERFLOW = 5;

  private OptionRules() {}

  public static ObjectRule plainOption() {
    return option(plain(TEXT));
  }

  /** Radio buttons and checkboxes may contain mrkdwn. */
  private static ObjectRule boxOption() {
    return option(anyText(TEXT));
  }

  private static ObjectRule option(JsonRule text) {
    return ObjectRule.plainObject()
        .required("text", text)
        .required("value", string(1, VALUE))
        .optional("description", text);
  }

  static JsonRule overflow() {
    return array(1, OVERFLOW, plainOption().optional("url", string(1, ElementRules.URL)));
  }

  static ObjectRule single(ObjectRule boxes) {
    return boxes(boxes).optional("initial_option", boxOption());
  }

  static ObjectRule many(ObjectRule boxes) {
    return boxes(boxes).optional("initial_options", array(1, BOXES, boxOption()));
  }

  private static ObjectRule boxes(ObjectRule boxes) {
    return boxes.required("options", array(1, BOXES, boxOption())).and(OptionRules::known);
  }

  static ObjectRule oneOfMany(ObjectRule select) {
    return menu(select).optional("initial_option", plainOption());
  }

  static ObjectRule severalOfMany(ObjectRule select) {
    return menu(select).optional("initial_options", array(1, MENU, plainOption()));
  }

  private static ObjectRule menu(ObjectRule select) {
    JsonRule group =
        ObjectRule.plainObject()
            .required("label", plain(TEXT))
            .required("options", array(1, MENU, plainOption()));
    return select
        .optional("options", array(1, MENU, plainOption()))
        .optional("option_groups", array(1, MENU, group))
        .and(either("options", "option_groups"))
        .and(OptionRules::known);
  }

  static ObjectRule.ObjectCheck either(String one, String other) {
    return (object, at, problems) -> {
      if (object.containsKey(one) == object.containsKey(other)) {
        problems.add(at, "must define either `" + one + "` or `" + other + "`");
      }
    };
  }

  static ObjectRule.ObjectCheck lengthsInOrder() {
    return (object, at, problems) -> {
      if (object.containsKey("max_length")
          && object.getInt("min_length", 0) > object.getInt("max_length")) {
        problems.add(at + "/min_length", "must be less than or equal to max_length");
      }
    };
  }

  /** All options of an element, those inside groups included. */
  public static List<JsonObject> options(JsonObject element) {
    Stream<JsonObject> grouped =
        JsonHelper.each(JsonHelper.list(element, "option_groups"))
            .flatMap(group -> JsonHelper.each(JsonHelper.list(group, "options")));
    return Stream.concat(JsonHelper.each(JsonHelper.list(element, "options")), grouped).toList();
  }

  /** Initial options must equal one of the options; option values must be unique. */
  private static void known(JsonObject element, String at, RuleViolations problems) {
    List<JsonObject> options = options(element);
    Set<String> values = new HashSet<>();
    options.stream()
        .filter(option -> !values.add(JsonHelper.text(option, "value")))
        .forEach(_ -> problems.add(at + "/options", "option values must be unique"));
    JsonValue initial = element.get("initial_option");
    if (initial != null && !options.contains(initial)) {
      problems.add(at + "/initial_option", "must match one of the options");
    }
    JsonArray several = JsonHelper.list(element, "initial_options");
    for (int i = 0; i < several.size(); i++) {
      if (!options.contains(several.get(i))) {
        problems.add(at + "/initial_options/" + i, "must match one of the options");
      }
    }
  }
}
