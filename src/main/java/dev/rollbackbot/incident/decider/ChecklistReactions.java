package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is to be done after each event of a checklist item. */
final class ChecklistReactions {
  private final IncidentDetails details;
  private final Effects effects;

  ChecklistReactions(Incident after, Effects effects) {
    this.details = after.details();
    this.effects = effects;
  }

  void to(Event.OfChecklist event) {
    switch (event) {
      case Event.ItemStarted e -> started(e);
      case Event.ItemDone e -> done(e);
      case Event.ItemSkipped e -> skipped(e);
      case Event.ItemFailed e -> failed(e);
    }
  }

  private void started(Event.ItemStarted event) {
    details
        .checklist()
        .entry(event.item())
        .map(x -> x.item().assignee())
        .filter(d ->
            d instanceof ChecklistItem.BotAssignee b
                && b.botTask() == ChecklistItem.BotTask.CAPTURE_LOGS)
        .ifPresent(d ->
            effects.add(new Effect.RunJob(event.job(), capture((ChecklistItem.BotAssignee) d))));
    effects.refreshPanel();
  }

  private Invocation capture(ChecklistItem.BotAssignee botAssignee) {
    List<ServiceRef> workers =
        details.services().stream()
            .filter(s -> s.service().kind() == Service.ServiceKind.WORKER)
            .toList();
    Duration length = details.environment().logCapture().orElse(botAssignee.limit());
    return new Invocation.CaptureLogs(workers, length);
  }

  private void done(Event.ItemDone event) {
    Optional<String> job = event.artifact();
    if (job.isPresent()) {
      String file =
          event.note().contains(",")
              ? event.note().substring(0, event.note().indexOf(','))
              : "logs";
      effects.add(
          new Effect.Attach(
              job.get(), file, RichText.of(item(event.item()) + ": ").quote(event.note())));
    } else if (!event.note().isBlank()) {
      effects.postInThread(RichText.of("✓ " + item(event.item()) + ": ").quote(event.note()));
    }
    effects.refreshPanel();
  }

  private void skipped(Event.ItemSkipped event) {
    effects.postInThread(
        RichText.of("Skipped “" + item(event.item()) + "” by ")
            .person(event.by())
            .text(": ")
            .quote(event.reason()));
    effects.refreshPanel();
  }

  private void failed(Event.ItemFailed event) {
    effects.postInThread(RichText.of("“" + item(event.item()) + "” failed: ").quote(event.text()));
    effects.refreshPanel();
  }

  private String item(String id) {
    return details.checklist().entry(id).map(e -> e.item().title()).orElse(id);
  }
}
