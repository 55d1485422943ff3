package dev.rollbackbot.gateway.metric;

import dev.rollbackbot.gateway.metric.MetricSource.MetricAnswer;
import dev.rollbackbot.gateway.metric.MetricSource.MetricValue;
import dev.rollbackbot.gateway.metric.MetricSource.NoData;
import dev.rollbackbot.gateway.metric.MetricSource.NotANumber;
import dev.rollbackbot.gateway.metric.MetricSource.NotMeasured;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.Reading;
import dev.rollbackbot.runbook.measure.Comparison;
import dev.rollbackbot.runbook.measure.MetricQuery;
import dev.rollbackbot.runbook.measure.MetricQuery.Traffic;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a source's answers say about a probe. Whatever is no number is inconclusive. */
record MetricVerdict(String probe, MetricQuery query) {

  /**
   * The result.
   *
   * @param at the time that {@code now} is about
   * @param traffic empty: the runbook asks for none
   * @param earlier empty: there is nothing to compare with, or its time is not known
   */
  ProbeResult of(
      Instant at,
      MetricAnswer now,
      Optional<MetricAnswer> traffic,
      Optional<MetricAnswer> earlier) {
    if (!(now instanceof MetricValue(BigDecimal value))) {
      return inconclusive(probe, problem(now));
    }
    Optional<String> tooLittle = query.traffic().flatMap(t -> tooLittle(t, traffic.orElseThrow()));
    if (tooLittle.isPresent()) {
      return inconclusive(probe, tooLittle.get());
    }
    return switch (query.comparison()) {
      case Comparison.Limits limits -> compared(at, value, Optional.empty(), limitText(limits));
      case Comparison.ToEarlier comparison -> {
        if (earlier.isEmpty()) {
          yield unjudged(at, value, text(value) + ", and when the deployment was is not known");
        }
        if (!(earlier.get() instanceof MetricValue(BigDecimal before))) {
          yield unjudged(
              at,
              value,
              "%s; %s: %s"
                  .formatted(text(value), momentText(comparison.moment()), problem(earlier.get())));
        }
        yield compared(
            at, value, Optional.of(before), momentText(comparison.moment()) + " " + text(before));
      }
    };
  }

  /** A value that has nothing to be compared with is a value all the same. */
  private ProbeResult unjudged(Instant at, BigDecimal value, String why) {
    return new ProbeResult(
        probe,
        Verdict.INCONCLUSIVE,
        why,
        Duration.ZERO,
        Optional.of(Reading.of(value, query.unit(), at, Optional.empty())));
  }

  private ProbeResult compared(
      Instant at, BigDecimal value, Optional<BigDecimal> earlier, String with) {
    Verdict verdict = query.comparison().holds(value, earlier) ? Verdict.PASSED : Verdict.FAILED;
    return new ProbeResult(
        probe,
        verdict,
        "%s (%s)".formatted(text(value), with),
        Duration.ZERO,
        Optional.of(Reading.of(value, query.unit(), at, earlier)));
  }

  /** Why the value does not count, for lack of traffic; empty: it counts. */
  private static Optional<String> tooLittle(Traffic wanted, MetricAnswer traffic) {
    return traffic instanceof MetricValue(BigDecimal value)
        ? Optional.of(value)
            .filter(v -> v.compareTo(wanted.atLeast()) < 0)
            .map(v ->
                "too little traffic: %s, and at least %s is needed"
                    .formatted(Reading.text(v, ""), wanted.atLeast().toPlainString()))
        : Optional.of("traffic: " + problem(traffic));
  }

  private static String problem(MetricAnswer answer) {
    return switch (answer) {
      case MetricValue(BigDecimal value) -> Reading.text(value, "");
      case NoData _ -> "no data";
      case NotANumber(String text) -> "no number: " + text;
      case NotMeasured(String reason) -> reason;
    };
  }

  private String exactly(BigDecimal limit) {
    return limit.toPlainString() + (query.unit().isEmpty() ? "" : " " + query.unit());
  }

  private String text(BigDecimal value) {
    return Reading.text(value, query.unit());
  }

  private String limitText(Comparison.Limits limits) {
    return Stream.of(
            limits.atMost().map(limit -> "at most " + exactly(limit)),
            limits.atLeast().map(limit -> "at least " + exactly(limit)))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", "));
  }

  private static String momentText(Comparison.Moment moment) {
    return switch (moment) {
      case BEFORE_DEPLOYMENT -> "before the deployment";
      case DAY_BEFORE -> "a day before";
      case WEEK_BEFORE -> "a week before";
    };
  }

  static ProbeResult inconclusive(String probe, String reason) {
    return ProbeResult.withoutReading(probe, Verdict.INCONCLUSIVE, reason, Duration.ZERO);
  }
}
