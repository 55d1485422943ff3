package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.ServiceRef;
import java.util.List;

/** Effects of the checklist's events. */
record ChecklistReactions(IncidentDetails details, Effects effects) {
  void to(Event.OfChecklist event) {
    switch (event) {
      case Event.ItemStarted e -> started(e);
      case Event.ItemDone e -> done(e);
      case Event.ItemSkipped e -> skipped(e);
      case Event.ItemFailed e ->
          effects.postInThread(RichText.of("“" + item(e.item()) + "” failed: ").quote(e.text()));
    }
    effects.refreshPanel();
  }

  private void started(Event.ItemStarted event) {
    if (details.checklist().entry(event.item()).map(e -> e.item().assignee()).orElse(null)
            instanceof ChecklistItem.BotAssignee bot
        && bot.botTask() == ChecklistItem.BotTask.CAPTURE_LOGS) {
      effects.add(new Effect.RunJob(event.job(), captureLogs(bot)));
    }
  }

  private Invocation captureLogs(ChecklistItem.BotAssignee bot) {
    List<ServiceRef> workers =
        details.services().stream().filter(s -> s.service().kind().hasLogs()).toList();
    return new Invocation.CaptureLogs(workers, details.runbook().limit(details.environment(), bot));
  }

  private void done(Event.ItemDone event) {
    String note = event.note();
    if (event.artifact().isPresent()) {
      String file = note.contains(",") ? note.substring(0, note.indexOf(',')) : "logs";
      effects.add(
          new Effect.Attach(
              event.artifact().get(), file, RichText.of(item(event.item()) + ": ").quote(note)));
    } else if (!note.isBlank()) {
      effects.postInThread(RichText.of("✓ " + item(event.item()) + ": ").quote(note));
    }
  }

  private void skipped(Event.ItemSkipped event) {
    effects.postInThread(
        RichText.of("Skipped “" + item(event.item()) + "” by ")
            .person(event.by())
            .text(": ")
            .quote(event.reason()));
  }

  private String item(String id) {
    return details.checklist().title(id);
  }
}
