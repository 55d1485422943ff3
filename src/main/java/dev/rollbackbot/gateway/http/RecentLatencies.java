package dev.rollbackbot.gateway.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.incident.verification.Reading;
import dev.rollbackbot.runbook.measure.ResponseRules.LatencyRule;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The times of the last responses of each address, for percentiles. They are not stored. */
final class RecentLatencies {
  private static final int MOST_ADDRESSES = 1_000;

  /** As many as a runbook may ask for. */
  private static final int MOST_SAMPLES = 100;

  private static final Duration KEPT = Duration.ofMinutes(30);
  private static final double PERCENT = 100.0;

  private final Cache<String, List<LatencySample>> byAddress =
      Caffeine.newBuilder().maximumSize(MOST_ADDRESSES).expireAfterWrite(KEPT).build();

  private record LatencySample(Instant at, Duration took) {}

  void add(String address, Instant at, Duration took) {
    LatencySample sample = new LatencySample(at, took);
    byAddress
        .asMap()
        .merge(
            address,
            List.of(sample),
            (old, added) ->
                Stream.concat(
                        old.stream().skip(Math.max(0, old.size() - MOST_SAMPLES + 1)),
                        added.stream())
                    .toList());
  }

  /**
   * The percentile of the last responses.
   *
   * @param after only responses after that time count; empty: all
   */
  JudgedPart judge(String address, LatencyRule rule, Instant now, Optional<Instant> after) {
    List<Duration> times =
        Optional.ofNullable(byAddress.getIfPresent(address)).stream()
            .flatMap(List::stream)
            .filter(s -> s.at().isAfter(after.orElse(Instant.MIN)))
            .filter(s -> s.at().isAfter(now.minus(KEPT)))
            .map(LatencySample::took)
            .toList();
    List<Duration> last =
        times.stream().skip(Math.max(0, times.size() - rule.of())).sorted().toList();
    if (last.size() < rule.of()) {
      return JudgedPart.inconclusive(
          "%d of the %d responses that p%d needs"
              .formatted(last.size(), rule.of(), rule.percentile()));
    }
    int rank = (int) Math.ceil(rule.percentile() / PERCENT * last.size());
    Duration value = last.get(rank - 1);
    return JudgedPart.of(
        value.compareTo(rule.atMost()) <= 0,
        "p%d %s of %d responses (at most %s)"
            .formatted(
                rule.percentile(),
                BoundedHttpClient.durationText(value),
                last.size(),
                BoundedHttpClient.durationText(rule.atMost())),
        Optional.of(Reading.of(BigDecimal.valueOf(value.toMillis()), "ms", now, Optional.empty())));
  }
}
