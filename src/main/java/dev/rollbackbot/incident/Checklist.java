package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Severity;
import java.util.List;
import java.util.Optional;

/**
 * The items before a rollback and where each stands.
 *
 * @param entries in the runbook's order
 */
public record Checklist(List<Entry> entries) {
  public Checklist {
    entries = List.copyOf(entries);
  }

  /** One item. */
  public record Entry(ChecklistItem item, Mark mark) {}

  static Checklist fresh(List<ChecklistItem> items, Severity severity) {
    return new Checklist(
        items.stream()
            .map(i ->
                new Entry(
                    i,
                    severity == Severity.CRITICAL && i.deferredWhenCritical()
                        ? new Mark.Deferred()
                        : new Mark.Open()))
            .toList());
  }

  /** The entry of that item, if there is one. */
  public Optional<Entry> entry(String item) {
    return entries.stream().filter(e -> e.item().id().equals(item)).findFirst();
  }

  /** The entry whose job that is, if there is one. */
  Optional<Entry> runBy(String job) {
    return entries.stream()
        .filter(e -> e.mark() instanceof Mark.Running r && r.job().equals(job))
        .findFirst();
  }

  Checklist mark(String item, Mark mark) {
    return new Checklist(
        entries.stream()
            .map(e -> e.item().id().equals(item) ? new Entry(e.item(), mark) : e)
            .toList());
  }

  /** Whether nobody waits for any of them. */
  public boolean settled() {
    return entries.stream().allMatch(e -> e.mark().settled());
  }

  /** How many are done or skipped. */
  public long settledCount() {
    return entries.stream()
        .filter(e -> e.mark() instanceof Mark.Done || e.mark() instanceof Mark.Skipped)
        .count();
  }
}
