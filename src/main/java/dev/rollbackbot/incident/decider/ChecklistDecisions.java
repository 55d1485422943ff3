package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.DrillScores;
import dev.rollbackbot.incident.drill.DrillItemStatus;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Evidence;
import java.time.Instant;
import java.util.Optional;

/** The checklist: open from the preparation until the incident ends. */
final class ChecklistDecisions {
  private ChecklistDecisions() {}

  /** What a drill showed may be told for as long as anybody reads its channel. */
  static Decision drillItem(Incident incident, Command.TickDrillItem command) {
    Optional<DrillItemStatus> item =
        DrillScores.items(incident.details()).stream()
            .filter(i -> i.number() == command.item())
            .findFirst();
    if (item.isEmpty()) {
      return Rejections.unknown("There is no such item of a drill's checklist.");
    }
    return item.get().done()
        ? Rejections.alreadyDone("“" + item.get().item().text() + "” is ticked already.")
        : CommandRouter.accept(
            incident,
            Rejections.reasonProblem(command.reason()),
            new Event.DrillItemTicked(
                command.at(), command.by().id(), command.item(), command.reason()));
  }

  static Decision decide(Incident incident, Command.OnChecklist command) {
    if (incident.state() instanceof State.Ended || incident.state() instanceof State.Monitoring) {
      return Rejections.notNow(incident);
    }
    Optional<Checklist.TrackedItem> entry = incident.details().checklist().entry(command.item());
    if (entry.isEmpty()) {
      return Rejections.unknownId("checklist item", command.item());
    }
    if (entry.get().status().doneOrSkipped()) {
      return Rejections.alreadyDone("“" + entry.get().item().title() + "” is settled already.");
    }
    return switch (command) {
      case Command.ConfirmItem confirm -> confirm(incident, entry.get().item(), confirm);
      case Command.SkipItem(Instant at, Actor by, String item, String reason) ->
          CommandRouter.accept(
              incident,
              Rejections.reasonProblem(reason),
              new Event.ItemSkipped(at, by.id(), item, reason));
      case Command.RetryItem retry -> retry(incident, entry.get(), retry);
    };
  }

  private static Decision confirm(
      Incident incident, ChecklistItem item, Command.ConfirmItem command) {
    if (!(item.assignee() instanceof ChecklistItem.PersonAssignee(Evidence evidence))) {
      return Rejections.notNow("The bot does “" + item.title() + "” itself.");
    }
    return CommandRouter.accept(
        incident,
        Rejections.evidenceProblem(evidence, command.evidence()),
        new Event.ItemDone(
            command.at(), command.by().id(), item.id(), command.evidence(), Optional.empty()));
  }

  private static Decision retry(
      Incident incident, Checklist.TrackedItem entry, Command.RetryItem command) {
    if (!(entry.item().assignee() instanceof ChecklistItem.BotAssignee bot)) {
      return Rejections.notNow("A person does “" + entry.item().title() + "”.");
    }
    if (entry.status() instanceof ItemStatus.TaskRunning) {
      return Rejections.alreadyDone("The bot is at it.");
    }
    String job = incident.details().nextJob();
    return switch (bot.botTask()) {
      case CAPTURE_DEPLOYMENTS ->
          incident.state() instanceof State.Preparing
              ? CommandRouter.accept(incident, new Event.SurveyStarted(command.at(), job))
              : Rejections.notNow(incident);
      case CAPTURE_LOGS ->
          CommandRouter.accept(incident, new Event.ItemStarted(command.at(), command.item(), job));
      case DOCUMENT_INCIDENT, NOTIFY_TEAM ->
          Rejections.notNow("This is done as soon as Slack shows the message.");
    };
  }
}
