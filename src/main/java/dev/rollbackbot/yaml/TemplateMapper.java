package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Templates;
import dev.rollbackbot.runbook.Tick;
import dev.rollbackbot.runbook.Variable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The posts, and what their ticks stand on. */
final class TemplateMapper {
  /** Slack shows no more in one section of a message. */
  private static final int MAX_POST = 3_000;

  private static final List<String> WORDS =
      Arrays.stream(Variable.values()).map(Variable::word).toList();
  private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_ -]{0,40})}");
  private static final Pattern EVERYONE =
      Pattern.compile("@(?:channel|here|everyone)\\b|<!(?:channel|here|everyone)");
  private static final Pattern LEFTOVER = Pattern.compile("\\[[A-Z][A-Z /|]+]");

  private final Catalog catalog;

  TemplateMapper(Catalog catalog) {
    this.catalog = catalog;
  }

  Templates read(Value value) {
    Section section =
        Section.of(
            value,
            "\"templates\"",
            "incident",
            "resolved",
            "stakeholder_incident",
            "stakeholder_update",
            "stakeholder_resolved",
            "post_mortem",
            "ticks");
    return new Templates(
        post(section.need("incident")),
        post(section.need("resolved")),
        post(section.need("stakeholder_incident")),
        post(section.need("stakeholder_update")),
        post(section.need("stakeholder_resolved")),
        template(section.need("post_mortem")),
        section.listOf("ticks").stream().map(this::tick).toList());
  }

  private Tick tick(Value value) {
    Section section = Section.of(value, "this tick", "text", "from");
    return new Tick(
        section.need("text").line(),
        section.need("from").list().stream().map(catalog.checks()::refer).toList());
  }

  /** A post is not filled in by people, so nothing may be left for them to fill in. */
  private static String post(Value value) {
    String text = template(value);
    if (text.length() > MAX_POST) {
      value.wrong("a post has at most %d characters, not %d".formatted(MAX_POST, text.length()));
    }
    Map<String, Integer> seen = new HashMap<>();
    Matcher leftover = LEFTOVER.matcher(text);
    while (leftover.find()) {
      String found = leftover.group();
      value
          .problems()
          .warning(
              InText.occurrence(value, found, count(seen, found)),
              "nobody fills in %s; use a variable in braces: %s"
                  .formatted(found, String.join(", ", WORDS)));
    }
    return text;
  }

  private static String template(Value value) {
    String text = value.text();
    if (text.length() > Value.MAX_TEXT) {
      return ""; // Reported; finding the place of each word of it would take too long.
    }
    Map<String, Integer> seen = new HashMap<>();
    Matcher variable = VARIABLE.matcher(text);
    while (variable.find()) {
      String found = variable.group();
      int nth = count(seen, found);
      if (Variable.of(variable.group(1)).isEmpty()) {
        value
            .problems()
            .error(
                InText.occurrence(value, found, nth),
                Problems.unknown("variable", variable.group(1), WORDS));
      }
    }
    Matcher everyone = EVERYONE.matcher(text);
    while (everyone.find()) {
      String found = everyone.group();
      value
          .problems()
          .error(
              InText.occurrence(value, found, count(seen, found)),
              "%s is not allowed: a post never wakes everyone; name a channel under stakeholders"
                  .formatted(found));
    }
    return text;
  }

  private static int count(Map<String, Integer> seen, String word) {
    return seen.merge(word, 1, Integer::sum);
  }
}
