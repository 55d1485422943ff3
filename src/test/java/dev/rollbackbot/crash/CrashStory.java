package dev.rollbackbot.crash;

import dev.rollbackbot.BotProcess;
import dev.rollbackbot.Hurry;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import dev.rollbackbot.story.People;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The whole story with a process that is killed again and again, and what must hold at its end. */
final class CrashStory {
  private CrashStory() {}

  static void play(Path folder, String database, Points.Plan plan) throws Exception {
    long began = System.nanoTime();
    Points points = new Points(plan);
    SandboxOptions options = new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true);
    try (Sandbox sandbox = Sandbox.start(options)) {
      Map<String, String> environment = BotProcess.environment(sandbox, folder, false);
      environment.put("DATABASE_URL", database);
      environment.put("RUNBOOKS", Hurry.runbooks(folder).toString());
      environment.put("HEARTBEAT", "200ms");
      People people = new People(sandbox.address());
      try (Lives lives = new Lives(sandbox, environment, folder, points)) {
        Persistent persistent = new Persistent(people, lives::check);
        try {
          String channel = persistent.wholeStory();
          Verdict.waitsForTheLastPost(database);
          points.disarm();
          new Verdict(people, channel, database).holds();
        } finally {
          Duration took = Duration.ofNanos(System.nanoTime() - began);
          report(points, persistent.counts(), lives.starts(), took);
        }
      }
    }
  }

  private static void report(Points points, String counts, List<Duration> starts, Duration took) {
    StringBuilder out = new StringBuilder();
    points.seen().forEach((p, n) -> out.append("  passed %4d times %s%n".formatted(n, p)));
    points.kills().forEach(k -> out.append("  killed ").append(k).append('\n'));
    long passed = points.seen().values().stream().mapToInt(n -> n).sum();
    out.append(
        "%d kills at %d of %d named points, %d points passed, %s; %d starts, median %d ms; %d s%n"
            .formatted(
                points.kills().size(),
                points.kills().stream().map(k -> k.replaceAll(" #\\d+$", "")).distinct().count(),
                points.seen().size(),
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
