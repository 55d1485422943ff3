package dev.rollbackbot.gateway.metric.logs;

import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.metric.MetricSource;
import dev.rollbackbot.runbook.measure.LogMetric;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the live logs of a service from the first question about them on, until nobody has
 * asked for a while.
 */
public final class LogCountSource implements MetricSource {
  private static final Logger LOG = LoggerFactory.getLogger(LogCountSource.class);
  private static final Duration IDLE = Duration.ofMinutes(20);
  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final int MOST_SERVICES = 20;

  private final LogStreams streams;
  private final InstantSource clock;
  private final Map<ServiceKey, Listened> services = new HashMap<>();
  private final Thread closer;

  private record ServiceKey(String environment, String service) {}

  /** The lock: a stream is opened once, however many ask. */
  private record Listened(ListenedService service, ReentrantLock lock) {}

  public LogCountSource(LogStreams streams, InstantSource clock) {
    this.streams = streams;
    this.clock = clock;
    closer = Thread.ofVirtual().name("logs-closer").start(this::closeIdle);
  }

  @Override
  public String name() {
    return streams.name();
  }

  @Override
  public MetricSource in(String environment) {
    return new OfEnvironment(environment);
  }

  /** Which credential is meant is not known without an environment. */
  @Override
  public MetricAnswer ask(String query, Instant at) {
    return new NotMeasured("it is not known in which environment");
  }

  /** What was not listened to is not known. */
  @Override
  public boolean knowsThePast() {
    return false;
  }

  private final class OfEnvironment implements MetricSource {
    private final String environment;

    OfEnvironment(String environment) {
      this.environment = environment;
    }

    @Override
    public String name() {
      return LogCountSource.this.name();
    }

    @Override
    public boolean knowsThePast() {
      return false;
    }

    @Override
    public MetricAnswer ask(String query, Instant at) {
      return LogMetric.parse(query)
          .map(metric -> counted(environment, metric, at))
          .orElseGet(() -> new NotMeasured("the query is none for " + name()));
    }

    /** A whole window would have to pass: that it can be listened to is enough. */
    @Override
    public MetricAnswer tryOut(String query, Instant at) {
      Optional<LogMetric> metric = LogMetric.parse(query);
      if (metric.isEmpty()) {
        return ask(query, at);
      }
      try (ListenedService tried = new ListenedService(metric.get().worker(), clock)) {
        tried.listen(streams, environment);
        return new MetricValue(BigDecimal.ONE);
      } catch (ProviderReadException e) {
        return new NotMeasured(e.text());
      }
    }

    @Override
    public void close() {
      // The source itself is closed.
    }
  }

  private MetricAnswer counted(String environment, LogMetric metric, Instant at) {
    Optional<Listened> listened = listened(new ServiceKey(environment, metric.worker()));
    if (listened.isEmpty()) {
      return new NotMeasured(
          "logs of %d services are listened to already".formatted(MOST_SERVICES));
    }
    ReentrantLock lock = listened.get().lock();
    lock.lock();
    try {
      listened.get().service().listen(streams, environment);
      return listened.get().service().count(metric, at);
    } catch (ProviderReadException e) {
      return new NotMeasured(e.text());
    } finally {
      lock.unlock();
    }
  }

  private synchronized Optional<Listened> listened(ServiceKey key) {
    if (services.size() >= MOST_SERVICES && !services.containsKey(key)) {
      return Optional.empty();
    }
    return Optional.of(
        services.computeIfAbsent(
            key, k -> new Listened(new ListenedService(k.service(), clock), new ReentrantLock())));
  }

  private void closeIdle() {
    while (RateLimitBudget.pause(LOOK)) {
      closeUnasked();
    }
  }

  /** Closes the streams that nobody has asked about for a while. */
  void closeUnasked() {
    Instant limit = clock.instant().minus(IDLE);
    List<ListenedService> unasked = new ArrayList<>();
    synchronized (this) {
      for (Iterator<Map.Entry<ServiceKey, Listened>> all = services.entrySet().iterator();
          all.hasNext(); ) {
        Map.Entry<ServiceKey, Listened> entry = all.next();
        // One that is being asked is kept.
        if (entry.getValue().service().askedAt().isBefore(limit)
            && !entry.getValue().lock().isLocked()) {
          all.remove();
          unasked.add(entry.getValue().service());
          LOG.debug("logs are listened to no more service={}", entry.getKey().service());
        }
      }
    }
    // It takes a call of the provider.
    unasked.forEach(ListenedService::close);
  }

  @Override
  public void close() {
    closer.interrupt();
    List<Listened> all;
    synchronized (this) {
      all = List.copyOf(services.values());
      services.clear();
    }
    all.forEach(listened -> listened.service().close());
  }
}
