package dev.rollbackbot.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runbook text with its {@code ${RUNBOOK_…}} variables replaced. Values hold no line break, so line
 * numbers are unchanged; {@link #originalPosition} maps columns back to the file.
 */
record InterpolatedText(String text, List<InterpolatedText.Shift> shifts) {
  private static final int MAX_VALUE = 2_000;

  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{(RUNBOOK_[A-Z0-9_]*)(?::-([^}\\r\\n]*))?}");
  private static final Pattern BEGUN = Pattern.compile("\\$\\{RUNBOOK_[^}\\r\\n]{0,60}}?");
  private static final Pattern NOT_IN_A_VALUE =
      Pattern.compile("\\p{Cntrl}|\\u0085|\\$\\{|\\u2028|\\u2029");

  static InterpolatedText uninterpolated(String text) {
    return new InterpolatedText(text, List.of());
  }

  static InterpolatedText interpolate(
      String text, Map<String, String> variables, ProblemCollector problems) {
    StringBuilder out = new StringBuilder(text.length());
    List<Shift> shifts = new ArrayList<>();
    int number = 1;
    for (String line : text.split("(?<=\n)|(?<=\r)(?!\n)", -1)) {
      out.append(new InterpolatedLine(number++, line, variables, problems, shifts).interpolate());
    }
    return new InterpolatedText(out.toString(), shifts);
  }

  Position originalPosition(Position position) {
    int column = position.column();
    for (Shift shift : shifts) {
      if (shift.line() == position.line()) {
        column = shift.originalColumn(position.column(), column);
      }
    }
    return new Position(position.line(), column);
  }

  /**
   * One replaced variable, in code points; columns are counted from 1.
   *
   * @param from column of the value in the interpolated line
   * @param original column of the variable in the file
   */
  record Shift(int line, int from, int filledLength, int original, int originalLength) {
    int originalColumn(int filledColumn, int soFar) {
      if (filledColumn < from) {
        return soFar;
      }
      return filledColumn < from + filledLength
          ? original
          : filledColumn - (from + filledLength) + original + originalLength;
    }
  }

  private record InterpolatedLine(
      int number,
      String line,
      Map<String, String> variables,
      ProblemCollector problems,
      List<Shift> shifts) {

    String interpolate() {
      if (!line.contains("${RUNBOOK_")) {
        return line;
      }
      StringBuilder out = new StringBuilder();
      Matcher matcher = VARIABLE.matcher(line);
      int end = 0;
      while (matcher.find()) {
        out.append(line, end, matcher.start());
        malformed(end, matcher.start());
        String value = value(matcher);
        shifts.add(
            new Shift(
                number,
                points(out) + 1,
                points(value),
                points(line.substring(0, matcher.start())) + 1,
                points(matcher.group())));
        out.append(value);
        end = matcher.end();
      }
      malformed(end, line.length());
      return out.append(line.substring(end)).toString();
    }

    private String value(Matcher matcher) {
      String name = matcher.group(1);
      @Nullable String byDefault = matcher.group(2);
      @Nullable String value = variables.getOrDefault(name, byDefault);
      if (value == null) {
        error(
            matcher.start(),
            "%s is not set and has no default; set it or write ${%s:-default}"
                .formatted(name, name));
      } else if (value.length() > MAX_VALUE || NOT_IN_A_VALUE.matcher(value).find()) {
        error(
            matcher.start(),
            "%s must be one line of at most %d characters without ${".formatted(name, MAX_VALUE));
      } else {
        return value;
      }
      return matcher.group();
    }

    private void malformed(int from, int end) {
      Matcher begun = BEGUN.matcher(line).region(from, end);
      while (begun.find()) {
        error(
            begun.start(),
            "\"%s\" is not a variable; write ${RUNBOOK_NAME} or ${RUNBOOK_NAME:-default}"
                .formatted(begun.group().strip()));
      }
    }

    /** A comment may mention a variable that is not set. */
    private void error(int index, String message) {
      if (!line.stripLeading().startsWith("#")) {
        problems.error(new Position(number, points(line.substring(0, index)) + 1), message);
      }
    }

    private static int points(CharSequence text) {
      return Character.codePointCount(text, 0, text.length());
    }
  }
}
