package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.template.ResolvedLine;
import dev.rollbackbot.runbook.template.TemplateVariable;
import dev.rollbackbot.runbook.template.Templates;
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
      Arrays.stream(TemplateVariable.values()).map(TemplateVariable::key).toList();
  private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_ -]{0,40})}");
  private static final Pattern EVERYONE =
      Pattern.compile("@(?:channel|here|everyone)\\b|<!(?:channel|here|everyone)");
  private static final Pattern LEFTOVER = Pattern.compile("\\[[A-Z][A-Z /|]+]");

  private final IdRegistry registry;

  TemplateMapper(IdRegistry registry) {
    this.registry = registry;
  }

  Templates read(YamlValue yamlValue) {
    MappingReader mappingReader =
        MappingReader.of(
            yamlValue,
            "\"templates\"",
            "incident",
            "resolved",
            "stakeholder_incident",
            "stakeholder_update",
            "stakeholder_resolved",
            "post_mortem",
            "ticks");
    return new Templates(
        post(mappingReader.required("incident")),
        post(mappingReader.required("resolved")),
        post(mappingReader.required("stakeholder_incident")),
        post(mappingReader.required("stakeholder_update")),
        post(mappingReader.required("stakeholder_resolved")),
        template(mappingReader.required("post_mortem")),
        mappingReader.listOf("ticks").stream().map(this::tick).toList());
  }

  private ResolvedLine tick(YamlValue yamlValue) {
    MappingReader mappingReader = MappingReader.of(yamlValue, "this tick", "text", "from");
    return new ResolvedLine(
        mappingReader.required("text").line(),
        mappingReader.required("from").list().stream()
            .map(registry.checks()::checkDeclared)
            .toList());
  }

  /** A post is not filled in by people, so nothing may be left for them to fill in. */
  private static String post(YamlValue yamlValue) {
    String text = template(yamlValue);
    if (text.length() > MAX_POST) {
      yamlValue.error(
          "a post has at most %d characters, not %d".formatted(MAX_POST, text.length()));
    }
    Map<String, Integer> seen = new HashMap<>();
    Matcher leftover = LEFTOVER.matcher(text);
    while (leftover.find()) {
      String found = leftover.group();
      yamlValue
          .problemCollector()
          .warning(
              WordLocator.positionOf(yamlValue, found, count(seen, found)),
              "nobody fills in %s; use a variable in braces: %s"
                  .formatted(found, String.join(", ", WORDS)));
    }
    return text;
  }

  private static String template(YamlValue yamlValue) {
    String text = yamlValue.text();
    if (text.length() > YamlValue.MAX_TEXT) {
      return ""; // Reported; finding the place of each word of it would take too long.
    }
    Map<String, Integer> seen = new HashMap<>();
    Matcher variable = VARIABLE.matcher(text);
    while (variable.find()) {
      String found = variable.group();
      int nth = count(seen, found);
      if (TemplateVariable.of(variable.group(1)).isEmpty()) {
        yamlValue
            .problemCollector()
            .error(
                WordLocator.positionOf(yamlValue, found, nth),
                ProblemCollector.unknown("variable", variable.group(1), WORDS));
      }
    }
    Matcher everyone = EVERYONE.matcher(text);
    while (everyone.find()) {
      String found = everyone.group();
      yamlValue
          .problemCollector()
          .error(
              WordLocator.positionOf(yamlValue, found, count(seen, found)),
              "%s is not allowed: a post never wakes everyone; name a channel under stakeholders"
                  .formatted(found));
    }
    return text;
  }

  private static int count(Map<String, Integer> seen, String word) {
    return seen.merge(word, 1, Integer::sum);
  }
}
