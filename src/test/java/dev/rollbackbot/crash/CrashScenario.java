package dev.rollbackbot.crash;

import dev.rollbackbot.BotProcess;
import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A whole incident with a process that is killed again and again, and its invariants. */
final class CrashScenario {
  private CrashScenario() {}

  static void play(Path folder, String database, CrashPoints.KillPlan plan) throws Exception {
    long began = System.nanoTime();
    CrashPoints crashPoints = new CrashPoints(plan);
    SandboxOptions options = new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true);
    try (Sandbox sandbox = Sandbox.start(options)) {
      Map<String, String> environment = BotProcess.environment(sandbox, folder, false);
      environment.put("DATABASE_URL", database);
      environment.put("RUNBOOKS", FastRunbook.runbooks(folder).toString());
      environment.put("HEARTBEAT", "200ms");
      SandboxUsers users = new SandboxUsers(sandbox.address());
      try (KillingHarness harness = new KillingHarness(sandbox, environment, folder, crashPoints)) {
        RetryingUsers retrying = new RetryingUsers(users, harness::check);
        try {
          String channel = retrying.wholeIncident();
          CrashInvariants.awaitAllDone(database);
          crashPoints.disarm();
          new CrashInvariants(users, channel, database).check();
        } finally {
          Duration took = Duration.ofNanos(System.nanoTime() - began);
          report(crashPoints, retrying.counts(), harness.starts(), took);
        }
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
