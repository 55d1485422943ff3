package dev.rollbackbot.runbook;

import java.time.Duration;
import java.util.Optional;

/**
 * Something done before the rollback.
 *
 * @param id unique within the runbook
 * @param title as people say it
 * @param assignee who does it
 * @param deferredWhenCritical true: a CRITICAL rollback does not wait for it
 * @param instructions how it is done by hand; empty: needs no words
 */
public record ChecklistItem(
    String id,
    String title,
    Assignee assignee,
    boolean deferredWhenCritical,
    Optional<String> instructions) {

  /** Who does it. */
  public sealed interface Assignee {}

  /**
   * The bot does it, as a job.
   *
   * @param botTask what it does
   * @param limit how long it may take; a log capture runs exactly this long
   */
  public record BotAssignee(BotTask botTask, Duration limit) implements Assignee {}

  /**
   * A person confirms it.
   *
   * @param evidence whether a link or a note goes with it
   */
  public record PersonAssignee(Evidence evidence) implements Assignee {}

  /** What the bot can do by itself before a rollback. */
  public enum BotTask {
    CAPTURE_DEPLOYMENTS,
    CAPTURE_LOGS,
    DOCUMENT_INCIDENT,
    NOTIFY_TEAM
  }

  /** Whether a person confirms it. */
  public boolean byPerson() {
    return assignee instanceof PersonAssignee;
  }
}
