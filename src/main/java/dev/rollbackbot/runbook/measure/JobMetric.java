package dev.rollbackbot.runbook.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that measures, which a runbook writes as {@code smoke --of %resource%}, or as {@code
 * with SMOKE_TOKEN smoke --of %resource%}.
 *
 * @param program its name in the setting {@code PROCESS_MEASURING}
 * @param arguments what stands between blanks, as it is: there is no shell
 * @param variables names of settings that it gets, and no others
 */
public record JobMetric(String program, List<String> arguments, List<String> variables) {
  /** Id of the source in runbooks. */
  public static final String SOURCE = "job";

  private static final Pattern FORM =
      Pattern.compile(
          "(?:with +([A-Za-z_][A-Za-z0-9_]*(?:,[A-Za-z_][A-Za-z0-9_]*)*) +)?"
              + "([A-Za-z0-9][A-Za-z0-9._-]{0,63})((?: +[^ ]+)*)");

  public JobMetric {
    arguments = List.copyOf(arguments);
    variables = List.copyOf(variables);
  }

  /** Empty: it is none. */
  public static Optional<JobMetric> parse(String text) {
    Matcher parts = FORM.matcher(text.strip());
    if (!parts.matches() || !text.strip().lines().skip(1).toList().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new JobMetric(
            parts.group(2),
            words(parts.group(3), " +"),
            words(Optional.ofNullable(parts.group(1)).orElse(""), ",")));
  }

  private static List<String> words(String text, String between) {
    return Arrays.stream(text.split(between, -1)).filter(word -> !word.isEmpty()).toList();
  }
}
