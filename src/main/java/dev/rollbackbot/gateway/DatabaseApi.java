package dev.rollbackbot.gateway;

import dev.rollbackbot.app.LeaseCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One database: input and output without decisions. */
public interface DatabaseApi {
  /** How a value that is none is written. */
  String NULL = "NULL";

  /**
   * The one value of each query, as text and in their order. Changes nothing.
   *
   * @param queries one statement each
   */
  List<String> read(List<String> queries) throws ProviderReadException;

  /** By which the database is restored as it is now; empty: the provider has none. */
  Optional<String> bookmark() throws ProviderReadException;

  /**
   * Carries the script out in one transaction, after the guards were read in the same one: if one
   * of them has another value, nothing is changed. Asks once.
   */
  ScriptResult run(String script, List<ScriptGuard> guards, LeaseCheck leaseCheck);

  /**
   * Restores the database in place to that bookmark. Asks once. A database without {@link
   * #bookmark} has none.
   */
  RestoreResult restore(String bookmark, LeaseCheck leaseCheck);

  /** What was written since then, as far as the provider counts it, in a sentence. */
  String writtenSince(Instant time);

  /** A change of which no answer came can take effect that much later, and not after that. */
  Duration mayRunFor();

  /**
   * A query that must have that value right before the script.
   *
   * @param other whether it must have any other value instead
   */
  record ScriptGuard(String sql, String value, boolean other) {
    public ScriptGuard(String sql, String value) {
      this(sql, value, false);
    }

    public boolean isMetBy(String read) {
      return read.equals(value) != other;
    }
  }

  /** What became of a restore. */
  sealed interface RestoreResult {}

  /** {@code undo}: the bookmark of right before; empty: the answer has none. */
  record Restored(Optional<String> undo) implements RestoreResult {}

  /**
   * This request restored nothing.
   *
   * @param sent false: the provider was not asked
   * @param text why, in one or two sentences, without secrets
   */
  record RestoreRefused(boolean sent, String code, String text) implements RestoreResult {}

  /** Whether it was restored can't be told from the answer. */
  record RestoreUnknown(String text) implements RestoreResult {}

  /** What became of a script. */
  sealed interface ScriptResult {}

  record ScriptDone() implements ScriptResult {}

  /**
   * Nothing of it was carried out.
   *
   * @param sent false: the provider was not asked
   * @param text why, in one or two sentences, without secrets
   */
  record ScriptRefused(boolean sent, String code, String text) implements ScriptResult {}

  /**
   * This request carried nothing out. What was sent twice on the way may have been carried out by
   * its other copy: only the database tells.
   *
   * @param text why, in one or two sentences, without secrets
   */
  record RequestRefused(String code, String text) implements ScriptResult {}

  /** Whether it was carried out can't be told from the answer. */
  record ScriptUnknown(String text) implements ScriptResult {}
}
