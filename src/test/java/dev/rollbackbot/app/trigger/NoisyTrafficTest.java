package dev.rollbackbot.app.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.gateway.metric.MetricProbes;
import dev.rollbackbot.incident.trigger.AlertedTrigger;
import dev.rollbackbot.incident.trigger.TriggerProgress;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.yaml.RunbookReader;
import dev.rollbackbot.yaml.folder.RunbookDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The factory's six triggers, as they are, in the hour after a deployment of a service that is
 * well: none fires. What that hour costs is counted too. Both are told in docs/performance.md.
 */
final class NoisyTrafficTest {
  private static final Instant DEPLOYED = Instant.parse("2026-03-01T12:00:00Z");

  /** The hour, and the window and the delay after it. */
  private static final Instant END = DEPLOYED.plus(Duration.ofMinutes(66));

  private static final int SEEDS = 6;

  private static Runbook factory() throws IOException {
    String text = Files.readString(Path.of("src/main/resources/runbooks/factory.yaml"));
    String modes = "modes: {sandbox: \"${RUNBOOK_SANDBOX_MODE:-propose}\"}";
    assertThat(text).contains(modes);
    return new RunbookReader(Map.of())
        .read(
            "factory.yaml",
            text.replace(modes, "modes: {sandbox: \"off\", staging: \"off\"}"),
            RunbookDirectory.bundled())
        .runbook()
        .orElseThrow();
  }

  /** One hour; what it measures it counts. */
  private static final class Hour implements AlertedTriggers, TriggerFirings {
    private final NoisyHour traffic;
    private final SplittableRandom random;
    private final double slowHealth;
    private final PlayedLive live = new PlayedLive();
    private final List<String> fired = new ArrayList<>();
    private Instant now = DEPLOYED;
    private int checks;

    /** {@code slowHealth}: how often the health check itself fails, in percent. */
    Hour(NoisyHour traffic, long seed, double slowHealth) {
      this.traffic = traffic;
      this.random = new SplittableRandom(seed + 1_000);
      this.slowHealth = slowHealth;
    }

    void passes() throws IOException {
      live.deploys("gateway", "v42", DEPLOYED);
      live.deploys("planning-machine", "v42", DEPLOYED);
      TriggerRound round =
          new TriggerRound(
              new OneRunbook(factory()),
              live,
              this::measure,
              new RecordsInMemory(),
              this,
              this,
              () -> now);
      while (now.isBefore(END)) {
        now = round.run();
      }
    }

    /** Without the answers of the round before: those are kept by a real clock. */
    private List<ProbeResult> measure(List<ProbeTarget> targets) throws InterruptedException {
      return new MetricProbes(this::health, Map.of("prometheus", traffic), () -> now)
          .measure(targets);
    }

    private List<ProbeResult> health(List<ProbeTarget> targets) {
      checks += targets.size();
      return targets.stream()
          .map(t ->
              ProbeResult.withoutReading(
                  t.probe().id(),
                  random.nextDouble() * 100 < slowHealth ? Verdict.FAILED : Verdict.PASSED,
                  "no answer within 5 s",
                  Duration.ofSeconds(5)))
          .toList();
    }

    @Override
    public FiringOutcome fired(TriggerFiring firing) {
      fired.add(firing.trigger() + " at " + firing.at() + ": " + firing.readings());
      return FiringOutcome.RECORDED;
    }

    @Override
    public void recovered(String runbook, String environment, String trigger, Instant at) {
      // Only what fires counts.
    }

    @Override
    public void alertChanged(
        String runbook, String environment, String trigger, boolean firing, boolean flaps) {
      throw new AssertionError("nothing is alerted");
    }

    @Override
    public Map<TriggerKey, AlertedTrigger> all() {
      return Map.of();
    }

    @Override
    public void stillFires(TriggerKey trigger) {
      // No drill is open.
    }

    @Override
    public void recovered(TriggerKey trigger, Instant at) {
      // No alert has meant it.
    }
  }

  private static final class RecordsInMemory implements TriggerRecords {
    private final Map<TriggerKey, TriggerProgress> progress = new HashMap<>();

    @Override
    public Map<TriggerKey, TriggerProgress> progress() {
      return Map.copyOf(progress);
    }

    @Override
    public void save(TriggerKey trigger, TriggerProgress to) {
      progress.put(trigger, to);
    }

    @Override
    public FiringRecord begin(FiringRecord firing) {
      throw new AssertionError("nothing is recorded");
    }

    @Override
    public void finish(
        String key,
        TriggerFirings.FiringOutcome outcome,
        Optional<FiringRecord.SuspectRecord> suspect) {
      throw new AssertionError("nothing is recorded");
    }

    @Override
    public Optional<FiringRecord> newest(TriggerKey trigger) {
      throw new AssertionError("nothing is recorded");
    }

    @Override
    public void recovered(TriggerKey trigger, Instant at) {
      throw new AssertionError("nothing is recorded");
    }

    @Override
    public boolean judge(
        TriggerKey trigger, Instant until, FiringRecord.FiringJudgement judgement) {
      throw new AssertionError("nothing is judged");
    }

    @Override
    public List<FiringRecord> firings(Instant since, int most) {
      return List.of();
    }
  }

  private static Hour hour(long seed, double perSecond, double failing) throws IOException {
    Instant earlier = DEPLOYED.minus(Duration.ofMinutes(30));
    Hour hour = new Hour(new NoisyHour(earlier, seed, perSecond, failing), seed, 2);
    hour.passes();
    return hour;
  }

  @ParameterizedTest
  @CsvSource({"5, 0.4", "20, 0.3", "100, 0.5"})
  void nothing_is_proposed_while_the_service_is_well(double perSecond, double failing)
      throws IOException {
    List<String> fired = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      fired.addAll(hour(seed, perSecond, failing).fired);
    }
    assertThat(fired).isEmpty();
  }

  @Test
  void a_fault_that_stays_is_found_in_the_same_noise() throws IOException {
    assertThat(hour(0, 20, 3).fired).isNotEmpty();
  }

  /** Each round asks for five values, one earlier one, and the traffic of four counters. */
  @Test
  void an_hour_costs_what_the_documents_say() throws IOException {
    Hour hour = hour(0, 20, 0.3);
    assertThat(hour.traffic.asked()).isEqualTo(109 * 10);
    assertThat(hour.checks).isEqualTo(120);
    assertThat(hour.live.reads()).isEqualTo(66);
  }
}
