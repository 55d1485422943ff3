package dev.rollbackbot.gateway.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.gateway.metric.MetricSource.MetricAnswer;
import dev.rollbackbot.gateway.metric.MetricSource.MetricValue;
import dev.rollbackbot.gateway.metric.MetricSource.NotMeasured;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.measure.Comparison;
import dev.rollbackbot.runbook.measure.Comparison.Moment;
import dev.rollbackbot.runbook.measure.Comparison.Tolerance;
import dev.rollbackbot.runbook.measure.MetricQuery;
import dev.rollbackbot.runbook.measure.MetricQuery.Traffic;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Several sources in one round. */
final class MetricRoundTest {
  private static final Instant DEPLOYED = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Answers as that function does. */
  private record ScriptedSource(String name, Answering answering) implements MetricSource {
    @Override
    public MetricAnswer ask(String query, Instant at) {
      return answering.answer(query, at);
    }

    @Override
    public void close() {}
  }

  private interface Answering {
    MetricAnswer answer(String query, Instant at);
  }

  private static ProbeTarget target(String source) {
    MetricQuery query =
        new MetricQuery(
            source,
            "errors",
            "%",
            new Comparison.ToEarlier(
                Moment.BEFORE_DEPLOYMENT,
                Optional.of(new Tolerance(BigDecimal.ONE, false)),
                Optional.empty()),
            MINUTE,
            MINUTE,
            MINUTE,
            Optional.of(new Traffic("traffic", BigDecimal.ONE)));
    return new ProbeTarget(
        new Probe(source, "Title", "web", query, Set.of()),
        Optional.empty(),
        "web",
        "live",
        Optional.empty(),
        Optional.of(DEPLOYED));
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(Waiting.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static List<ProbeResult> measure(Duration round, MetricSource... sources)
      throws InterruptedException {
    Map<String, MetricSource> byName =
        List.of(sources).stream().collect(Collectors.toMap(MetricSource::name, source -> source));
    return new MetricProbes(_ -> List.of(), byName, InstantSource.system(), round)
        .measure(List.of(sources).stream().map(source -> target(source.name())).toList());
  }

  @Test
  void a_round_that_is_interrupted_has_no_reading() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    MetricSource slow =
        new ScriptedSource(
            "slow",
            (query, at) -> {
              asked.countDown();
              await(over);
              return new MetricValue(BigDecimal.ZERO);
            });
    FutureTask<List<ProbeResult>> round = new FutureTask<>(() -> measure(Waiting.LIMIT, slow));
    Thread worker = Thread.ofVirtual().start(round);
    asked.await();

    worker.interrupt();

    assertThatThrownBy(round::get).hasCauseInstanceOf(InterruptedException.class);
    over.countDown();
  }

  @Test
  void a_value_its_traffic_and_the_earlier_value_are_asked_for_at_the_same_time() throws Exception {
    CountDownLatch all = new CountDownLatch(3);
    MetricSource source =
        new ScriptedSource(
            "quick",
            (query, at) -> {
              all.countDown();
              return await(all)
                  ? new MetricValue(BigDecimal.TEN)
                  : new NotMeasured("one was asked for after the other");
            });
    assertThat(measure(Waiting.LIMIT, source).getFirst().verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void a_source_that_knows_only_what_is_now_is_not_asked_for_what_was() throws Exception {
    MetricSource table =
        new MetricSource() {
          @Override
          public String name() {
            return "table";
          }

          @Override
          public MetricAnswer ask(String query, Instant at) {
            return new MetricValue(BigDecimal.TEN);
          }

          @Override
          public boolean knowsThePast() {
            return false;
          }

          @Override
          public void close() {}
        };
    ProbeResult result = measure(Waiting.LIMIT, table).getFirst();
    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.detail()).contains("table knows only what is now");
  }

  @Test
  void a_source_that_does_not_answer_costs_no_other_one_its_result() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    MetricSource stuck =
        new ScriptedSource(
            "stuck",
            (query, at) -> await(never) ? new MetricValue(BigDecimal.ONE) : new NotMeasured(""));
    MetricSource quick = new ScriptedSource("quick", (q, at) -> new MetricValue(BigDecimal.TEN));
    List<ProbeResult> results = measure(Duration.ofSeconds(3), stuck, quick);
    never.countDown();
    assertThat(results)
        .extracting(ProbeResult::verdict)
        .containsExactly(Verdict.INCONCLUSIVE, Verdict.PASSED);
    assertThat(results.getFirst().detail()).isEqualTo("no answer within 3 s");
  }
}
