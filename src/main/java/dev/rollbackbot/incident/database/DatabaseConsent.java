package dev.rollbackbot.incident.database;

import java.time.Instant;

/**
 * A person who is not involved has consented to a script, and to the numbers that were read.
 *
 * @param reading what they saw; once the script may be sent, with the bookmark of right before
 */
public record DatabaseConsent(Instant at, String by, DatabaseReading reading) {
  public DatabaseConsent with(DatabaseReading next) {
    return new DatabaseConsent(at, by, next);
  }
}
