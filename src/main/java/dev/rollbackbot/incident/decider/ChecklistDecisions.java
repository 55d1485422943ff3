package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Evidence;
import java.util.Optional;

/** The checklist: open from getting ready until the incident ends. */
final class ChecklistDecisions {
  private ChecklistDecisions() {}

  static Decision decide(Incident incident, Command.OnChecklist command) {
    if (incident.state() instanceof State.Ended || incident.state() instanceof State.Monitoring) {
      return Rejections.notNow(incident);
    }
    Optional<Checklist.TrackedItem> entry = incident.details().checklist().entry(command.item());
    if (entry.isEmpty()) {
      return Rejections.unknownId("checklist item", command.item());
    }
    ItemStatus status = entry.get().status();
    if (status instanceof ItemStatus.Done || status instanceof ItemStatus.Skipped) {
      return Rejections.alreadyDone("“" + entry.get().item().title() + "” is settled already.");
    }
    return switch (command) {
      case Command.ConfirmItem confirmItem -> confirm(incident, entry.get(), confirmItem);
      case Command.SkipItem skipItem -> skip(incident, skipItem);
      case Command.RetryItem retryItem -> retry(incident, entry.get(), retryItem);
    };
  }

  private static Decision confirm(
      Incident incident, Checklist.TrackedItem entry, Command.ConfirmItem command) {
    if (!(entry.item().assignee() instanceof ChecklistItem.PersonAssignee(Evidence evidence))) {
      return Rejections.notNow("The bot does “" + entry.item().title() + "” itself.");
    }
    if (evidence == Evidence.REQUIRED && command.evidence().isBlank()) {
      return Rejections.needsEvidence();
    }
    if (Rejections.tooLong(command.evidence())) {
      return Rejections.shorterEvidence();
    }
    return CommandRouter.accept(
        incident,
        new Event.ItemDone(
            command.at(), command.by().id(), command.item(), command.evidence(), Optional.empty()));
  }

  private static Decision skip(Incident incident, Command.SkipItem command) {
    return Rejections.isBlankOrTooLong(command.reason())
        ? Rejections.needsReason()
        : CommandRouter.accept(
            incident,
            new Event.ItemSkipped(
                command.at(), command.by().id(), command.item(), command.reason()));
  }

  private static Decision retry(
      Incident incident, Checklist.TrackedItem entry, Command.RetryItem command) {
    if (!(entry.item().assignee() instanceof ChecklistItem.BotAssignee botAssignee)) {
      return Rejections.notNow("A person does “" + entry.item().title() + "”.");
    }
    if (entry.status() instanceof ItemStatus.TaskRunning) {
      return Rejections.alreadyDone("The bot is at it.");
    }
    return switch (botAssignee.botTask()) {
      case CAPTURE_DEPLOYMENTS ->
          incident.state() instanceof State.Preparing
              ? CommandRouter.accept(
                  incident, new Event.SurveyStarted(command.at(), incident.details().nextJob()))
              : Rejections.notNow(incident);
      case CAPTURE_LOGS ->
          CommandRouter.accept(
              incident,
              new Event.ItemStarted(command.at(), command.item(), incident.details().nextJob()));
      case DOCUMENT_INCIDENT, NOTIFY_TEAM ->
          Rejections.notNow("This is done as soon as Slack shows the message.");
    };
  }
}
