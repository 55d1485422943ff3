package dev.rollbackbot.incident.database;

import dev.rollbackbot.incident.database.DatabaseReading.ReadValue;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * To what a database can be restored: as it was right before a script.
 *
 * @param step id of the script's step
 * @param title of that step
 * @param at when the bookmark was taken
 * @param spec of the script, on its database
 * @param before the script's numbers then
 * @param restored when the database was restored to it, or to an earlier one; empty: it was not
 */
public record RestorePoint(
    String step,
    String title,
    Instant at,
    DatabaseSpec spec,
    String bookmark,
    List<ReadValue> before,
    Optional<Instant> restored) {
  public RestorePoint {
    before = List.copyOf(before);
  }

  /** Whether a restore to the other one takes back what was done after this one. */
  public boolean isUndoneBy(RestorePoint other) {
    return spec.provider().equals(other.spec().provider())
        && spec.database().equals(other.spec().database())
        && !at.isBefore(other.at());
  }

  public RestorePoint restoredAt(Instant when) {
    return new RestorePoint(step, title, at, spec, bookmark, before, Optional.of(when));
  }

  /** What a person can type where wrangler is set up. */
  public String command() {
    return command(spec.database(), bookmark);
  }

  public static String command(String database, String bookmark) {
    return "wrangler d1 time-travel restore %s --bookmark=%s".formatted(database, bookmark);
  }
}
