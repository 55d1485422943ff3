package dev.rollbackbot.incident.measured;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.ProbeSchedule;
import dev.rollbackbot.incident.request.RequestKind;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.text.BaselineText;
import dev.rollbackbot.incident.verification.Baseline;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import dev.rollbackbot.incident.verification.Reading;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.measure.Comparison;
import dev.rollbackbot.runbook.measure.Comparison.Moment;
import dev.rollbackbot.runbook.measure.Comparison.Tolerance;
import dev.rollbackbot.runbook.measure.MetricQuery;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

@Pure
final class MetricScheduleTest {
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final Duration DELAY = Duration.ofSeconds(30);
  private static final Duration EVERY = Duration.ofSeconds(40);

  /** When the samples' live versions went live. */
  private static final Instant DEPLOYED = START.minusSeconds(600);

  private static Probe errors(Moment moment) {
    return new Probe(
        "errors",
        "Few errors",
        "api",
        new MetricQuery(
            "prometheus",
            "errors",
            "%",
            new Comparison.ToEarlier(
                moment, Optional.of(new Tolerance(BigDecimal.ONE, false)), Optional.empty()),
            WINDOW,
            DELAY,
            EVERY,
            Optional.empty()),
        Set.of());
  }

  private static ConversationDriver preparing(Probe probe) {
    return new ConversationDriver()
        .does(
            REQUESTER,
            (at, by) ->
                new Command.Declare(
                    at,
                    by,
                    new IncidentId(12),
                    SampleIncident.measuring(List.of(probe)),
                    SampleIncident.declaration(true, Severity.HIGH)))
        .surveyEnds(SampleIncident.surveyed());
  }

