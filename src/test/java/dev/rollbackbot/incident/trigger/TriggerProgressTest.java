package dev.rollbackbot.incident.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.Seeds;
import dev.rollbackbot.incident.trigger.TriggerProgress.TriggerChange;
import dev.rollbackbot.incident.trigger.TriggerProgress.TriggerStep;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.ResponseRules;
import dev.rollbackbot.runbook.trigger.TriggerMeasurement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Pure
class TriggerProgressTest {
  private static final List<Verdict> VERDICTS = List.of(Verdict.values());
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
  private static final Duration PACE = Duration.ofSeconds(30);

  private final TriggerMeasurement rule = rule(3, 2);
  private TriggerProgress progress = TriggerProgress.NONE;
  private Instant now = NOON;

  private static TriggerMeasurement rule(int fires, int recovers) {
    return new TriggerMeasurement(
        "web",
        new HttpGet("/health", Set.of(200), List.of(), Duration.ofSeconds(2), ResponseRules.NONE),
        PACE,
        fires,
        recovers,
        Duration.ofHours(1),
        Optional.empty());
  }

  private TriggerChange measured(Verdict verdict) {
    now = now.plus(PACE);
    return measured(new TriggerReading(now, now, verdict, verdict.name(), "d1"));
  }

  private TriggerChange measured(TriggerReading reading) {
    TriggerStep step = progress.next(rule, PACE, reading);
    progress = step.progress();
    return step.change();
  }

  @Test
  void it_fires_once_after_enough_in_a_row_and_recovers_after_enough() {
    assertThat(measured(Verdict.FAILED)).isEqualTo(TriggerChange.NONE);
    Instant first = now;
    assertThat(measured(Verdict.FAILED)).isEqualTo(TriggerChange.NONE);
    assertThat(measured(Verdict.FAILED)).isEqualTo(TriggerChange.FIRED);
    assertThat(progress.onset()).contains(first);
    assertThat(progress.firedAt()).contains(now);
    assertThat(measured(Verdict.FAILED)).isEqualTo(TriggerChange.NONE);
    assertThat(measured(Verdict.PASSED)).isEqualTo(TriggerChange.NONE);
    assertThat(measured(Verdict.FAILED)).isEqualTo(TriggerChange.NONE);
    assertThat(measured(Verdict.PASSED)).isEqualTo(TriggerChange.NONE);
    assertThat(measured(Verdict.PASSED)).isEqualTo(TriggerChange.RECOVERED);
    assertThat(progress.firedAt()).isEmpty();
    assertThat(progress.onset()).isEmpty();
  }

  @Test
  void an_inconclusive_one_lengthens_no_row_and_ends_none() {
    measured(Verdict.FAILED);
    measured(Verdict.INCONCLUSIVE);
    measured(Verdict.FAILED);
    assertThat(measured(Verdict.INCONCLUSIVE)).isEqualTo(TriggerChange.NONE);
    assertThat(measured(Verdict.FAILED)).isEqualTo(TriggerChange.FIRED);
    measured(Verdict.PASSED);
    assertThat(measured(Verdict.INCONCLUSIVE)).isEqualTo(TriggerChange.NONE);
    assertThat(measured(Verdict.PASSED)).isEqualTo(TriggerChange.RECOVERED);
  }

  @Test
  void nothing_but_inconclusive_ones_for_long_is_a_gap_too() {
    measured(Verdict.FAILED);
    measured(Verdict.FAILED);
    IntStream.range(0, 10).forEach(_ -> measured(Verdict.INCONCLUSIVE));
    assertThat(measured(Verdict.FAILED)).isEqualTo(TriggerChange.NONE);
    assertThat(progress.failed()).isEqualTo(1);
  }

  @Test
  void after_a_gap_a_row_begins_anew() {
    measured(Verdict.FAILED);
    measured(Verdict.FAILED);
    now = now.plus(PACE.multipliedBy(3));
    assertThat(measured(Verdict.FAILED)).isEqualTo(TriggerChange.NONE);
    assertThat(progress.onset()).contains(now);
  }

  @Test
  void another_deployment_begins_anew_and_what_fired_stays_so() {
    IntStream.range(0, 3).forEach(_ -> measured(Verdict.FAILED));
    measured(Verdict.PASSED);
    now = now.plus(PACE);
    assertThat(measured(new TriggerReading(now, now, Verdict.PASSED, "", "d2")))
        .isEqualTo(TriggerChange.NONE);
    assertThat(progress.firedAt()).isPresent();
    now = now.plus(PACE);
    assertThat(measured(new TriggerReading(now, now, Verdict.PASSED, "", "d2")))
        .isEqualTo(TriggerChange.RECOVERED);
  }

