package dev.rollbackbot.crash.points;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.BotProcess;
import dev.rollbackbot.crash.CrashInvariants;
import dev.rollbackbot.crash.RetryingUsers;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A whole incident with a process that is killed again and again, and its invariants. */
record CrashScenario(Path folder, String database) {
  /** The bundled runbook. */
  void play(CrashPoints.KillPlan plan) throws Exception {
    try (Sandbox sandbox = sandbox();
        KilledRollback factory = new KilledFactory(sandbox, folder)) {
      play(sandbox, factory, _ -> plan);
    }
  }

  /** A plan gets to know whether the rollback was approved. */
  void play(KilledRollback rollback, Function<BooleanSupplier, CrashPoints.KillPlan> plan)
      throws Exception {
    try (Sandbox sandbox = sandbox()) {
      play(sandbox, rollback, plan);
    }
  }

  private static Sandbox sandbox() {
    return Sandbox.start(new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true));
  }

  private void play(
      Sandbox sandbox,
      KilledRollback rollback,
      Function<BooleanSupplier, CrashPoints.KillPlan> plan)
      throws Exception {
    long began = System.nanoTime();
    AtomicBoolean approved = new AtomicBoolean();
    CrashPoints crashPoints = new CrashPoints(plan.apply(approved::get));
    Map<String, String> environment = BotProcess.environment(sandbox, folder, false);
    environment.put("DATABASE_URL", database);
    environment.put("HEARTBEAT", "200ms");
    environment.put("TEST_FIND_OUT_LIMIT", "PT2S");
    SandboxUsers users = new SandboxUsers(sandbox.address());
    try (KillingHarness harness =
        new KillingHarness(sandbox, rollback, environment, folder, crashPoints)) {
      RetryingUsers retrying =
          new RetryingUsers(
              users,
              harness::check,
              new RetryingUsers.Declared(
                  rollback.runbook(), rollback.beforeItem(), rollback.personDecides()));
      try {
        String channel = retrying.untilApproved(() -> approved.set(true));
        retrying.fromApprovedOn(channel);
        CrashInvariants.awaitAllDone(database);
        crashPoints.disarm();
        new CrashInvariants(users, channel, database)
            .checkRecord(rollback.steps(), rollback.personDecides() ? rollback.steps() : 0);
        assertThat(rollback.carriedOut()).isEqualTo(rollback.expected());
      } finally {
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        report(crashPoints, retrying.counts(), harness.starts(), took);
      }
    }
  }

  private static void report(
      CrashPoints crashPoints, String counts, List<Duration> starts, Duration took) {
    StringBuilder out = new StringBuilder();
    crashPoints.seen().forEach((p, n) -> out.append("  passed %4d times %s%n".formatted(n, p)));
    crashPoints.kills().forEach(k -> out.append("  killed ").append(k).append('\n'));
    long passed = crashPoints.seen().values().stream().mapToInt(n -> n).sum();
    out.append(
        "%d kills at %d of %d named points, %d points passed, %s; %d starts, median %d ms; %d s%n"
            .formatted(
                crashPoints.kills().size(),
                crashPoints.kills().stream()
                    .map(k -> k.replaceAll(" #\\d+$", ""))
                    .distinct()
                    .count(),
                crashPoints.seen().size(),
                passed,
                counts,
                starts.size(),
                median(starts).toMillis(),
                took.toSeconds()));
    System.out.print(out);
  }

  private static Duration median(List<Duration> all) {
    return all.isEmpty() ? Duration.ZERO : all.stream().sorted().toList().get(all.size() / 2);
  }
}
