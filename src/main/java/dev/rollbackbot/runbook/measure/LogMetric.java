package dev.rollbackbot.runbook.measure;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A count in the live logs of a Worker, which a runbook writes as {@code lines %resource% 5m level
 * error like *D1_ERROR*}.
 *
 * @param worker its name at Cloudflare, or the place of it
 * @param window how far back it counts
 * @param level only lines of that level; empty: all
 * @param pattern only lines that it fits, with {@code *} for any text; empty: all
 */
public record LogMetric(
    LogFigure figure,
    String worker,
    Duration window,
    Optional<String> level,
    Optional<String> pattern) {
  /** Id of the source in runbooks. */
  public static final String SOURCE = "logs";

  /** Of an exception that nobody caught. */
  public static final String ERROR = "error";

  /** So long it takes at the most until a connection that has died is known to be dead. */
  public static final Duration SHORTEST_DELAY = Duration.ofSeconds(20);

  public static final Duration LONGEST_WINDOW = Duration.ofHours(1);
  private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(5);

  private static final Pattern FORM =
      Pattern.compile(
          "(lines|events|failures) +(%resource%|[A-Za-z0-9_-]{1,255}) +([1-9][0-9]{0,3})([smh])"
              + "(?: +level +(debug|info|log|warn|error))?(?: +like +(\\S.*))?");

  /** What is counted. */
  public enum LogFigure {
    /** What the Worker logged, and exceptions that nobody caught. */
    LINES,
    /** Requests, schedules, messages of queues: each time that the Worker ran. */
    EVENTS,
    /** Those of them that ended by an exception or by a limit. */
    FAILURES
  }

  /** Empty: it is none. */
  public static Optional<LogMetric> parse(String text) {
    Matcher parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    LogFigure figure = LogFigure.valueOf(parts.group(1).toUpperCase(Locale.ROOT));
    Optional<String> level = Optional.ofNullable(parts.group(5));
    Optional<String> pattern = Optional.ofNullable(parts.group(6));
    Duration window = MetricWindow.of(Integer.parseInt(parts.group(3)), parts.group(4));
    return (figure == LogFigure.LINES || (level.isEmpty() && pattern.isEmpty()))
            && window.compareTo(SHORTEST_WINDOW) >= 0
            && window.compareTo(LONGEST_WINDOW) <= 0
        ? Optional.of(new LogMetric(figure, parts.group(2), window, level, pattern))
        : Optional.empty();
  }

  /** Whether a line counts. */
  public boolean counts(String lineLevel, String text) {
    return level.filter(wanted -> !wanted.equals(lineLevel)).isEmpty()
        && pattern.filter(wanted -> !fits(wanted, text)).isEmpty();
  }

  /** Each part is looked for once, from the left: no pattern takes long. */
  private static boolean fits(String pattern, String text) {
    String[] parts = pattern.split("\\*", -1);
    String last = parts[parts.length - 1];
    if (parts.length == 1) {
      return text.equals(pattern);
    }
    if (!text.startsWith(parts[0])) {
      return false;
    }
    int from = parts[0].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = text.indexOf(parts[i], from);
      if (found < 0) {
        return false;
      }
      from = found + parts[i].length();
    }
    return text.length() - last.length() >= from && text.endsWith(last);
  }
}