  @Test
  void the_same_reading_twice_is_no_second_one() {
    measured(Verdict.FAILED);
    TriggerProgress before = progress;
    Instant about = now;
    now = now.plus(PACE);
    measured(new TriggerReading(now, about, Verdict.FAILED, "", "d1"));
    assertThat(progress).isEqualTo(before);
  }

  @Test
  void what_was_measured_to_be_over_can_fire_again_while_an_alert_fires_on() {
    AlertedTrigger alerted = AlertedTrigger.NONE.seen(true, NOON, NOON);
    IntStream.range(0, 3).forEach(_ -> measured(Verdict.FAILED, alerted));
    assertThat(progress.firedAt()).isPresent();
    assertThat(measured(Verdict.PASSED, alerted)).isEqualTo(TriggerChange.NONE);
    assertThat(measured(Verdict.PASSED, alerted)).isEqualTo(TriggerChange.NONE);
    assertThat(progress.firedAt()).isEmpty();
    measured(Verdict.FAILED, alerted);
    measured(Verdict.FAILED, alerted);
    assertThat(measured(Verdict.FAILED, alerted)).isEqualTo(TriggerChange.FIRED);
  }

  private TriggerChange measured(Verdict verdict, AlertedTrigger alerted) {
    now = now.plus(PACE);
    TriggerStep step =
        progress.next(
            rule, PACE, new TriggerReading(now, now, verdict, verdict.name(), "d1"), alerted);
    progress = step.progress();
    return step.change();
  }

  static IntStream seeds() {
    return Seeds.of(300);
  }

  /** A model that looks at all readings again for each answer. */
  @ParameterizedTest
  @MethodSource("seeds")
  void it_fires_and_recovers_exactly_when_the_readings_say_so(int seed) {
    Random random = new Random(seed);
    TriggerMeasurement drawn = rule(1 + random.nextInt(4), 1 + random.nextInt(4));
    TriggerProgress drawnProgress = TriggerProgress.NONE;
    List<TriggerReading> all = new ArrayList<>();
    Instant at = NOON;
    boolean firing = false;
    int rowsFrom = 0;
    for (int i = 0; i < 60; i++) {
      at = at.plus(PACE.multipliedBy(random.nextInt(12) == 0 ? 4 : 1));
      TriggerReading reading =
          new TriggerReading(
              at,
              at,
              VERDICTS.get(random.nextInt(VERDICTS.size())),
              "reading " + i,
              random.nextInt(20) == 0 ? "d" + i : all.isEmpty() ? "d" : all.getLast().deployment());
      all.add(reading);
      TriggerStep step = drawnProgress.next(drawn, PACE, reading);
      drawnProgress = step.progress();
      rowsFrom = begin(all, rowsFrom);
      int failed = row(all.subList(rowsFrom, all.size()), Verdict.FAILED);
      int passed = row(all.subList(rowsFrom, all.size()), Verdict.PASSED);
      TriggerChange expected =
          !firing && failed >= drawn.fires()
              ? TriggerChange.FIRED
              : firing && passed >= drawn.recovers() ? TriggerChange.RECOVERED : TriggerChange.NONE;
      firing = expected == TriggerChange.FIRED || (firing && expected == TriggerChange.NONE);
      assertThat(step.change()).as("seed %d, reading %d", seed, i).isEqualTo(expected);
      assertThat(drawnProgress.firedAt().isPresent()).isEqualTo(firing);
      assertThat(drawnProgress.readings())
          .hasSizeLessThanOrEqualTo(5)
          .first()
          .isEqualTo("reading " + i);
    }
  }

  /** The first reading that the newest one can stand in a row with. */
  private static int begin(List<TriggerReading> all, int from) {
    int newest = all.size() - 1;
    if (newest == 0) {
      return 0;
    }
    TriggerReading last = all.get(newest);
    TriggerReading before = all.get(newest - 1);
    boolean gap = last.at().isAfter(before.at().plus(PACE.multipliedBy(3)));
    boolean other = !last.deployment().equals(before.deployment());
    Optional<TriggerReading> conclusive =
        all.subList(from, newest).reversed().stream()
            .filter(r -> r.verdict() != Verdict.INCONCLUSIVE)
            .findFirst();
    boolean doubt =
        conclusive.filter(r -> last.at().isAfter(r.at().plus(PACE.multipliedBy(10)))).isPresent();
    return gap || other || doubt ? newest : from;
  }

  private static int row(List<TriggerReading> readings, Verdict verdict) {
    int length = 0;
    for (TriggerReading reading : readings.reversed()) {
      if (reading.verdict() == verdict) {
        length++;
      } else if (reading.verdict() != Verdict.INCONCLUSIVE) {
        return length;
      }
    }
    return length;
  }
}
