package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Evidence;
import java.util.Optional;

/** The checklist: open from getting ready until the incident ends. */
final class DecidingItems {
  private DecidingItems() {}

  static Decision decide(Incident incident, Command.OnItems command) {
    if (incident.state() instanceof State.Ended || incident.state() instanceof State.Monitoring) {
      return Refusals.notNow(incident);
    }
    Optional<Checklist.Entry> entry = incident.facts().checklist().entry(command.item());
    if (entry.isEmpty()) {
      return Refusals.noSuch("checklist item", command.item());
    }
    Mark mark = entry.get().mark();
    if (mark instanceof Mark.Done || mark instanceof Mark.Skipped) {
      return Refusals.alreadyDone("“" + entry.get().item().title() + "” is settled already.");
    }
    return switch (command) {
      case Command.ConfirmItem c -> confirm(incident, entry.get(), c);
      case Command.SkipItem c -> skip(incident, c);
      case Command.RetryItem c -> retry(incident, entry.get(), c);
    };
  }

  private static Decision confirm(Incident incident, Checklist.Entry e, Command.ConfirmItem c) {
    if (!(e.item().doer() instanceof ChecklistItem.Person(Evidence evidence))) {
      return Refusals.notNow("The bot does “" + e.item().title() + "” itself.");
    }
    if (evidence == Evidence.REQUIRED && c.evidence().isBlank()) {
      return Refusals.needsEvidence();
    }
    if (Refusals.tooLong(c.evidence())) {
      return Refusals.shorterEvidence();
    }
    return Deciding.then(
        incident,
        new Event.ItemDone(c.at(), c.by().id(), c.item(), c.evidence(), Optional.empty()));
  }

  private static Decision skip(Incident incident, Command.SkipItem c) {
    return Refusals.saysNothing(c.reason())
        ? Refusals.needsReason()
        : Deciding.then(incident, new Event.ItemSkipped(c.at(), c.by().id(), c.item(), c.reason()));
  }

  private static Decision retry(Incident incident, Checklist.Entry e, Command.RetryItem c) {
    if (!(e.item().doer() instanceof ChecklistItem.Bot bot)) {
      return Refusals.notNow("A person does “" + e.item().title() + "”.");
    }
    if (e.mark() instanceof Mark.Running) {
      return Refusals.alreadyDone("The bot is at it.");
    }
    return switch (bot.task()) {
      case CAPTURE_DEPLOYMENTS ->
          incident.state() instanceof State.Preparing
              ? Deciding.then(incident, new Event.SurveyStarted(c.at(), incident.facts().nextJob()))
              : Refusals.notNow(incident);
      case CAPTURE_LOGS ->
          Deciding.then(
              incident, new Event.ItemStarted(c.at(), c.item(), incident.facts().nextJob()));
      case DOCUMENT_INCIDENT, NOTIFY_TEAM ->
          Refusals.notNow("This is done as soon as Slack shows the message.");
    };
  }
}
