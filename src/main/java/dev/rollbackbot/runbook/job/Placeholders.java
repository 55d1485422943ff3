package dev.rollbackbot.runbook.job;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of inputs in the texts of a job: {@code {id}}, and what the incident is about. */
public final class Placeholders {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z0-9][a-z0-9-]{0,39})}");

  /** The incident's label, such as INC-12. */
  public static final String INCIDENT = "incident";

  /** The id of the environment. */
  public static final String ENVIRONMENT = "environment";

  /** The provider's name of the service that the step changes. */
  public static final String RESOURCE = "resource";

  /** The second in which the plan was made: with the incident's label, no other plan has it. */
  public static final String PLAN = "plan";

  /** No input has one of these ids. */
  public static final Set<String> RESERVED = Set.of(INCIDENT, ENVIRONMENT, RESOURCE, PLAN);

  private Placeholders() {}

  /** One without a value stays as it is. What a value contains is not looked at again. */
  public static String fill(String text, Map<String, String> values) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(m -> Matcher.quoteReplacement(values.getOrDefault(m.group(1), m.group())));
  }

  public static Set<String> of(String text) {
    Set<String> names = new TreeSet<>();
    PLACEHOLDER.matcher(text).results().forEach(m -> names.add(m.group(1)));
    return names;
  }
}
