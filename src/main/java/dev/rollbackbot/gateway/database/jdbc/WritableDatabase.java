package dev.rollbackbot.gateway.database.jdbc;

import dev.rollbackbot.secret.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * A database on which scripts may be carried out. Contains no secret in {@link #toString}.
 *
 * @param id in runbooks, such as {@code sql-orders}
 * @param url {@code jdbc:postgresql:…} or {@code jdbc:sqlite:…}, without a credential
 * @param user its login that may write; empty: a file of SQLite has none
 * @param within the longest that a statement may take
 */
public record WritableDatabase(
    String id, String url, Optional<String> user, Optional<Secret> password, Duration within) {
  boolean postgres() {
    return url.startsWith("jdbc:postgresql:");
  }

  @Override
  public String toString() {
    return "WritableDatabase[" + id + "]";
  }
}
