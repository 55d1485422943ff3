package dev.rollbackbot.incident.trigger;

import dev.rollbackbot.runbook.measure.Comparison;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.MetricQuery;
import dev.rollbackbot.runbook.trigger.TriggerMeasurement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When a trigger is measured.
 *
 * @param rule what the runbook says
 * @param since when what is live went live; empty: it is not known
 */
public record TriggerSchedule(TriggerMeasurement rule, Optional<Instant> since) {
  /** From one measurement to the next; empty: it isn't measured at the moment. */
  public Optional<Duration> pace(TriggerProgress progress, Instant now) {
    boolean young = since.filter(at -> now.isBefore(at.plus(rule.after()))).isPresent();
    return young || progress.firedAt().isPresent() ? Optional.of(rule.every()) : rule.otherwise();
  }

  /** When it is to be measured again, as far as that is known now; empty: not at all. */
  public Optional<Instant> next(TriggerProgress progress, Instant now) {
    return pace(progress, now)
        .map(pace ->
            progress
                .measuredAt()
                .map(last -> last.plus(pace).plus(Duration.between(about(now), now)))
                .orElse(now))
        .map(at -> since.map(live -> live.plus(settled())).filter(at::isBefore).orElse(at));
  }

  /** Whether it is to be measured now, with windows that are about what is live only. */
  public boolean due(TriggerProgress progress, Instant now) {
    return pace(progress, now)
        .filter(pace ->
            progress
                .measuredAt()
                .map(last -> last.plus(pace))
                .filter(about(now)::isBefore)
                .isEmpty())
        .filter(_ -> since.map(at -> at.plus(settled())).filter(now::isBefore).isEmpty())
        .isPresent();
  }

  /** How long after a change a value is about nothing from before it. */
  private Duration settled() {
    return switch (rule.measurement()) {
      case HttpGet _ -> Duration.ZERO;
      case MetricQuery query -> query.settled();
    };
  }

  /** The time that a value which is measured now is about. */
  public Instant about(Instant now) {
    return switch (rule.measurement()) {
      case HttpGet _ -> now;
      case MetricQuery query -> now.minus(query.delay());
    };
  }

  /** The time of the value that it is compared with; empty: with none, or it is not known. */
  public Optional<Instant> earlier(Instant now) {
    if (!(rule.measurement() instanceof MetricQuery query)
        || !(query.comparison() instanceof Comparison.ToEarlier earlier)) {
      return Optional.empty();
    }
    return switch (earlier.moment()) {
      case BEFORE_DEPLOYMENT -> since.map(at -> at.minus(query.delay()));
      // To the minute, so that measurements that follow each other ask for the same value.
      case DAY_BEFORE, WEEK_BEFORE ->
          Optional.of(now.minus(earlier.moment().earlier()).truncatedTo(ChronoUnit.MINUTES));
    };
  }
}
