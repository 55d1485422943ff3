package dev.rollbackbot.gateway.metric.logs;

import dev.rollbackbot.gateway.metric.logs.LogStreams.LoggedEvent;
import dev.rollbackbot.runbook.measure.LogMetric;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How many of what a metric counts there were in each second. Not thread-safe. */
final class LogCounter {
  private final LogMetric metric;
  private final NavigableMap<Long, Integer> perSecond = new TreeMap<>();

  /** From then on everything was counted. */
  private final Instant since;

  LogCounter(LogMetric metric, Instant since) {
    this.metric = metric;
    this.since = since;
  }

  Instant since() {
    return since;
  }

  void count(LoggedEvent event, long second) {
    int more =
        switch (metric.figure()) {
          case EVENTS -> 1;
          case FAILURES -> event.failed() ? 1 : 0;
          case LINES ->
              (int)
                  event.lines().stream()
                      .filter(line -> metric.counts(line.level(), line.text()))
                      .count();
        };
    if (more > 0) {
      perSecond.merge(second, more, Integer::sum);
    }
  }

  /** From the first second on up to the one before the last. */
  long sum(long from, long to) {
    return perSecond.subMap(from, to).values().stream().mapToLong(Integer::longValue).sum();
  }

  void forgetBefore(long second) {
    perSecond.headMap(second).clear();
  }

  @Override
  public String toString() {
    return Map.of(metric, perSecond).toString();
  }
}
