package dev.rollbackbot.incident.trigger;

import dev.rollbackbot.runbook.trigger.TriggerMeasurement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the measurements of one trigger in one environment have come to.
 *
 * @param deployment id of the deployment that the rows are about; empty: nothing was measured yet
 * @param failed so many failed in a row
 * @param passed so many passed in a row
 * @param onset the time that the first of the failed ones is about; empty: none failed last
 * @param measuredAt the time that the last measurement is about
 * @param conclusiveAt the same of the last one that passed or failed
 * @param firedAt when it fired; empty: it has not fired, or has recovered since
 * @param readings newest first, to show
 */
public record TriggerProgress(
    Optional<String> deployment,
    int failed,
    int passed,
    Optional<Instant> onset,
    Optional<Instant> measuredAt,
    Optional<Instant> conclusiveAt,
    Optional<Instant> firedAt,
    List<String> readings) {
  /** Nothing was measured. */
  public static final TriggerProgress NONE =
      new TriggerProgress(
          Optional.empty(),
          0,
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());

  /** After so many paces without any measurement a row begins anew. */
  private static final int LONGEST_GAP = 3;

  /** After so many paces with nothing but inconclusive ones as well. */
  private static final int LONGEST_DOUBT = 10;

  private static final int SHOWN = 5;

  public TriggerProgress {
    readings = List.copyOf(readings);
  }

  /** What a measurement changed. */
  public enum TriggerChange {
    NONE,
    FIRED,
    RECOVERED
  }

  public record TriggerStep(TriggerProgress progress, TriggerChange change) {}

  /**
   * With one more measurement. An inconclusive one lengthens no row and ends none; one about the
   * same time as the last, or an earlier one, changes nothing.
   *
   * @param pace from one measurement to the next at the moment
   */
  public TriggerStep next(TriggerMeasurement rule, Duration pace, TriggerReading reading) {
    if (measuredAt.filter(last -> !reading.about().isAfter(last)).isPresent()) {
      return new TriggerStep(this, TriggerChange.NONE);
    }
    TriggerProgress before = continues(pace, reading) ? this : withoutRows();
    TriggerProgress counted =
        switch (reading.verdict()) {
          case FAILED -> before.failed(reading);
          case PASSED -> before.passed(reading);
          case INCONCLUSIVE -> before.shown(reading);
        };
    if (firedAt.isEmpty() && counted.failed >= rule.fires()) {
      return new TriggerStep(counted.firing(Optional.of(reading.at())), TriggerChange.FIRED);
    }
    if (firedAt.isPresent() && counted.passed >= rule.recovers()) {
      return new TriggerStep(counted.firing(Optional.empty()), TriggerChange.RECOVERED);
    }
    return new TriggerStep(counted, TriggerChange.NONE);
  }

  /**
   * The same where alerts of other systems may have told the trigger as well: while one of them
   * fires it has not recovered, whatever is measured, and what passed before their last change
   * counts no longer.
   */
  public TriggerStep next(
      TriggerMeasurement rule, Duration pace, TriggerReading reading, AlertedTrigger alerted) {
    if (!alerted.isOpen()) {
      return next(rule, pace, reading);
    }
    TriggerProgress before = sinceAlert(alerted.changedAt());
    TriggerStep step = before.next(rule, pace, reading);
    if (step.change() == TriggerChange.FIRED || step.progress().passed < rule.recovers()) {
      return step;
    }
    // What was measured is over, so that it can fire again; what was alerted is not.
    return new TriggerStep(
        step.progress().firing(Optional.empty()),
        alerted.firing() ? TriggerChange.NONE : TriggerChange.RECOVERED);
  }

  private TriggerProgress sinceAlert(Instant changed) {
    return measuredAt.filter(at -> at.isAfter(changed)).isPresent()
        ? this
        : new TriggerProgress(
            deployment, failed, 0, onset, measuredAt, conclusiveAt, firedAt, readings);
  }

  /** It is measured as one that has fired as long as what an alert began is not over. */
  public TriggerProgress measuredAfter(AlertedTrigger alerted) {
    return alerted.isOpen() ? firing(firedAt.or(alerted::begunAt)) : this;
  }

  /**
   * Whether a measurement can lengthen the rows: it is about the same version, and follows soon.
   */
  private boolean continues(Duration pace, TriggerReading reading) {
    return deployment.filter(reading.deployment()::equals).isPresent()
        && within(measuredAt, pace.multipliedBy(LONGEST_GAP), reading.about())
        && within(conclusiveAt, pace.multipliedBy(LONGEST_DOUBT), reading.about());
  }

  private static boolean within(Optional<Instant> since, Duration time, Instant now) {
    return since.filter(at -> now.isAfter(at.plus(time))).isEmpty();
  }

  /** What has fired stays so until it is measured to have recovered. */
  private TriggerProgress withoutRows() {
    return new TriggerProgress(
        deployment, 0, 0, Optional.empty(), measuredAt, Optional.empty(), firedAt, readings);
  }

  private TriggerProgress failed(TriggerReading reading) {
    return new TriggerProgress(
        Optional.of(reading.deployment()),
        failed + 1,
        0,
        onset.or(() -> Optional.of(reading.about())),
        Optional.of(reading.about()),
        Optional.of(reading.about()),
        firedAt,
        with(reading));
  }

  private TriggerProgress passed(TriggerReading reading) {
    return new TriggerProgress(
        Optional.of(reading.deployment()),
        0,
        passed + 1,
        Optional.empty(),
        Optional.of(reading.about()),
        Optional.of(reading.about()),
        firedAt,
        with(reading));
  }

  private TriggerProgress shown(TriggerReading reading) {
    return new TriggerProgress(
        Optional.of(reading.deployment()),
        failed,
        passed,
        onset,
        Optional.of(reading.about()),
        conclusiveAt,
        firedAt,
        with(reading));
  }

  private TriggerProgress firing(Optional<Instant> since) {
    return new TriggerProgress(
        deployment, failed, passed, onset, measuredAt, conclusiveAt, since, readings);
  }

  private List<String> with(TriggerReading reading) {
    return Stream.concat(Stream.of(reading.text()), readings.stream()).limit(SHOWN).toList();
  }
}