  private static ConversationDriver rolledBack(Probe probe) {
    ConversationDriver driver =
        preparing(probe)
            .does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""));
    return driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
        .jobEnds(SampleIncident.rolledBack("v41"))
        .jobEnds(SampleIncident.rolledBack("7ab1"))
        .is(State.Propagating.class);
  }

  private static List<ProbeTarget> due(ConversationDriver driver, Instant at) {
    return ProbeSchedule.round(driver.incident.orElseThrow(), at).orElseThrow().targets();
  }

  private static void measured(ConversationDriver driver, Instant at, Verdict verdict) {
    measured(driver, at, at, verdict);
  }

  private static void measured(
      ConversationDriver driver, Instant at, Instant began, Verdict verdict) {
    driver.now = at.minusSeconds(1);
    driver.bot((now, by) ->
        new Command.ProbesMeasured(
            now,
            by,
            List.of(ProbeResult.withoutReading("errors", verdict, "0.2 %", Duration.ZERO)),
            began));
  }

  @Test
  void a_round_that_began_before_the_last_change_does_not_count() {
    ConversationDriver driver = rolledBack(errors(Moment.BEFORE_DEPLOYMENT));
    Instant changed = driver.now;
    Instant first = changed.plus(WINDOW).plus(DELAY);
    measured(driver, first, changed.minusSeconds(1), Verdict.PASSED);
    assertThat(due(driver, first)).hasSize(1);
    measured(driver, first, changed, Verdict.PASSED);
    assertThat(due(driver, first)).isEmpty();
  }

  @Test
  void before_a_rollback_it_is_read_at_once_and_compared_with_before_the_deployment() {
    ConversationDriver driver = preparing(errors(Moment.BEFORE_DEPLOYMENT));
    assertThat(due(driver, driver.now))
        .extracting(ProbeTarget::earlier)
        .containsExactly(Optional.of(DEPLOYED.minus(DELAY)));
  }

  @Test
  void after_a_rollback_it_is_read_when_its_window_has_no_part_of_the_time_before() {
    ConversationDriver driver = rolledBack(errors(Moment.BEFORE_DEPLOYMENT));
    Instant ended = driver.now;
    Instant first = ended.plus(WINDOW).plus(DELAY);
    assertThat(due(driver, first.minusMillis(1))).isEmpty();
    assertThat(due(driver, first))
        .extracting(ProbeTarget::earlier)
        .containsExactly(Optional.of(DEPLOYED.minus(DELAY)));
  }

  @Test
  void what_went_live_at_an_unknown_time_may_have_done_so_when_it_was_first_read() {
    ConversationDriver driver =
        preparing(errors(Moment.BEFORE_DEPLOYMENT))
            .does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""));
    driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
        .jobEnds(SampleIncident.rolledBack("v41"))
        .jobEnds(new Outcome.Failed(Outcome.FailureKind.REFUSED, "1", "Refused.", Optional.empty()))
        .does(REQUESTER, (at, by) -> new Command.SkipStep(at, by, "site", "Not needed"));
    Instant read = driver.now.plus(WINDOW);
    String job = driver.incident.orElseThrow().details().live().job().orElseThrow();
    driver
        .bot((at, by) ->
            new Command.JobFinished(
                at, by, job, SampleIncident.liveOfUnknownTime("v43", read), RollbackHistory.NONE))
        .is(State.Propagating.class);
    Instant first = read.plus(WINDOW).plus(DELAY);
    assertThat(due(driver, first.minusMillis(1))).isEmpty();
    assertThat(due(driver, first)).hasSize(1);
  }

  @Test
  void the_same_reading_does_not_count_twice() {
    ConversationDriver driver = rolledBack(errors(Moment.BEFORE_DEPLOYMENT));
    Instant first = driver.now.plus(WINDOW).plus(DELAY);
    measured(driver, first, Verdict.PASSED);
    assertThat(due(driver, first.plus(EVERY).minusMillis(1))).isEmpty();
    assertThat(due(driver, first.plus(EVERY))).hasSize(1);
  }

  @Test
  void a_day_before_follows_the_present() {
    ConversationDriver driver = preparing(errors(Moment.DAY_BEFORE));
    Instant now = Instant.parse("2026-03-01T12:34:56Z");
    assertThat(due(driver, now))
        .extracting(ProbeTarget::earlier)
        .containsExactly(Optional.of(Instant.parse("2026-02-28T12:34:00Z")));
  }

  private static ConversationDriver unjudged() {
    ConversationDriver driver =
        new ConversationDriver()
            .does(
                REQUESTER,
                (at, by) ->
                    new Command.Declare(
                        at,
                        by,
                        new IncidentId(12),
                        SampleIncident.measuring(List.of(errors(Moment.BEFORE_DEPLOYMENT))),
                        SampleIncident.declaration(true, Severity.HIGH)));
    assertThat(due(driver, driver.now))
        .extracting(ProbeTarget::earlier)
        .containsExactly(Optional.empty());
    return driver.bot((at, by) ->
        new Command.ProbesMeasured(
            at, by, List.of(result(Verdict.INCONCLUSIVE, "4.1", "4.1 %, not compared")), at));
  }

  private static ProbeResult result(Verdict verdict, String value, String detail) {
    return new ProbeResult(
        "errors",
        verdict,
        detail,
        Duration.ZERO,
        Optional.of(Reading.of(new BigDecimal(value), "%", START, Optional.empty())));
  }

  private static VerificationResults.ProbeRun run() {
    return VerificationResults.initial(List.of(errors(Moment.BEFORE_DEPLOYMENT)), List.of(), 1)
        .probes()
        .getFirst();
  }

  private static String before(ConversationDriver driver) {
    return BaselineText.before(driver.incident.orElseThrow().details()).orElseThrow().plainText();
  }

  private static Baseline baseline(ConversationDriver driver) {
    return driver.incident.orElseThrow().details().baseline();
  }

  @Test
  void what_was_read_before_the_plan_is_shown_and_judged_with_it() {
    ConversationDriver driver = unjudged();
    assertThat(before(driver)).contains("could not be judged (Few errors 4.1 %)");
    driver.effects.clear();
    driver.surveyEnds(SampleIncident.surveyed());
    assertThat(driver.effects).contains(new Effect.StartProbes());
    assertThat(due(driver, driver.now)).hasSize(1);
    driver.bot((at, by) ->
        new Command.ProbesMeasured(
            at, by, List.of(result(Verdict.FAILED, "4.1", "4.1 % (…)")), at));
    assertThat(before(driver)).contains("1 of 1 check fails");
    assertThat(ProbeSchedule.round(driver.incident.orElseThrow(), driver.now)).isEmpty();
  }

  @Test
  void a_value_from_before_is_shown_also_when_it_was_not_judged() {
    Baseline baseline = baseline(unjudged());
    assertThat(BaselineText.before(baseline, run())).isEmpty();
    assertThat(BaselineText.withValueBefore(baseline, result(Verdict.PASSED, "0.2", "0.2 % (…)")))
        .isEqualTo("0.2 % (…), was 4.1 %");
  }

  @Test
  void without_a_value_from_before_it_is_said_in_words() {
    Baseline baseline =
        Baseline.of(
            List.of(
                ProbeResult.withoutReading(
                    "errors", Verdict.INCONCLUSIVE, "no data", Duration.ZERO)),
            START);
    assertThat(BaselineText.before(baseline, run())).isEmpty();
    assertThat(BaselineText.withValueBefore(baseline, result(Verdict.PASSED, "0.2", "0.2 % (…)")))
        .isEqualTo("0.2 % (…), not measured before: no data");
  }

  @Test
  void nobody_is_asked_about_what_cannot_be_measured_yet() {
    ConversationDriver driver = rolledBack(errors(Moment.BEFORE_DEPLOYMENT));
    Instant first = driver.now.plus(WINDOW).plus(DELAY);
    driver.now = driver.now.plus(Duration.ofMinutes(2));
    driver
        .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION))
        .is(State.Verifying.class);
    assertThat(asked(driver)).doesNotContain(RequestKind.INCONCLUSIVE_PROBE);
    measured(driver, first, Verdict.INCONCLUSIVE);
    assertThat(asked(driver)).contains(RequestKind.INCONCLUSIVE_PROBE);
  }

  private static List<RequestKind> asked(ConversationDriver driver) {
    return driver.incident.orElseThrow().details().requests().open().stream()
        .map(r -> r.kind())
        .toList();
  }
}
