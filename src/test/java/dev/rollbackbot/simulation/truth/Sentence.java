package dev.rollbackbot.simulation.truth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sentence, or a part of one, that the bot may say, and how it is compared with what is so.
 *
 * <p>In a template {@code {kind}} is a word, and {@code {kind:name}} a word with a name; parts in
 * double brackets may be missing.
 *
 * @param comparison what is compared; {@link #NOTHING}: it is merely recognised
 */
record Sentence(String template, Pattern pattern, List<String> names, Comparison comparison) {
  /** Compares; throws {@link AssertionError} if it is not so. */
  interface Comparison {
    void compare(Said said, Scene scene);
  }

  /** For a sentence that claims nothing. */
  static final Comparison NOTHING = (_, _) -> {};

  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("who", "(?:<@[A-Z0-9]+>|the bot|nobody yet)"),
          Map.entry("lead", "(?:lead <@[A-Z0-9]+>|nobody leads it yet)"),
          Map.entry("people", "<@[A-Z0-9]+>(?:, <@[A-Z0-9]+>)*"),
          Map.entry("n", "\\d+"),
          Map.entry("plan", "[0-9a-f]{4}"),
          Map.entry("v", "v\\d+"),
          Map.entry("service", "(?:API|Site)"),
          Map.entry("resource", "(?:shop-api|shop-site)"),
          Map.entry("step", "(?:API|Site|Revert|Deploy)"),
          Map.entry("titles", "“(?:API|Site)”(?:, “(?:API|Site)”)*"),
          Map.entry("steps", "\\d+(?:, \\d+)* and \\d+"),
          Map.entry("item", "(?:Capture deployment state|Capture logs|Screenshot the dashboard)"),
          Map.entry("probe", "API health"),
          Map.entry("check", "(?:API health|Smoke tests pass)"),
          Map.entry("method", "(?:Deployment rollback|By hand|By a job)"),
          Map.entry("inc", "INC-\\d+"),
          Map.entry("holder", "(?:DRILL )?INC-\\d+"),
          Map.entry("severity", "(?:CRITICAL|HIGH|MEDIUM)"),
          Map.entry("verdict", "(?:PASSED|FAILED|INCONCLUSIVE)"),
          Map.entry("ending", "(?:rolled back|partly rolled back|without a rollback)"),
          Map.entry("since", ", then something changed again"),
          Map.entry("duration", "\\d+ (?:h|min|s)(?: \\d+ (?:min|s))?"),
          Map.entry("call", "deploy --to \\{version\\}"),
          Map.entry("concern", ConcernSentences.CONCERNS),
          Map.entry("mark", "[✓✗?◐○–]"),
          Map.entry("changes", "(?:API|Site) v\\d+ → v\\d+(?:, (?:API|Site) v\\d+ → v\\d+)*"),
          Map.entry(
              "reading",
              "(?:4\\.1 % of requests fail|0\\.2 % of requests fail|no data"
                  + "|Errors: many requests fail)"),
          Map.entry("put", "put"),
          Map.entry("measured", "measured"),
          Map.entry("bar", "[▓░]{10}"),
          Map.entry("channel", "#[a-z-]+"),
          Map.entry("time", SaidLine.TIME),
          Map.entry("quote", "(?:" + KnownQuotes.pattern() + ")"));

  private static final Pattern PART =
      Pattern.compile("\\{([a-z]+)(?::([a-z]+))?}|\\[\\[|]]|[^\\[\\]{}]+|.");

  static Sentence of(String template, Comparison comparison) {
    StringBuilder regex = new StringBuilder();
    List<String> names = new ArrayList<>();
    Matcher part = PART.matcher(template);
    while (part.find()) {
      if (part.group(1) != null) {
        String kind = KINDS.get(part.group(1));
        if (kind == null) {
          throw new IllegalArgumentException("unknown kind of word in: " + template);
        }
        names.add(part.group(2) == null ? part.group(1) : part.group(2));
        regex.append('(').append(kind).append(')');
      } else {
        regex.append(
            switch (part.group()) {
              case "[[" -> "(?:";
              case "]]" -> ")?";
              case String literal -> Pattern.quote(literal);
            });
      }
    }
    return new Sentence(template, Pattern.compile(regex.toString()), names, comparison);
  }

  /** The words of a match, by name. */
  Map<String, String> words(Matcher matcher) {
    Map<String, String> words = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (matcher.group(i + 1) != null) {
        words.putIfAbsent(names.get(i), matcher.group(i + 1));
      }
    }
    return words;
  }
}
