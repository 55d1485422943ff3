package dev.rollbackbot.runbook;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that a person confirms or the bot does before the rollback.
 *
 * @param id unique within the runbook
 * @param deferredWhenCritical true: a CRITICAL rollback does not wait for it
 * @param instructions how a person does it
 */
public record ChecklistItem(
    String id,
    String title,
    Assignee assignee,
    boolean deferredWhenCritical,
    Optional<String> instructions) {

  public sealed interface Assignee {}

  /** The bot does it, within {@code limit}; a log capture runs exactly this long. */
  public record BotAssignee(BotTask botTask, Duration limit) implements Assignee {}

  public record PersonAssignee(Evidence evidence) implements Assignee {}

  public enum BotTask {
    CAPTURE_DEPLOYMENTS,
    CAPTURE_LOGS,
    DOCUMENT_INCIDENT,
    NOTIFY_TEAM
  }

  public boolean byPerson() {
    return assignee instanceof PersonAssignee;
  }
}
