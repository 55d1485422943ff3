package dev.rollbackbot.bench;

import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The time that the bot adds to the provider's calls, from approval to RESOLVED. */
final class RollbackOverheadBenchmark {
  private static final int TIMES = 3;
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final String RESOLVED = "RESOLVED: Factory";

  private RollbackOverheadBenchmark() {}

  static void measure(Path folder) throws IOException {
    if (!DeployedBot.isPackaged()) {
      return;
    }
    DeployedBot deployed = DeployedBot.trained(folder);
    for (int i = 0; i < TIMES; i++) {
      measure(folder, deployed.command());
    }
  }

  /** The first rollback after a start, which is the slowest one. */
  private static void measure(Path folder, List<String> command) throws IOException {
    try (BenchmarkFixture fixture = new BenchmarkFixture(folder, command)) {
      String channel = UsualRollback.untilApproval(fixture.users);
      fixture.users.presses(SandboxUsers.APPROVER, channel, UsualRollback.approve(fixture.users));
      // People who look at the page would take a part of the two cores.
      awaitEvent(fixture.database, "PropagationStarted");
      UsualRollback.check(fixture.users, channel);
      UsualRollback.sign(fixture.users, channel);
      fixture.users.reads(SandboxUsers.REQUESTER, SandboxUsers.INCIDENTS, RESOLVED);
      report(fixture, Instant.now());
    }
  }

  private static void report(BenchmarkFixture fixture, Instant seen) {
    Instant approved = at(fixture.database, "Approved");
    Instant rolledBack = at(fixture.database, "PropagationStarted");
    Instant signed = at(fixture.database, "SignedVerified");
    List<DelayingProviderProxy.TimedProviderCall> calls =
        fixture.provider.calls().stream()
            .filter(c -> !c.began().isBefore(approved) && !c.ended().isAfter(rolledBack))
            .sorted(Comparator.comparing(DelayingProviderProxy.TimedProviderCall::began))
            .toList();
    Duration provider =
        calls.stream()
            .map(DelayingProviderProxy.TimedProviderCall::took)
            .reduce(Duration.ZERO, Duration::plus);
    long began = System.nanoTime();
    calls.forEach(fixture.provider::repeat);
    Duration script = Duration.ofNanos(System.nanoTime() - began);
    Duration steps = Duration.between(approved, rolledBack);
    Duration last = Duration.between(signed, seen);
    MarkdownTable table = new MarkdownTable("Overhead of a rollback", "value");
    table.row("provider calls from approval to the last step", Integer.toString(calls.size()));
    table.row("the bot: approval to the last step done", MarkdownTable.millis(steps));
    table.row("of it in the provider's calls", MarkdownTable.millis(provider));
    table.row("of it between two calls of a step", MarkdownTable.millis(waits(calls, true)));
    table.row("of it between two steps", MarkdownTable.millis(waits(calls, false)));
    table.row(
        "of it before the first call and after the last",
        MarkdownTable.millis(
            Duration.between(approved, calls.getFirst().began())
                .plus(Duration.between(calls.getLast().ended(), rolledBack))));
    table.row("a straight script of the same calls", MarkdownTable.millis(script));
    table.row("the bot: second signature to RESOLVED read, at most", MarkdownTable.millis(last));
    table.row(
        "the bot against the script",
        "%+.1f %%".formatted(100.0 * steps.toNanos() / script.toNanos() - 100));
  }

  /** From the end of a call to the beginning of the next one, of the same step or of another. */
  private static Duration waits(
      List<DelayingProviderProxy.TimedProviderCall> calls, boolean ofOneStep) {
    Duration all = Duration.ZERO;
    for (int i = 1; i < calls.size(); i++) {
      if (service(calls.get(i)).equals(service(calls.get(i - 1))) == ofOneStep) {
        all = all.plus(Duration.between(calls.get(i - 1).ended(), calls.get(i).began()));
      }
    }
    return all;
  }

  /** The Worker or the project that a call is about. */
  private static String service(DelayingProviderProxy.TimedProviderCall call) {
    return call.path().replaceFirst(".*/(scripts|projects)/([^/?]+).*", "$2");
  }

  private static void awaitEvent(String database, String type) {
    while (last(database, type).isEmpty()) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private static Instant at(String database, String type) {
    return last(database, type).orElseThrow();
  }

  /** The time of the last event of that type. */
  private static Optional<Instant> last(String database, String type) {
    try (Connection connection = DriverManager.getConnection(database);
        PreparedStatement statement =
            connection.prepareStatement("select max(at) from incident_event where type = ?")) {
      statement.setString(1, type);
      try (ResultSet results = statement.executeQuery()) {
        results.next();
        return Optional.ofNullable(results.getString(1)).map(Instant::parse);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
