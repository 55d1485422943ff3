package dev.rollbackbot.runbook.measure;

import java.time.Duration;
import java.util.Optional;

/** What a source wants of its queries beyond what all of them have. */
public enum QueryForm {
  /** In a language that only the source itself knows. */
  FREE(Duration.ofSeconds(30), Duration.ZERO, "") {
    @Override
    public Optional<String> problem(String query, Duration window) {
      return Optional.empty();
    }
  },
  WORKERS(
      WorkersMetric.USUAL_DELAY,
      WorkersMetric.SHORTEST_DELAY,
      "Cloudflare counts late: \"delay\" must be 2m or longer for this source") {
    @Override
    public Optional<String> problem(String query, Duration window) {
      Optional<WorkersMetric> metric = WorkersMetric.parse(query);
      return metric.isEmpty()
          ? Optional.of(
              "must be such as \"error_rate %%resource%% 5m\": one of %s, the Worker, and how far"
                      .formatted(String.join(", ", WorkersMetric.words()))
                  + " back in m or h, perhaps with \"version\" and an id behind it")
          : otherWindow(metric.get().window(), window);
    }
  },
  LOGS(
      Duration.ofSeconds(30),
      LogMetric.SHORTEST_DELAY,
      "that a stream of logs has ended is known late: \"delay\" must be 20s or longer for this"
          + " source") {
    @Override
    public Optional<String> problem(String query, Duration window) {
      Optional<LogMetric> metric = LogMetric.parse(query);
      return metric.isEmpty()
          ? Optional.of(
              "must be such as \"lines %resource% 5m level error like *timeout*\": lines, events or"
                  + " failures, the Worker, and how far back, from 5s to 1h; a level and a pattern"
                  + " only with lines")
          : otherWindow(metric.get().window(), window);
    }
  },
  JOB(Duration.ZERO, Duration.ZERO, "") {
    @Override
    public Optional<String> problem(String query, Duration window) {
      return JobMetric.parse(query).isEmpty()
          ? Optional.of(
              "must be such as \"smoke --of %resource%\": a program of PROCESS_MEASURING and its"
                  + " arguments on one line, perhaps with \"with\" and the names of its variables"
                  + " before it")
          : Optional.empty();
    }
  };

  private final Duration usualDelay;
  private final Duration shortestDelay;
  private final String delayProblem;

  QueryForm(Duration usualDelay, Duration shortestDelay, String delayProblem) {
    this.usualDelay = usualDelay;
    this.shortestDelay = shortestDelay;
    this.delayProblem = delayProblem;
  }

  /** That of a source's queries; {@code source} is its id. */
  public static QueryForm of(String source) {
    return switch (source) {
      case WorkersMetric.SOURCE -> WORKERS;
      case LogMetric.SOURCE -> LOGS;
      case JobMetric.SOURCE -> JOB;
      default -> FREE;
    };
  }

  /** Why that query could never be answered, to be read behind its key; empty: it could. */
  public abstract Optional<String> problem(String query, Duration window);

  /** How late the source knows what has happened, if the runbook does not say so. */
  public Duration usualDelay() {
    return usualDelay;
  }

  /** Why that delay is none for the source; empty: it is one. */
  public Optional<String> delayProblem(Duration delay) {
    return delay.compareTo(shortestDelay) < 0 ? Optional.of(delayProblem) : Optional.empty();
  }

  /** A source that knows only what is now compares with nothing. */
  public boolean knowsThePast() {
    return switch (this) {
      case FREE, WORKERS -> true;
      case LOGS, JOB -> false;
    };
  }

  private static Optional<String> otherWindow(Duration ofQuery, Duration ofProbe) {
    return ofQuery.equals(ofProbe) || ofProbe.isZero()
        ? Optional.empty()
        : Optional.of("looks back another time than \"window\" says");
  }
}
