package dev.rollbackbot.sandbox.slack;

import static dev.rollbackbot.sandbox.slack.Rule.anyText;
import static dev.rollbackbot.sandbox.slack.Rule.array;
import static dev.rollbackbot.sandbox.slack.Rule.plain;
import static dev.rollbackbot.sandbox.slack.Rule.string;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Options of menus, radio buttons and checkboxes, and the rules over several fields of one. */
final class OptionRules {
  static final int TEXT = 75;
  static final int VALUE = 150;
  static final int MENU = 100;
  static final int BOXES = 10;
  static final int OVERFLOW = 5;

  private OptionRules() {}

  static Shape plainOption() {
    return Shape.plainObject()
        .required("text", plain(TEXT))
        .required("value", string(1, VALUE))
        .optional("description", plain(TEXT));
  }

  /** Radio buttons and checkboxes may be written in mrkdwn. */
  private static Shape boxOption() {
    return Shape.plainObject()
        .required("text", anyText(TEXT))
        .required("value", string(1, VALUE))
        .optional("description", anyText(TEXT));
  }

  static Rule overflow() {
    return array(1, OVERFLOW, plainOption().optional("url", string(1, ElementRules.URL)));
  }

  static Shape single(Shape shape) {
    return shape
        .required("options", array(1, BOXES, boxOption()))
        .optional("initial_option", boxOption())
        .and(OptionRules::known);
  }

  static Shape many(Shape shape) {
    return shape
        .required("options", array(1, BOXES, boxOption()))
        .optional("initial_options", array(1, BOXES, boxOption()))
        .and(OptionRules::known);
  }

  static Shape oneOfMany(Shape shape) {
    return menu(shape).optional("initial_option", plainOption());
  }

  static Shape severalOfMany(Shape shape) {
    return menu(shape).optional("initial_options", array(1, MENU, plainOption()));
  }

  private static Shape menu(Shape shape) {
    Rule group =
        Shape.plainObject()
            .required("label", plain(TEXT))
            .required("options", array(1, MENU, plainOption()));
    return shape
        .optional("options", array(1, MENU, plainOption()))
        .optional("option_groups", array(1, MENU, group))
        .and(either("options", "option_groups"))
        .and(OptionRules::known);
  }

  /** Exactly one of two fields. */
  static Shape.Whole either(String one, String other) {
    return (object, at, problems) -> {
      if (object.containsKey(one) == object.containsKey(other)) {
        problems.add(at, "must define either `" + one + "` or `" + other + "`");
      }
    };
  }

  static Shape.Whole lengthsInOrder() {
    return (object, at, problems) -> {
      if (object.containsKey("max_length")
          && object.getInt("min_length", 0) > object.getInt("max_length")) {
        problems.add(at + "/min_length", "must be less than or equal to max_length");
      }
    };
  }

  /** All options of an element, with those inside groups. */
  static List<JsonObject> options(JsonObject element) {
    Stream<JsonObject> grouped =
        Jsons.each(Jsons.list(element, "option_groups"))
            .flatMap(group -> Jsons.each(Jsons.list(group, "options")));
    return Stream.concat(Jsons.each(Jsons.list(element, "options")), grouped).toList();
  }

  /** What is chosen at first must be offered, in the very same words. */
  private static void known(JsonObject element, String at, Problems problems) {
    List<JsonObject> options = options(element);
    Set<String> values = new HashSet<>();
    for (JsonObject option : options) {
      if (!values.add(Jsons.text(option, "value"))) {
        problems.add(at + "/options", "option values must be unique");
      }
    }
    JsonValue initial = element.get("initial_option");
    if (initial != null && !options.contains(initial)) {
      problems.add(at + "/initial_option", "must match one of the options");
    }
    JsonArray several = Jsons.list(element, "initial_options");
    for (int i = 0; i < several.size(); i++) {
      if (!options.contains(several.get(i))) {
        problems.add(at + "/initial_options/" + i, "must match one of the options");
      }
    }
  }
}
