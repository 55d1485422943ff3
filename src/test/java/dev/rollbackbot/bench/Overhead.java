package dev.rollbackbot.bench;

import dev.rollbackbot.story.People;
import dev.rollbackbot.story.Story;
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
final class Overhead {
  private static final String RESOLVED = "RESOLVED: Factory";

  private Overhead() {}

  static void measure(Path folder) throws IOException {
    try (Rehearsal r = new Rehearsal(folder, Child.onClassPath("dev.rollbackbot.Main", "serve"))) {
      String channel = Story.untilApproval(r.people);
      r.people.presses(People.APPROVER, channel, Story.approve(r.people));
      Story.check(r.people, channel);
      Story.sign(r.people, channel);
      r.people.reads(People.REQUESTER, People.INCIDENTS, RESOLVED);
      report(r, Instant.now());
    }
  }

  private static void report(Rehearsal r, Instant seen) {
    Instant approved = at(r.database, "Approved");
    Instant rolledBack = at(r.database, "SpreadStarted");
    Instant signed = at(r.database, "SignedVerified");
    List<Recorder.Call> calls =
        r.provider.calls().stream()
            .filter(c -> !c.began().isBefore(approved) && !c.ended().isAfter(rolledBack))
            .toList();
    Duration provider =
        calls.stream().map(Recorder.Call::took).reduce(Duration.ZERO, Duration::plus);
    long began = System.nanoTime();
    calls.forEach(r.provider::repeat);
    Duration script = Duration.ofNanos(System.nanoTime() - began);
    Duration steps = Duration.between(approved, rolledBack);
    Duration last = Duration.between(signed, seen);
    Table table = new Table("Overhead of a rollback", "value");
    table.row("provider calls from approval to the last step", Integer.toString(calls.size()));
    table.row("the bot: approval to the last step done", Table.millis(steps));
    table.row("of it in the provider's calls", Table.millis(provider));
    table.row("a straight script of the same calls", Table.millis(script));
    table.row("the bot: second signature to RESOLVED read, at most", Table.millis(last));
    table.row(
        "the bot against the script",
        "%+.1f %%".formatted(100.0 * steps.toNanos() / script.toNanos() - 100));
  }

  /** When that event happened last. */
  private static Instant at(String database, String type) {
    try (Connection c = DriverManager.getConnection(database);
        PreparedStatement s =
            c.prepareStatement("select max(at) from incident_event where type = ?")) {
      s.setString(1, type);
      try (ResultSet rs = s.executeQuery()) {
        rs.next();
        return Instant.parse(rs.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
