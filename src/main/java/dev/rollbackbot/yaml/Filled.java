package dev.rollbackbot.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of a runbook once its {@code ${RUNBOOK_…}} variables are filled in. A value never holds
 * a line break, so lines stay what they were; columns are turned back by {@link #original}.
 */
final class Filled {
  /** The longest value that is filled in. */
  private static final int MAX_VALUE = 2_000;

  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{(RUNBOOK_[A-Z0-9_]*)(?::-([^}\\r\\n]*))?}");
  private static final Pattern BEGUN = Pattern.compile("\\$\\{RUNBOOK_[^}\\r\\n]{0,60}}?");
  private static final Pattern NOT_IN_A_VALUE =
      Pattern.compile("\\p{Cntrl}|\\u0085|\\$\\{|\\u2028|\\u2029");

  private final String text;
  private final List<Shift> shifts;

  private Filled(String text, List<Shift> shifts) {
    this.text = text;
    this.shifts = List.copyOf(shifts);
  }

  static Filled asIs(String text) {
    return new Filled(text, List.of());
  }

  static Filled from(String text, Map<String, String> variables, Problems problems) {
    StringBuilder out = new StringBuilder(text.length());
    List<Shift> shifts = new ArrayList<>();
    int number = 0;
    for (String line : text.split("(?<=\n)|(?<=\r)(?!\n)", -1)) {
      number++;
      out.append(new Line(number, line, variables, problems, shifts).fill());
    }
    return new Filled(out.toString(), shifts);
  }

  String text() {
    return text;
  }

  /** Where a place of the filled-in text is in the file. */
  Place original(Place place) {
    int column = place.column();
    for (Shift shift : shifts) {
      if (shift.line() == place.line()) {
        column = shift.back(place.column(), column);
      }
    }
    return new Place(place.line(), column);
  }

  /**
   * One variable that was filled in, in code points of its line, counted from 1.
   *
   * @param from column of the value in the filled-in line
   * @param original column of the variable in the file
   */
  private record Shift(int line, int from, int filledLength, int original, int originalLength) {
    int back(int filledColumn, int soFar) {
      if (filledColumn < from) {
        return soFar;
      }
      return filledColumn < from + filledLength
          ? original
          : filledColumn - (from + filledLength) + original + originalLength;
    }
  }

  /** One line on its way. */
  private record Line(
      int number,
      String line,
      Map<String, String> variables,
      Problems problems,
      List<Shift> shifts) {

    String fill() {
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
      Optional<String> value =
          Optional.ofNullable(variables.get(name)).or(() -> Optional.ofNullable(byDefault));
      if (value.isEmpty()) {
        complain(
            matcher.start(),
            "%s is not set and has no default; set it or write ${%s:-default}"
                .formatted(name, name));
      } else if (value.get().length() > MAX_VALUE || NOT_IN_A_VALUE.matcher(value.get()).find()) {
        complain(
            matcher.start(),
            "%s must be one line of at most %d characters without ${".formatted(name, MAX_VALUE));
      } else {
        return value.get();
      }
      return matcher.group();
    }

    private void malformed(int from, int to) {
      Matcher begun = BEGUN.matcher(line).region(from, to);
      while (begun.find()) {
        complain(
            begun.start(),
            "\"%s\" is not a variable; write ${RUNBOOK_NAME} or ${RUNBOOK_NAME:-default}"
                .formatted(begun.group().strip()));
      }
    }

    /** A comment may speak of a variable that nobody sets. */
    private void complain(int index, String message) {
      if (!line.stripLeading().startsWith("#")) {
        problems.error(new Place(number, points(line.substring(0, index)) + 1), message);
      }
    }

    private static int points(CharSequence text) {
      return Character.codePointCount(text, 0, text.length());
    }
  }
}
