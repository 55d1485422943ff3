package dev.rollbackbot.app.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.app.trigger.FiringRecord.SuspectRecord;
import dev.rollbackbot.app.trigger.TriggerFirings.FiringOutcome;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import dev.rollbackbot.store.Database;
import dev.rollbackbot.yaml.RunbookReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One trigger of one service, whose health is measured every 30 s in the first hour. */
class TriggerRoundTest {
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  private final PlayedLive live = new PlayedLive();
  private final List<Suspicion> proposed = new ArrayList<>();
  private final List<String> recovered = new ArrayList<>();
  private final List<ProbeTarget> measured = new ArrayList<>();

  @TempDir Path folder;
  private Database database;
  private TriggerRound round;
  private Instant now = NOON;
  private Verdict verdict = Verdict.PASSED;
  private boolean slackAway;
  private boolean inDrill;
  private Duration answersIn = Duration.ZERO;

  @BeforeEach
  void open() throws IOException {
    database =
        Database.open(
            "jdbc:sqlite:" + folder.resolve("bot.db"), Incidents::evolve, _ -> runbook("shadow"));
    live.deploys("web", "v42", NOON.minusSeconds(60));
    start("propose");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Runbook runbook(String mode) {
    return runbook(mode, "");
  }

  private static Runbook runbook(String mode, String more) {
    try {
      String text = Files.readString(Path.of("src/test/resources/runbooks/small.yaml"));
      String trigger =
          """
            automatic:
              ill:
                text: It is ill
                mode: %s
                measure: {service: web, path: /health, status: 200}
                recovers_after: 2
          %s
          """
              .formatted(mode, more);
      return new RunbookReader(Map.of())
          .read("small.yaml", text.replace("triggers:\n", "triggers:\n" + trigger))
          .runbook()
          .orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As after a restart: nothing is known but what is stored. */
  private void start(String mode) {
    start(runbook(mode));
  }

  private void start(Runbook runbook) {
    Runbooks runbooks = new OneRunbook(runbook);
    TriggerProposals proposals =
        new TriggerProposals() {
          @Override
          public FiringOutcome propose(
              Runbook proposedFor, String environment, Suspicion suspicion, TriggerMode mode) {
            if (slackAway) {
              throw new IllegalStateException("not stored");
            }
            proposed.add(suspicion);
            if (inDrill) {
              return FiringOutcome.TOLD_IN_DRILL;
            }
            return suspicion.suspect().isPresent()
                ? FiringOutcome.PROPOSED
                : FiringOutcome.WITHOUT_SUSPECT;
          }

          @Override
          public boolean isInDrill(String runbookId, String environment) {
            return inDrill;
          }

          @Override
          public void alertChanged(
              String runbookId, String environment, String trigger, boolean firing, boolean flaps) {
            throw new AssertionError("nothing is alerted");
          }

          @Override
          public void recovered(String runbookId, String environment, String trigger) {
            recovered.add(trigger);
          }
        };
    TriggerRecords records = database.triggerRecords();
    round =
        new TriggerRound(
            runbooks,
            live,
            this::measure,
            records,
            database.alertedTriggers(),
            new RecordedFirings(runbooks, live, records, proposals),
            () -> now);
  }

  private List<ProbeResult> measure(List<ProbeTarget> targets) {
    measured.addAll(targets);
    now = targets.isEmpty() ? now : now.plus(answersIn);
    return targets.stream()
        .map(t -> ProbeResult.withoutReading(t.probe().id(), verdict, "500 in 3 ms", Duration.ZERO))
        .toList();
  }

  /** Lets that time pass, with a round whenever one is due. */
  private void passes(Duration time) {
    Instant end = now.plus(time);
    while (now.isBefore(end)) {
      Instant next = round.run();
      assertThat(next).isAfter(now);
      now = next;
    }
  }

  private List<FiringRecord> firings() {
    return database.triggerRecords().firings(NOON.minusSeconds(60), 100);
  }

  @Test
  void a_service_that_hangs_longer_than_three_paces_fires_too() {
    start(runbook("propose", "      every: 1s"));
    verdict = Verdict.FAILED;
    answersIn = Duration.ofSeconds(5);
    passes(Duration.ofSeconds(40));
    assertThat(proposed).hasSize(1);
  }

  @Test
  void three_bad_measurements_in_a_row_propose_once_and_name_the_change() {
    passes(Duration.ofMinutes(2));
    assertThat(proposed).isEmpty();
    Instant bad = now;
    verdict = Verdict.FAILED;
    passes(Duration.ofMinutes(10));
    assertThat(proposed).hasSize(1);
    Suspicion suspicion = proposed.getFirst();
    assertThat(suspicion.trigger()).isEqualTo("ill");
    assertThat(suspicion.onset()).contains(bad);
    assertThat(suspicion.firedAt()).isEqualTo(bad.plusSeconds(60));
    assertThat(suspicion.readings()).hasSize(5).contains("500 in 3 ms");
    assertThat(suspicion.suspect())
        .contains(
            new Suspicion.Suspect(
                "web",
                "v42",
                "v42",
                NOON.minusSeconds(60),
                Optional.of("dana"),
                Optional.of("New prices")));
    assertThat(firings())
        .extracting(FiringRecord::outcome)
        .containsExactly(Optional.of(FiringOutcome.PROPOSED));
  }

  @Test
  void what_began_in_a_drill_and_outlasts_it_is_proposed_when_that_is_over() {
    inDrill = true;
    verdict = Verdict.FAILED;
    passes(Duration.ofMinutes(10));
    assertThat(proposed).as("told in the drill, once").hasSize(1);
    inDrill = false;
    passes(Duration.ofMinutes(10));
    assertThat(proposed).hasSize(2);
    assertThat(firings())
        .extracting(FiringRecord::outcome)
        .containsExactly(Optional.of(FiringOutcome.PROPOSED));
  }

  @Test
  void what_has_recovered_in_a_drill_is_not_proposed_after_it() {
    inDrill = true;
    verdict = Verdict.FAILED;
    passes(Duration.ofMinutes(10));
    verdict = Verdict.PASSED;
    passes(Duration.ofMinutes(10));
    inDrill = false;
    passes(Duration.ofMinutes(10));
    assertThat(proposed).hasSize(1);
  }

  @Test
  void in_the_shadow_it_is_only_recorded_what_would_have_been_proposed() {
    start("shadow");
    verdict = Verdict.FAILED;
    passes(Duration.ofMinutes(10));
    verdict = Verdict.PASSED;
    passes(Duration.ofMinutes(2));
    assertThat(proposed).isEmpty();
    FiringRecord record = firings().getFirst();
    assertThat(record.outcome()).contains(FiringOutcome.RECORDED);
    assertThat(record.firedAt()).isEqualTo(NOON.plusSeconds(60));
    assertThat(record.suspect()).contains(new SuspectRecord("web", "v42", NOON.minusSeconds(60)));
    assertThat(record.recoveredAt()).isPresent();
  }

  @Test
  void it_recovers_and_can_fire_again() {
    verdict = Verdict.FAILED;
    passes(Duration.ofMinutes(2));
    verdict = Verdict.PASSED;
    passes(Duration.ofMinutes(2));
    assertThat(recovered).containsExactly("ill");
    verdict = Verdict.FAILED;
    passes(Duration.ofMinutes(2));
    assertThat(proposed).hasSize(2);
    assertThat(firings()).hasSize(2);
  }

  @Test
  void a_restart_in_the_middle_of_a_row_loses_nothing_and_repeats_nothing() {
    verdict = Verdict.FAILED;
    round.run();
    now = now.plusSeconds(30);
    start("propose");
    round.run();
    now = now.plusSeconds(30);
    start("propose");
    round.run();
    assertThat(proposed).hasSize(1);
    start("propose");
    passes(Duration.ofMinutes(5));
    assertThat(proposed).hasSize(1);
  }

  @Test
  void what_could_not_be_proposed_is_proposed_later_as_the_same_firing() {
    verdict = Verdict.FAILED;
    slackAway = true;
    passes(Duration.ofSeconds(80));
    assertThat(proposed).isEmpty();
    slackAway = false;
    start("propose");
    passes(Duration.ofMinutes(2));
    assertThat(proposed).hasSize(1);
    assertThat(firings()).hasSize(1);
  }

  @Test
  void after_the_first_hour_it_is_not_measured() {
    live.deploys("web", "v41", NOON.minusSeconds(7200));
    start("propose");
    verdict = Verdict.FAILED;
    passes(Duration.ofMinutes(5));
    assertThat(measured).isEmpty();
    live.deploys("web", "v42", now);
    passes(Duration.ofMinutes(5));
    assertThat(measured).isNotEmpty();
    assertThat(proposed).hasSize(1);
  }

  @Test
  void outside_of_it_a_slower_pace_finds_faults_without_a_suspect() {
    live.deploys("web", "v41", NOON.minusSeconds(7200));
    start(runbook("propose", "      otherwise_every: 5m"));
    verdict = Verdict.FAILED;
    passes(Duration.ofMinutes(10));
    assertThat(measured).hasSize(2);
    round.run();
    assertThat(measured).hasSize(3);
    assertThat(proposed).hasSize(1).first().satisfies(s -> assertThat(s.suspect()).isEmpty());
    assertThat(firings())
        .extracting(FiringRecord::outcome)
        .containsExactly(Optional.of(FiringOutcome.WITHOUT_SUSPECT));
  }

  @Test
  void inconclusive_measurements_never_fire_and_never_end_what_fired() {
    verdict = Verdict.INCONCLUSIVE;
    passes(Duration.ofMinutes(20));
    assertThat(firings()).isEmpty();
    verdict = Verdict.FAILED;
    passes(Duration.ofMinutes(2));
    verdict = Verdict.INCONCLUSIVE;
    passes(Duration.ofMinutes(20));
    assertThat(recovered).isEmpty();
  }

  @Test
  void a_provider_that_is_away_is_asked_once_a_minute_and_nothing_is_suspected() {
    live.goesAway();
    start(runbook("propose", "      otherwise_every: 30s"));
    verdict = Verdict.FAILED;
    passes(Duration.ofMinutes(10));
    assertThat(live.reads()).isBetween(10, 13);
    assertThat(proposed).hasSize(1).first().satisfies(s -> assertThat(s.suspect()).isEmpty());
  }

  @Test
  void a_trigger_that_is_off_is_not_measured_at_all() {
    start("off");
    passes(Duration.ofMinutes(5));
    assertThat(measured).isEmpty();
    assertThat(live.reads()).isZero();
  }
}
