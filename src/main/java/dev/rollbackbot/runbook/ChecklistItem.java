package dev.rollbackbot.runbook;

import java.time.Duration;
import java.util.Optional;

/**
 * Something done before the rollback.
 *
 * @param id unique within the runbook
 * @param title as people say it
 * @param doer who does it
 * @param deferredWhenCritical true: a CRITICAL rollback does not wait for it
 * @param guide how it is done by hand; empty: needs no words
 */
public record ChecklistItem(
    String id, String title, Doer doer, boolean deferredWhenCritical, Optional<String> guide) {

  /** Who does it. */
  public sealed interface Doer {}

  /**
   * The bot does it, as a job.
   *
   * @param task what it does
   * @param limit how long it may take; a log capture runs exactly this long
   */
  public record Bot(Task task, Duration limit) implements Doer {}

  /**
   * A person confirms it.
   *
   * @param evidence whether a link or a note goes with it
   */
  public record Person(Evidence evidence) implements Doer {}

  /** What the bot can do by itself before a rollback. */
  public enum Task {
    CAPTURE_DEPLOYMENTS,
    CAPTURE_LOGS,
    DOCUMENT_INCIDENT,
    NOTIFY_TEAM
  }

  /** Whether a person confirms it. */
  public boolean byPerson() {
    return doer instanceof Person;
  }
}
