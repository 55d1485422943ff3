package dev.rollbackbot.runbook.measure;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query of Cloudflare's analytics, which a runbook writes as {@code error_rate %resource% 5m}.
 *
 * @param script the Worker's name at Cloudflare, or the place of it
 * @param window how far back it looks
 * @param version id of one version; empty: all
 */
public record WorkersMetric(
    WorkersFigure figure, String script, Duration window, Optional<String> version) {
  /** Id of the source in runbooks. */
  public static final String SOURCE = "cloudflare-analytics";

  /** What happened in the last minutes is not counted yet. */
  public static final Duration SHORTEST_DELAY = Duration.ofMinutes(2);

  public static final Duration USUAL_DELAY = Duration.ofMinutes(3);

  private static final Pattern FORM =
      Pattern.compile(
          "([a-z0-9_]+) +(%resource%|[A-Za-z0-9_-]{1,255}) +([1-9][0-9]{0,2})([mh])"
              + "(?: +version +([A-Za-z0-9-]{1,64}))?");

  /** What is asked for. */
  public enum WorkersFigure {
    REQUESTS,
    ERRORS,
    /** In percent of the requests. */
    ERROR_RATE,
    /** In microseconds. */
    CPU_P50,
    CPU_P99,
    /** As Cloudflare answers it. */
    WALL_P99,
    DURATION_P50;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Empty: it is none. */
  public static Optional<WorkersMetric> parse(String text) {
    Matcher parts = FORM.matcher(text.strip());
    return parts.matches()
        ? Arrays.stream(WorkersFigure.values())
            .filter(figure -> figure.word().equals(parts.group(1)))
            .findFirst()
            .map(figure ->
                new WorkersMetric(
                    figure,
                    parts.group(2),
                    MetricWindow.of(Integer.parseInt(parts.group(3)), parts.group(4)),
                    Optional.ofNullable(parts.group(5))))
        : Optional.empty();
  }

  /** The words that a query may begin with. */
  public static List<String> words() {
    return Arrays.stream(WorkersFigure.values()).map(WorkersFigure::word).toList();
  }
}
