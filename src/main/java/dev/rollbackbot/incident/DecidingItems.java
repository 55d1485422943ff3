package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Evidence;
import java.util.Optional;

/** The checklist: open from getting ready until the incident ends. */
final class DecidingItems {
  private DecidingItems() {}

  static Decision decide(State.Declared s, Command.OnItems command) {
    if (s instanceof State.Ended || s instanceof State.Monitoring) {
      return Refusals.notNow(s);
    }
    Optional<Checklist.Entry> entry = s.facts().checklist().entry(command.item());
    if (entry.isEmpty()) {
      return Refusals.noSuch("checklist item", command.item());
    }
    Mark mark = entry.get().mark();
    if (mark instanceof Mark.Done || mark instanceof Mark.Skipped) {
      return Refusals.alreadyDone("“" + entry.get().item().title() + "” is settled already.");
    }
    return switch (command) {
      case Command.ConfirmItem c -> confirm(s, entry.get(), c);
      case Command.SkipItem c -> skip(s, c);
      case Command.RetryItem c -> retry(s, entry.get(), c);
    };
  }

  private static Decision confirm(State.Declared s, Checklist.Entry e, Command.ConfirmItem c) {
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
        s, new Event.ItemDone(c.at(), c.by().id(), c.item(), c.evidence(), Optional.empty()));
  }

  private static Decision skip(State.Declared s, Command.SkipItem c) {
    return Refusals.saysNothing(c.reason())
        ? Refusals.needsReason()
        : Deciding.then(s, new Event.ItemSkipped(c.at(), c.by().id(), c.item(), c.reason()));
  }

  private static Decision retry(State.Declared s, Checklist.Entry e, Command.RetryItem c) {
    if (!(e.item().doer() instanceof ChecklistItem.Bot bot)) {
      return Refusals.notNow("A person does “" + e.item().title() + "”.");
    }
    if (e.mark() instanceof Mark.Running) {
      return Refusals.alreadyDone("The bot is at it.");
    }
    return switch (bot.task()) {
      case CAPTURE_DEPLOYMENTS ->
          s instanceof State.Preparing
              ? Deciding.then(s, new Event.SurveyStarted(c.at(), s.facts().nextJob()))
              : Refusals.notNow(s);
      case CAPTURE_LOGS ->
          Deciding.then(s, new Event.ItemStarted(c.at(), c.item(), s.facts().nextJob()));
      case DOCUMENT_INCIDENT, NOTIFY_TEAM ->
          Refusals.notNow("This is done as soon as Slack shows the message.");
    };
  }
}
