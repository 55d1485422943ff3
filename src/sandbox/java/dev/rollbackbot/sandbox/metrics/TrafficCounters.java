package dev.rollbackbot.sandbox.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counters of the services' traffic. They are computed from what was wrong at what time, so that
 * any moment of the past can be asked for. Thread-safe.
 */
public final class TrafficCounters {
  /** What can be wrong with a service. */
  public enum Ailment {
    /** Its release is bad: it answers with errors, slowly, and calls others in vain. */
    BAD_RELEASE,
    DATABASE_FAILS,
    LOGINS_FAIL
  }

  /** One counter at one moment. */
  record Series(Map<String, String> labels, double value) {}

  /** How long before the start it was measured already. */
  private static final Duration PAST = Duration.ofDays(2);

  private static final double PER_SECOND = 300;
  private static final double HEALTHY = 0.2;
  private static final double HUNDRED = 100;

  /** While a release is bad its errors go up and down, in percent and in seconds. */
  private static final double MIDDLE = 6;

  private static final double SWING = 1.8;
  private static final double WAVE = 3.1;

  private static final List<String> BUCKETS = List.of("0.1", "0.25", "0.5", "1", "2.5", "+Inf");
  private static final double[] FAST = {0.80, 0.98, 0.995, 0.999, 1, 1};
  private static final double[] SLOW = {0.20, 0.50, 0.75, 0.88, 0.99, 1};

  private final Map<String, List<Period>> byScript = new LinkedHashMap<>();
  private final Map<String, String> services = new TreeMap<>();

  private record Period(double from, Set<Ailment> ailments) {}

  private record Share(double healthy, double ill, Ailment ailment) {}

  /** Forgets everything; until now the service has been well. */
  public synchronized void restart(String service, String script, Instant now) {
    services.put(script, service);
    List<Period> periods = new ArrayList<>();
    periods.add(new Period(seconds(now.minus(PAST)), Set.of()));
    byScript.put(script, periods);
  }

  /** From then on that is wrong with the service, and nothing else. */
  public synchronized void note(String script, Instant at, Set<Ailment> ailments) {
    List<Period> periods = byScript.get(script);
    if (periods != null && !periods.getLast().ailments().equals(ailments)) {
      periods.add(new Period(seconds(at), Set.copyOf(ailments)));
    }
  }

  static double seconds(Instant at) {
    return at.toEpochMilli() / 1000.0;
  }

  /** Empty before the first moment that was measured. */
  synchronized List<Series> series(String metric, double at) {
    List<Series> all = new ArrayList<>();
    byScript.forEach((script, periods) -> {
      if (at >= periods.getFirst().from()) {
        Map<String, String> labels = Map.of("script", script, "service", services.get(script));
        all.addAll(series(metric, labels, periods, at));
      }
    });
    return all;
  }

  private static List<Series> series(
      String metric, Map<String, String> labels, List<Period> periods, double at) {
    return switch (metric) {
      case "requests_total" -> {
        double failed = failedRequests(periods, at);
        yield List.of(
            new Series(with(labels, "code", "200"), total(periods, at) - failed),
            new Series(with(labels, "code", "500"), failed));
      }
      case "request_duration_seconds_bucket" -> {
        List<Series> buckets = new ArrayList<>();
        for (int i = 0; i < BUCKETS.size(); i++) {
          Share share = new Share(FAST[i], SLOW[i], Ailment.BAD_RELEASE);
          buckets.add(new Series(with(labels, "le", BUCKETS.get(i)), part(periods, at, share)));
        }
        yield buckets;
      }
      case "database_queries_total" ->
          results(labels, periods, at, new Share(0.001, 0.12, Ailment.DATABASE_FAILS));
      case "service_binding_calls_total" ->
          results(labels, periods, at, new Share(0.0002, 0.04, Ailment.BAD_RELEASE));
      case "logins_total" ->
          results(labels, periods, at, new Share(0.03, 0.3, Ailment.LOGINS_FAIL));
      default -> List.of();
    };
  }

  private static List<Series> results(
      Map<String, String> labels, List<Period> periods, double at, Share failed) {
    double errors = part(periods, at, failed);
    return List.of(
        new Series(with(labels, "result", "ok"), total(periods, at) - errors),
        new Series(with(labels, "result", "error"), errors));
  }

  private static double total(List<Period> periods, double at) {
    return PER_SECOND * (at - periods.getFirst().from());
  }

  private static double part(List<Period> periods, double at, Share share) {
    double sum = 0;
    for (int i = 0; i < periods.size() && periods.get(i).from() < at; i++) {
      boolean ill = periods.get(i).ailments().contains(share.ailment());
      sum += (end(periods, i, at) - periods.get(i).from()) * (ill ? share.ill() : share.healthy());
    }
    return PER_SECOND * sum;
  }

  private static double failedRequests(List<Period> periods, double at) {
    double sum = 0;
    for (int i = 0; i < periods.size() && periods.get(i).from() < at; i++) {
      double from = periods.get(i).from();
      double end = end(periods, i, at);
      sum +=
          periods.get(i).ailments().contains(Ailment.BAD_RELEASE)
              ? MIDDLE * (end - from)
                  - SWING * WAVE * (Math.cos(end / WAVE) - Math.cos(from / WAVE))
              : HEALTHY * (end - from);
    }
    return PER_SECOND * sum / HUNDRED;
  }

  private static double end(List<Period> periods, int i, double at) {
    return i + 1 < periods.size() ? Math.min(at, periods.get(i + 1).from()) : at;
  }

  private static Map<String, String> with(Map<String, String> labels, String name, String value) {
    Map<String, String> all = new TreeMap<>(labels);
    all.put(name, value);
    return all;
  }

  /** Requests of a time, and those of them that failed. */
  public record Counted(long requests, long errors) {}

  /** From one moment to another; nothing of a service that nobody knows. */
  public synchronized Counted between(String script, Instant from, Instant to) {
    List<Period> periods = byScript.getOrDefault(script, List.of());
    if (periods.isEmpty() || !from.isBefore(to) || seconds(from) < periods.getFirst().from()) {
      return new Counted(0, 0);
    }
    double requests = total(periods, seconds(to)) - total(periods, seconds(from));
    double errors = failedRequests(periods, seconds(to)) - failedRequests(periods, seconds(from));
    return new Counted(Math.round(requests), Math.round(errors));
  }

  /** What a real Prometheus scrapes from one service, in its text form. */
  public synchronized String exposition(String script, Instant now) {
    StringBuilder out = new StringBuilder();
    for (String metric :
        List.of(
            "requests_total",
            "request_duration_seconds_bucket",
            "database_queries_total",
            "service_binding_calls_total",
            "logins_total")) {
      out.append("# TYPE ").append(metric).append(" counter\n");
      series(metric, seconds(now)).stream()
          .filter(each -> script.equals(each.labels().get("script")))
          .sorted(Comparator.comparing(each -> each.labels().toString()))
          .forEach(each -> out.append(line(metric, each)));
    }
    return out.toString();
  }

  private static String line(String metric, Series series) {
    StringBuilder labels = new StringBuilder();
    series
        .labels()
        .forEach((name, value) ->
            labels
                .append(labels.isEmpty() ? "" : ",")
                .append(name)
                .append("=\"")
                .append(value)
                .append('"'));
    return "%s{%s} %d\n".formatted(metric, labels, Math.round(series.value()));
  }
}
