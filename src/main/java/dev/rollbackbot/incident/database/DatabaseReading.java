package dev.rollbackbot.incident.database;

import dev.rollbackbot.runbook.SourceText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was read of a database before a script.
 *
 * @param done whether the script was carried out already, or there is nothing for it to do
 * @param counts what it would change, in the runbook's order
 * @param against why it must not be carried out, a sentence each; if it was done: what does not
 *     hold that should
 * @param bookmark by which the provider restores the database as it was then; empty: it has none,
 *     or it was not asked for
 * @param since before a restore: what was written since the bookmark, as far as the provider counts
 *     it, in a sentence; empty: it was not asked for. Nobody consents to exactly that number
 */
public record DatabaseReading(
    boolean done,
    List<ReadValue> counts,
    List<String> against,
    Optional<String> bookmark,
    Optional<String> since) {
  private static final int FINGERPRINT = 12;

  public DatabaseReading {
    counts = List.copyOf(counts);
    against = List.copyOf(against);
  }

  /** Before a script. */
  public static DatabaseReading ofScript(
      boolean done, List<ReadValue> counts, List<String> against, Optional<String> bookmark) {
    return new DatabaseReading(done, counts, against, bookmark, Optional.empty());
  }

  /** A value as text, with the runbook's label. */
  public record ReadValue(String label, String value) {}

  /** The counts in one line. */
  public String text() {
    return counts.stream().map(c -> c.label() + ": " + c.value()).collect(Collectors.joining(", "));
  }

  /** Of what people consent to: the numbers, and what is done to this database. */
  public String fingerprint(String database, String what) {
    String lines =
        Stream.concat(
                Stream.of(database, what), counts.stream().map(c -> c.label() + "=" + c.value()))
            .collect(Collectors.joining("\n"));
    return SourceText.sha256(lines).substring(0, FINGERPRINT);
  }

  public DatabaseReading withBookmark(Optional<String> next) {
    return new DatabaseReading(done, counts, against, next, since);
  }
}
