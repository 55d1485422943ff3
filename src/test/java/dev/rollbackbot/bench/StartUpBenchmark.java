package dev.rollbackbot.bench;

import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Time from start to ready, resident memory, and time until a killed bot resumes its work. */
final class StartUpBenchmark {
  private static final int TIMES = 5;
  private static final Duration SETTLE = Duration.ofSeconds(10);
  private static final int ROLLBACKS_BEFORE_KILL = 2;

  private final Path folder;
  private final DeployedBot deployed;

  private StartUpBenchmark(Path folder, DeployedBot deployed) {
    this.folder = folder;
    this.deployed = deployed;
  }

  static void measure(Path folder) throws IOException {
    if (!DeployedBot.isPackaged()) {
      return;
    }
    StartUpBenchmark benchmark = new StartUpBenchmark(folder, DeployedBot.trained(folder));
    MarkdownTable table = new MarkdownTable("Start and memory", "median");
    table.row("start to ready, plain", benchmark.start(List.of()));
    table.row("start to ready, with the AOT cache", benchmark.start(benchmark.deployed.flags()));
    table.row("resident, idle", benchmark.resident(0));
    table.row("resident, 1,000 open incidents, all clicked", benchmark.resident(1_000));
    benchmark.resume(table);
  }

  private ChildJavaProcess run(List<String> flags, StubSlack slack, String database) {
    return BotUnderLoad.start(
        DeployedBot.command(flags), slack.api(), database, folder.resolve("start.log"));
  }

  private String fresh() {
    return "jdbc:sqlite:" + folder.resolve("start-" + System.nanoTime() + ".db");
  }

  private String start(List<String> flags) {
    List<Duration> all = new ArrayList<>();
    String database = fresh();
    try (StubSlack slack = new StubSlack(Duration.ZERO)) {
      for (int i = 0; i < TIMES; i++) {
        try (ChildJavaProcess bot = run(flags, slack, database)) {
          all.add(bot.ready);
        }
      }
    }
    return MarkdownTable.millis(all.stream().sorted().toList().get(TIMES / 2));
  }

  private String resident(int incidents) {
    String database = fresh();
    if (incidents > 0) {
      OpenIncidentSeeder.fill(database, incidents, 0);
    }
    try (StubSlack slack = new StubSlack(Duration.ofMillis(100));
        ChildJavaProcess bot = run(deployed.flags(), slack, database)) {
      for (int i = 1; i <= incidents; i++) {
        LoadGenerator.one(bot.port(), SignedClicks.request(i, "pause"));
      }
      LockSupport.parkNanos(SETTLE.toNanos());
      return bot.residentMiB() + " MiB";
    }
  }

  /** From a kill during the second rollback's call until the bot calls the provider again. */
  private void resume(MarkdownTable table) throws IOException {
    try (BenchmarkFixture fixture = new BenchmarkFixture(folder, deployed.command())) {
      String channel = UsualRollback.untilApproval(fixture.users);
      fixture.users.fault("provider-slow", true);
      fixture.users.presses(SandboxUsers.APPROVER, channel, UsualRollback.approve(fixture.users));
      while (fixture.users.inspect().getJsonArray("providerRollbacks").size()
          < ROLLBACKS_BEFORE_KILL) {
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
      fixture.bot.kill();
      fixture.users.fault("provider-slow", false);
      int before = fixture.provider.calls().size();
      Instant began = Instant.now();
      Duration ready = fixture.startBot().ready;
      // Readiness verifies the token; only the resumed step reads deployments.
      Instant called = firstCall(fixture, before);
      table.row("killed: start to ready again", MarkdownTable.millis(ready));
      table.row(
          "killed: ready to the resumed step's first call",
          MarkdownTable.millis(Duration.between(began.plus(ready), called)));
    }
  }

  private static Instant firstCall(BenchmarkFixture fixture, int before) {
    while (true) {
      var found =
          fixture.provider.calls().stream()
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
