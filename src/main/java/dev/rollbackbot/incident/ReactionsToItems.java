package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is to be done after each event of a checklist item. */
final class ReactionsToItems {
  private final Facts facts;
  private final EffectList out;

  ReactionsToItems(Incident after, EffectList out) {
    this.facts = after.facts();
    this.out = out;
  }

  void to(Event.OfItems event) {
    switch (event) {
      case Event.ItemStarted e -> started(e);
      case Event.ItemDone e -> done(e);
      case Event.ItemSkipped e -> skipped(e);
      case Event.ItemFailed e -> failed(e);
    }
  }

  private void started(Event.ItemStarted e) {
    facts
        .checklist()
        .entry(e.item())
        .map(x -> x.item().doer())
        .filter(
            d -> d instanceof ChecklistItem.Bot b && b.task() == ChecklistItem.Task.CAPTURE_LOGS)
        .ifPresent(d -> out.add(new Effect.RunJob(e.job(), capture((ChecklistItem.Bot) d))));
    out.draw();
  }

  private Invocation capture(ChecklistItem.Bot bot) {
    List<ServiceRef> workers =
        facts.services().stream().filter(s -> s.service().kind() == Service.Kind.WORKER).toList();
    Duration length = facts.environment().logCapture().orElse(bot.limit());
    return new Invocation.CaptureLogs(workers, length);
  }

  private void done(Event.ItemDone e) {
    Optional<String> job = e.artifact();
    if (job.isPresent()) {
      String file = e.note().contains(",") ? e.note().substring(0, e.note().indexOf(',')) : "logs";
      out.add(new Effect.Attach(job.get(), file, Prose.of(item(e.item()) + ": ").quote(e.note())));
    } else if (!e.note().isBlank()) {
      out.whisper(Prose.of("✓ " + item(e.item()) + ": ").quote(e.note()));
    }
    out.draw();
  }

  private void skipped(Event.ItemSkipped e) {
    out.whisper(
        Prose.of("Skipped “" + item(e.item()) + "” by ")
            .person(e.by())
            .text(": ")
            .quote(e.reason()));
    out.draw();
  }

  private void failed(Event.ItemFailed e) {
    out.whisper(Prose.of("“" + item(e.item()) + "” failed: ").quote(e.text()));
    out.draw();
  }

  private String item(String id) {
    return facts.checklist().entry(id).map(e -> e.item().title()).orElse(id);
  }
}
