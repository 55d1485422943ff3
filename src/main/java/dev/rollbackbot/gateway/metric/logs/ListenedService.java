package dev.rollbackbot.gateway.metric.logs;

import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.metric.MetricSource.MetricAnswer;
import dev.rollbackbot.gateway.metric.MetricSource.MetricValue;
import dev.rollbackbot.gateway.metric.MetricSource.NoData;
import dev.rollbackbot.gateway.metric.MetricSource.NotMeasured;
import dev.rollbackbot.gateway.metric.logs.LogStreams.LogListener;
import dev.rollbackbot.gateway.metric.logs.LogStreams.LogStream;
import dev.rollbackbot.gateway.metric.logs.LogStreams.LoggedEvent;
import dev.rollbackbot.runbook.measure.LogMetric;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A service whose live logs are listened to. A count says something only of a time during which the
 * stream was open as a whole and told of everything, and in which the service ran at all: a silent
 * stream and a dead one look the same.
 */
final class ListenedService implements AutoCloseable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final int MOST_METRICS = 50;

  /** Longer ago than any window reaches back. */
  private static final Duration KEPT = LogMetric.LONGEST_WINDOW.plusMinutes(10);

  private static final LogMetric EVENTS =
      new LogMetric(
          LogMetric.LogFigure.EVENTS, "", Duration.ZERO, Optional.empty(), Optional.empty());

  private final String service;
  private final InstantSource clock;
  private final Map<LogMetric, LogCounter> counters = new HashMap<>();
  private Optional<LogStream> stream = Optional.empty();
  private Optional<Instant> sampledUntil = Optional.empty();
  private Listening listening;
  private Instant askedAt;

  ListenedService(String service, InstantSource clock) {
    this.service = service;
    this.clock = clock;
    listening = new Listening();
    askedAt = clock.instant();
  }

  /** That of one stream: a late message of an earlier one counts nowhere. */
  private final class Listening implements LogListener {
    private boolean sampling;

    @Override
    public void happened(LoggedEvent event) {
      heard(this, event);
    }

    @Override
    public void sampled(boolean sampled) {
      synchronized (ListenedService.this) {
        sampling = sampled;
        if (this == listening) {
          sampledUntil = Optional.of(clock.instant());
        }
      }
    }
  }

  /** Opens the stream unless it is open. */
  void listen(LogStreams streams, String environment) throws ProviderReadException {
    if (isOpen()) {
      return;
    }
    closeStream();
    Listening next = forgotten();
    LogStream opened = streams.open(environment, service, next);
    synchronized (this) {
      stream = Optional.of(opened);
    }
  }

  private synchronized Listening forgotten() {
    counters.clear();
    sampledUntil = Optional.empty();
    listening = new Listening();
    return listening;
  }

  synchronized boolean isOpen() {
    return stream.filter(LogStream::isOpen).isPresent();
  }

  synchronized Instant askedAt() {
    return askedAt;
  }

  private synchronized void heard(Listening by, LoggedEvent event) {
    if (by != listening) {
      return;
    }
    Instant now = clock.instant();
    // What it says itself, so that a long request counts for the version that it began with.
    Instant at = event.at().filter(began -> began.isBefore(now)).orElse(now);
    counters
        .values()
        .forEach(counter -> {
          counter.count(event, at.getEpochSecond());
          counter.forgetBefore(now.minus(KEPT).getEpochSecond());
        });
  }

  /** The count of the window that ends then. */
  synchronized MetricAnswer count(LogMetric metric, Instant at) {
    Instant now = clock.instant();
    askedAt = now;
    if (counters.size() >= MOST_METRICS && !counters.containsKey(metric)) {
      return new NotMeasured("more than %d counts of one service".formatted(MOST_METRICS));
    }
    LogCounter events = counters.computeIfAbsent(EVENTS, m -> new LogCounter(m, now));
    LogCounter counter = counters.computeIfAbsent(metric, m -> new LogCounter(m, now));
    long to = at.getEpochSecond();
    long from = to - metric.window().toSeconds();
    if (counter.since().getEpochSecond() >= from) {
      return new NotMeasured(
          "its logs are listened to since %s UTC only".formatted(TIME.format(counter.since())));
    }
    if (listening.sampling || sampledUntil.filter(u -> u.getEpochSecond() >= from).isPresent()) {
      return new NotMeasured("only a part of its logs is told");
    }
    return events.sum(from, to) == 0
        ? new NoData()
        : new MetricValue(BigDecimal.valueOf(counter.sum(from, to)));
  }

  private void closeStream() {
    Optional<LogStream> open;
    synchronized (this) {
      open = stream;
      stream = Optional.empty();
    }
    open.ifPresent(LogStream::close);
  }

  @Override
  public void close() {
    closeStream();
  }
}
