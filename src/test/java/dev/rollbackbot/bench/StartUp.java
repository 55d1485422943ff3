package dev.rollbackbot.bench;

import dev.rollbackbot.story.People;
import dev.rollbackbot.story.Story;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Start to ready, resident memory, and how soon a killed bot goes on. */
final class StartUp {
  private static final Path JAR = Path.of("target", "rollback-bot.jar");
  private static final int TIMES = 5;
  private static final Duration SETTLE = Duration.ofSeconds(10);
  private static final int ROLLBACKS_SEEN = 2;

  private final Path folder;
  private final Path cache;

  private StartUp(Path folder) {
    this.folder = folder;
    this.cache = folder.resolve("rollback-bot.aot").toAbsolutePath();
  }

  static void measure(Path folder) throws IOException {
    if (!Files.exists(JAR)) {
      System.out.println("Start: skipped, " + JAR + " is not there (mvn package makes it)");
      return;
    }
    StartUp self = new StartUp(folder);
    self.train();
    Table table = new Table("Start and memory", "median");
    table.row("start to ready, plain", self.start(List.of()));
    table.row("start to ready, with the AOT cache", self.start(self.cached()));
    table.row("resident, idle", self.resident(0));
    table.row("resident, 1,000 open incidents, all clicked", self.resident(1_000));
    self.resume(table);
  }

  private List<String> cached() {
    List<String> all = new ArrayList<>(Flags.DEPLOYED);
    all.add("-XX:AOTCache=" + cache);
    return all;
  }

  private static List<String> command(List<String> flags) {
    List<String> all = new ArrayList<>(flags);
    all.addAll(List.of("-jar", JAR.toString(), "serve"));
    return all;
  }

  private Child run(List<String> flags, StubSlack slack, String database) {
    return BotUnderLoad.start(command(flags), slack.api(), database, folder.resolve("start.log"));
  }

  /** A dry start, after which the JVM writes its cache; as in the Dockerfile. */
  private void train() throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(Flags.DEPLOYED);
    line.add("-XX:AOTCacheOutput=" + cache);
    line.addAll(List.of("-jar", JAR.toString(), "serve", "--dry-start"));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("train.log").toFile());
    builder
        .environment()
        .putAll(BotUnderLoad.environment(URI.create("http://127.0.0.1:9/api/"), fresh()));
    builder.environment().put("PORT", "0");
    try {
      if (builder.start().waitFor() != 0) {
        throw new IllegalStateException("the dry start failed; see its log");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String fresh() {
    return "jdbc:sqlite:" + folder.resolve("start-" + System.nanoTime() + ".db");
  }

  private String start(List<String> flags) {
    List<Duration> all = new ArrayList<>();
    String database = fresh();
    try (StubSlack slack = new StubSlack(Duration.ZERO)) {
      for (int i = 0; i < TIMES; i++) {
        try (Child bot = run(flags, slack, database)) {
          all.add(bot.ready);
        }
      }
    }
    return Table.millis(all.stream().sorted().toList().get(TIMES / 2));
  }

  private String resident(int incidents) {
    String database = fresh();
    if (incidents > 0) {
      Seed.fill(database, incidents, 0);
    }
    try (StubSlack slack = new StubSlack(Duration.ofMillis(100));
        Child bot = run(cached(), slack, database)) {
      for (int i = 1; i <= incidents; i++) {
        Load.one(bot.port(), Click.request(i, "pause"));
      }
      LockSupport.parkNanos(SETTLE.toNanos());
      return bot.residentMiB() + " MiB";
    }
  }

  /** Killed while the provider answers the second rollback; until it asks the provider again. */
  private void resume(Table table) throws IOException {
    try (Rehearsal r = new Rehearsal(folder, command(cached()))) {
      String channel = Story.untilApproval(r.people);
      r.people.fault("provider-slow", true);
      r.people.presses(People.APPROVER, channel, Story.approve(r.people));
      while (r.people.inspect().getJsonArray("providerRollbacks").size() < ROLLBACKS_SEEN) {
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
      r.bot.kill();
      r.people.fault("provider-slow", false);
      int before = r.provider.calls().size();
      Instant began = Instant.now();
      Duration ready = r.startBot().ready;
      // Readiness asks the provider who the token belongs to; the resumed step asks of deployments.
      Instant asked = asked(r, before);
      table.row("killed: start to ready again", Table.millis(ready));
      table.row(
          "killed: ready to the resumed step's first call",
          Table.millis(Duration.between(began.plus(ready), asked)));
    }
  }

  private static Instant asked(Rehearsal r, int before) {
    while (true) {
      var found =
          r.provider.calls().stream()
              .skip(before)
              .filter(c -> c.path().contains("deployments") || c.path().contains("versions"))
              .findFirst();
      if (found.isPresent()) {
        return found.get().began();
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
