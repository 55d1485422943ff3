package dev.rollbackbot.bench;

import dev.rollbackbot.story.SandboxUsers;
import dev.rollbackbot.story.UsualRollback;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the bot adds to the provider's calls, from approval to RESOLVED. */
final class RollbackOverheadBenchmark {
  private static final String RESOLVED = "RESOLVED: Factory";

  private RollbackOverheadBenchmark() {}

  static void measure(Path folder) throws IOException {
    try (BenchmarkFixture benchmarkFixture =
        new BenchmarkFixture(
            folder, ChildJavaProcess.onClassPath("dev.rollbackbot.Main", "serve"))) {
      String channel = UsualRollback.untilApproval(benchmarkFixture.sandboxUsers);
      benchmarkFixture.sandboxUsers.presses(
          SandboxUsers.APPROVER, channel, UsualRollback.approve(benchmarkFixture.sandboxUsers));
      UsualRollback.check(benchmarkFixture.sandboxUsers, channel);
      UsualRollback.sign(benchmarkFixture.sandboxUsers, channel);
      benchmarkFixture.sandboxUsers.reads(SandboxUsers.REQUESTER, SandboxUsers.INCIDENTS, RESOLVED);
      report(benchmarkFixture, Instant.now());
    }
  }

  private static void report(BenchmarkFixture benchmarkFixture, Instant seen) {
    Instant approved = at(benchmarkFixture.database, "Approved");
    Instant rolledBack = at(benchmarkFixture.database, "PropagationStarted");
    Instant signed = at(benchmarkFixture.database, "SignedVerified");
    List<DelayingProviderProxy.TimedProviderCall> calls =
        benchmarkFixture.provider.calls().stream()
            .filter(c -> !c.began().isBefore(approved) && !c.ended().isAfter(rolledBack))
            .toList();
    Duration provider =
        calls.stream()
            .map(DelayingProviderProxy.TimedProviderCall::took)
            .reduce(Duration.ZERO, Duration::plus);
    long began = System.nanoTime();
    calls.forEach(benchmarkFixture.provider::repeat);
    Duration script = Duration.ofNanos(System.nanoTime() - began);
    Duration steps = Duration.between(approved, rolledBack);
    Duration last = Duration.between(signed, seen);
    MarkdownTable markdownTable = new MarkdownTable("Overhead of a rollback", "value");
    markdownTable.row(
        "provider calls from approval to the last step", Integer.toString(calls.size()));
    markdownTable.row("the bot: approval to the last step done", MarkdownTable.millis(steps));
    markdownTable.row("of it in the provider's calls", MarkdownTable.millis(provider));
    markdownTable.row("a straight script of the same calls", MarkdownTable.millis(script));
    markdownTable.row(
        "the bot: second signature to RESOLVED read, at most", MarkdownTable.millis(last));
    markdownTable.row(
        "the bot against the script",
        "%+.1f %%".formatted(100.0 * steps.toNanos() / script.toNanos() - 100));
  }

  /** When that event happened last. */
  private static Instant at(String database, String type) {
    try (Connection connection = DriverManager.getConnection(database);
        PreparedStatement statement =
            connection.prepareStatement("select max(at) from incident_event where type = ?")) {
      statement.setString(1, type);
      try (ResultSet rs = statement.executeQuery()) {
        rs.next();
        return Instant.parse(rs.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
