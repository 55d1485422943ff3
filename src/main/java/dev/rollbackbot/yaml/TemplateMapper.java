package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.template.Claim;
import dev.rollbackbot.runbook.template.TemplateVariable;
import dev.rollbackbot.runbook.template.Templates;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The templates of posts, and the claims in the last ones.
 *
 * @param archived see {@link EnvironmentMapper}; claims were called ticks
 */
record TemplateMapper(IdRegistry registry, boolean archived) {
  /** Slack's limit for the text of one section. */
  private static final int MAX_POST = 3_000;

  private static final List<String> WORDS =
      Arrays.stream(TemplateVariable.values()).map(TemplateVariable::key).toList();
  private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_ -]{0,40})}");
  private static final Pattern EVERYONE =
      Pattern.compile("@(?:channel|here|everyone)\\b|<!(?:channel|here|everyone)");

  /** Words that say how it ended; the bot says that itself, of what was read. */
  private static final Pattern OUTCOME =
      Pattern.compile(
          "\\b(?:success(?:ful(?:ly)?)?|restored|recovered|rolled back|back to normal|(?:is|are)"
              + " back|works? again|works? as before|is over|fixed|disabled|resolved|rollback"
              + " complete(?:d)?)\\b",
          Pattern.CASE_INSENSITIVE);

  /** The same of a state, whatever the sentence is about. */
  private static final Pattern STATE =
      Pattern.compile(
          "\\b(?:(?:is|are|was|were|has been|have been|all|everything)"
              + "(?: (?:now|all|again|fully|completely))*"
              + " (?:ok|okay|fine|good|well|healthy|stable|normal|clean|available|up|online|live"
              + "|reachable|running|working|done|finished|complete|completed|closed|solved|repaired"
              + "|mended|reverted|undone|gone|safe|as before|in order)"
              + "|no (?:more|longer|further) (?:errors?|problems?|issues?|impact|outages?)"
              + "|nothing (?:was|is) lost|no \\w+ (?:was|were|is|are) lost"
              + "|we (?:have )?(?:fixed|solved|repaired|reverted|went back|gone back|taken it back)"
              + ")\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NEGATED =
      Pattern.compile(
          "\\b(?:not|no|nobody|nothing|un\\w+|without|isn't|aren't|wasn't)\\b",
          Pattern.CASE_INSENSITIVE);

  /** Is posted while it is only watched, too. */
  private static final Pattern ROLLING_BACK =
      Pattern.compile("\\brolling back\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern OF_THE_POST_MORTEM = Pattern.compile("\\{(?:summary|record)}");

  private static final Pattern LEFTOVER = Pattern.compile("\\[[A-Z][A-Z /|]+]");

  Templates read(YamlValue value) {
    MappingReader fields =
        value.mapping(
            "\"templates\"",
            "incident resolved stakeholder_incident stakeholder_update stakeholder_resolved"
                + " post_mortem claims stakeholder_claims"
                + (archived ? " ticks" : ""));
    return new Templates(
        beforeTheEnd(fields.required("incident")),
        withoutClaims(fields.required("resolved"), "claims"),
        beforeTheEnd(fields.required("stakeholder_incident")),
        beforeTheEnd(fields.required("stakeholder_update")),
        withoutClaims(fields.required("stakeholder_resolved"), "stakeholder_claims"),
        template(fields.required("post_mortem")),
        fields.listOf(archived && fields.has("ticks") ? "ticks" : "claims").stream()
            .map(this::claim)
            .toList(),
        fields.listOf("stakeholder_claims").stream().map(this::claim).toList());
  }

  private Claim claim(YamlValue value) {
    MappingReader fields = value.mapping("this claim", "text otherwise from where_measured");
    String text = fields.required("text").line();
    List<YamlValue> from = fields.required("from").list();
    if (from.isEmpty()) {
      fields
          .required("from")
          .error("a claim stands on at least one probe, check, service or checklist item");
    }
    return new Claim(
        text,
        fields.optional("otherwise").map(this::otherwise).orElse("Not confirmed: " + text),
        from.stream().map(registry::evidenceDeclared).toList(),
        fields.listOf("where_measured").stream().map(registry::evidenceDeclared).toList());
  }

  /** It is said where the claim does not hold. */
  private String otherwise(YamlValue value) {
    String text = value.line();
    boolean claims = OUTCOME.matcher(text).find() || STATE.matcher(text).find();
    if (!archived && claims && !NEGATED.matcher(text).find()) {
      value.error("\"otherwise\" is said when the claim does not hold; say that it is not so");
    }
    return text;
  }

  /** Whether it is rolled back at all is not known when the post is written. */
  private String beforeTheEnd(YamlValue value) {
    String text = post(value);
    if (archived) {
      return text.replace("Rolling back {runbook}", "{" + TemplateVariable.HEADLINE.key() + "}");
    }
    eachMatch(
        ROLLING_BACK,
        text,
        (found, nth) ->
            value
                .problems()
                .error(
                    WordLocator.positionOf(value, found, nth),
                    "\"%s\" would also be said while it is only watched; write {headline}, or {status}"
                        .formatted(found)));
    return text;
  }

  /** A sentence about the outcome stands on nothing unless it is a claim. */
  private String withoutClaims(YamlValue value, String field) {
    String text = post(value);
    if (archived) {
      // Stored before this was an error: what it claims is left out of the post.
      return text.lines()
          .filter(line -> !OUTCOME.matcher(line).find() && !STATE.matcher(line).find())
          .collect(Collectors.joining("\n"));
    }
    // Of the same length, so that the words are found where they are.
    String literal = VARIABLE.matcher(text).replaceAll(m -> "{".repeat(m.group().length()));
    for (Pattern claims : List.of(OUTCOME, STATE)) {
      eachMatch(
          claims,
          literal,
          (found, nth) ->
              value
                  .problems()
                  .error(
                      WordLocator.positionOf(value, found, nth),
                      "\"%s\" claims an outcome that stands on nothing here; make the sentence a"
                              .formatted(found)
                          + " claim under %s, with the probes, checks, services or items it stands"
                              .formatted(field)
                          + " on in from"));
    }
    return text;
  }

  /** A post is sent without editing, so it may hold no blanks such as [TIME]. */
  private String post(YamlValue value) {
    String text = template(value);
    if (text.length() > MAX_POST) {
      value.error("a post has at most %d characters, not %d".formatted(MAX_POST, text.length()));
    }
    eachMatch(
        LEFTOVER,
        text,
        (found, nth) ->
            value
                .problems()
                .warning(
                    WordLocator.positionOf(value, found, nth),
                    "nobody fills in %s; use a variable in braces: %s"
                        .formatted(found, String.join(", ", WORDS))));
    eachMatch(
        OF_THE_POST_MORTEM,
        text,
        (found, nth) ->
            value
                .problems()
                .error(
                    WordLocator.positionOf(value, found, nth),
                    "%s is in post_mortem only".formatted(found)));
    return text;
  }

  private String template(YamlValue value) {
    String text = archived ? value.text().replace("{ticks}", "{claims}") : value.text();
    if (text.length() > YamlValue.MAX_TEXT) {
      return ""; // Already reported; locating each word of a very long text takes too long.
    }
    eachMatch(
        VARIABLE,
        text,
        (found, nth) -> {
          String name = found.substring(1, found.length() - 1);
          if (TemplateVariable.of(name).isEmpty()) {
            value
                .problems()
                .error(
                    WordLocator.positionOf(value, found, nth),
                    ProblemCollector.unknown("variable", name, WORDS));
          }
        });
    eachMatch(
        EVERYONE,
        text,
        (found, nth) ->
            value
                .problems()
                .error(
                    WordLocator.positionOf(value, found, nth),
                    "%s is not allowed: a post never wakes everyone; name a channel under stakeholders"
                        .formatted(found)));
    return text;
  }

  /** {@code action} gets each match and how often it has occurred so far. */
  private static void eachMatch(Pattern pattern, String text, ObjIntConsumer<String> action) {
    Map<String, Integer> seen = new HashMap<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      action.accept(matcher.group(), seen.merge(matcher.group(), 1, Integer::sum));
    }
  }
}
