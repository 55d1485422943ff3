package dev.rollbackbot.gateway.metric.job;

import dev.rollbackbot.gateway.metric.MetricSource.MetricAnswer;
import dev.rollbackbot.gateway.metric.MetricSource.MetricValue;
import dev.rollbackbot.gateway.metric.MetricSource.NoData;
import dev.rollbackbot.gateway.metric.MetricSource.NotANumber;
import dev.rollbackbot.gateway.metric.MetricSource.NotMeasured;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the last line says of a job that has ended well. */
final class JobVerdict {
  private static final int MAX_LINE = 120;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]{1,30}(?:\\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,2})?");
  private static final Pattern INCONCLUSIVE = Pattern.compile("inconclusive(?:[: ]+(.*))?");

  private JobVerdict() {}

  /** {@code printed}: masked. */
  static MetricAnswer of(String printed) {
    Optional<String> last = lastLine(printed);
    if (last.isEmpty()) {
      return new NoData();
    }
    String line = last.get();
    if (NUMBER.matcher(line).matches()) {
      return new MetricValue(new BigDecimal(line));
    }
    String word = line.toLowerCase(Locale.ROOT);
    Matcher inconclusive = INCONCLUSIVE.matcher(word);
    if (inconclusive.matches()) {
      String why =
          line.substring(inconclusive.start(1) < 0 ? line.length() : inconclusive.start(1));
      return new NotMeasured(why.isBlank() ? "it says that it is inconclusive" : shortened(why));
    }
    return switch (word) {
      case "passed" -> new MetricValue(BigDecimal.ONE);
      case "failed" -> new MetricValue(BigDecimal.ZERO);
      case "nan", "inf", "+inf", "-inf", "infinity", "-infinity" -> new NotANumber(line);
      default ->
          new NotMeasured(
              "its last line is neither a number nor a verdict: “%s”".formatted(shortened(line)));
    };
  }

  static Optional<String> lastLine(String printed) {
    return printed
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .reduce((_, last) -> last);
  }

  static String shortened(String line) {
    return line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "…" : line;
  }
}
