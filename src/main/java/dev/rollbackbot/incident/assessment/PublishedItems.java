package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.runbook.ChecklistItem;
import java.util.List;
import java.util.Optional;

/** The bot's items that are done as soon as Slack shows a message. */
public final class PublishedItems {
  private PublishedItems() {}

  /** Which message that is; empty: it is done in another way. */
  public static Optional<Effect.LiveMessage> message(ChecklistItem item) {
    return item.assignee() instanceof ChecklistItem.BotAssignee bot
        ? switch (bot.botTask()) {
          case DOCUMENT_INCIDENT -> Optional.of(Effect.LiveMessage.PANEL);
          case NOTIFY_TEAM -> Optional.of(Effect.LiveMessage.CARD);
          case CAPTURE_DEPLOYMENTS, CAPTURE_LOGS -> Optional.empty();
        }
        : Optional.empty();
  }

  /** The ids of those that wait for that message. */
  public static List<String> waitingFor(IncidentDetails details, Effect.LiveMessage message) {
    return details.checklist().entries().stream()
        .filter(
            e -> e.status() instanceof ItemStatus.Open || e.status() instanceof ItemStatus.Deferred)
        .filter(e -> message(e.item()).equals(Optional.of(message)))
        .map(e -> e.item().id())
        .toList();
  }

  /**
   * Whether nobody is asked for an approval before it is settled. A message that Slack refuses
   * holds up the sign-off: whether to go back is decided without it.
   */
  public static boolean holdsApproval(Checklist.TrackedItem entry) {
    return !entry.status().settled()
        && !(entry.status() instanceof ItemStatus.TaskFailed && message(entry.item()).isPresent());
  }
}
