package dev.rollbackbot.app.trigger;

import dev.rollbackbot.gateway.metric.MetricSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Two hours of a healthy service, counted second by second as the factory's counters do, and what
 * its queries answer. The traffic goes up and down; failures come by themselves and in bursts.
 */
final class NoisyHour implements MetricSource {
  private static final int SECONDS = 7_200;
  private static final Duration WINDOW = Duration.ofMinutes(5);

  /** What is counted: each by how much of it fails. */
  private enum Counter {
    REQUESTS("requests_total"),
    SLOW("request_duration_seconds_bucket"),
    DATABASE("database_queries_total"),
    BINDINGS("service_binding_calls_total"),
    LOGINS("logins_total");

    private final String metric;

    Counter(String metric) {
      this.metric = metric;
    }
  }

  private final Instant start;
  private final Map<Counter, int[]> all = new EnumMap<>(Counter.class);
  private final Map<Counter, int[]> failed = new EnumMap<>(Counter.class);
  private int asked;

  /**
   * One made up of a seed.
   *
   * @param perSecond requests, calls and logins
   * @param failing of the requests and calls, in percent
   */
  NoisyHour(Instant start, long seed, double perSecond, double failing) {
    this.start = start;
    SplittableRandom random = new SplittableRandom(seed);
    for (Counter counter : Counter.values()) {
      double usual =
          switch (counter) {
            case REQUESTS, BINDINGS -> failing;
            case SLOW, DATABASE -> failing * 4;
            case LOGINS -> 8;
          };
      // People's passwords fail in bursts too, but not five times as many.
      int burst = counter == Counter.LOGINS ? 2 : 5;
      count(counter, random.split(), perSecond, usual / 100, burst);
    }
  }

  private void count(
      Counter counter, SplittableRandom random, double perSecond, double usual, int times) {
    int[] sum = new int[SECONDS + 1];
    int[] bad = new int[SECONDS + 1];
    int burst = 0;
    for (int second = 0; second < SECONDS; second++) {
      double wave = 1 + 0.5 * Math.sin(second / 900.0) + 0.3 * (random.nextDouble() - 0.5);
      if (burst == 0 && random.nextInt(480) == 0) {
        burst = 5 + random.nextInt(15);
      }
      double failing = burst > 0 ? Math.min(1, usual * times) : usual;
      burst = Math.max(0, burst - 1);
      int requests = poisson(random, perSecond * wave);
      int failures = 0;
      for (int i = 0; i < requests; i++) {
        failures += random.nextDouble() < failing ? 1 : 0;
      }
      sum[second + 1] = sum[second] + requests;
      bad[second + 1] = bad[second] + failures;
    }
    all.put(counter, sum);
    failed.put(counter, bad);
  }

  private static int poisson(SplittableRandom random, double mean) {
    double limit = Math.exp(-mean);
    double product = random.nextDouble();
    int count = 0;
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }

  /** How many queries were asked. */
  int asked() {
    return asked;
  }

  @Override
  public String name() {
    return "Prometheus";
  }

  @Override
  public synchronized MetricAnswer ask(String query, Instant at) {
    asked++;
    for (Counter counter : Counter.values()) {
      if (query.contains(counter.metric)) {
        double sum = within(all.get(counter), at);
        double bad = within(failed.get(counter), at);
        double value = query.startsWith("sum(increase(") ? sum : value(counter, bad / sum);
        return sum == 0 ? new NoData() : new MetricValue(BigDecimal.valueOf(value));
      }
    }
    throw new AssertionError("no counter of " + query);
  }

  /** Of durations the percentile in milliseconds, as far as it matters. */
  private static double value(Counter counter, double failing) {
    return counter == Counter.SLOW ? (failing > 0.05 ? 1_200 : 400) : 100 * failing;
  }

  private double within(int[] sums, Instant at) {
    int to = (int) Duration.between(start, at).toSeconds();
    int from = (int) (to - WINDOW.toSeconds());
    return sums[Math.clamp(to, 0, SECONDS)] - sums[Math.clamp(from, 0, SECONDS)];
  }

  @Override
  public void close() {}
}
