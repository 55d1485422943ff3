package dev.rollbackbot.incident.verification;

import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Severity;
import java.util.List;
import java.util.Optional;

/**
 * The items before a rollback and where each stands.
 *
 * @param entries in the runbook's order
 */
public record Checklist(List<TrackedItem> entries) {
  public Checklist {
    entries = List.copyOf(entries);
  }

  /** One item. */
  public record TrackedItem(ChecklistItem item, ItemStatus status) {}

  public static Checklist initial(List<ChecklistItem> items, Severity severity) {
    return new Checklist(
        items.stream()
            .map(item ->
                new TrackedItem(
                    item,
                    severity == Severity.CRITICAL && item.deferredWhenCritical()
                        ? new ItemStatus.Deferred()
                        : new ItemStatus.Open()))
            .toList());
  }

  /** The entry of that item, if there is one. */
  public Optional<TrackedItem> entry(String item) {
    return entries.stream().filter(e -> e.item().id().equals(item)).findFirst();
  }

  /** The entry whose job that is, if there is one. */
  public Optional<TrackedItem> runningJob(String job) {
    return entries.stream()
        .filter(e -> e.status() instanceof ItemStatus.TaskRunning r && r.job().equals(job))
        .findFirst();
  }

  public Checklist withStatus(String item, ItemStatus status) {
    return new Checklist(
        entries.stream()
            .map(e -> e.item().id().equals(item) ? new TrackedItem(e.item(), status) : e)
            .toList());
  }

  /** Whether nobody waits for any of them. */
  public boolean settled() {
    return entries.stream().allMatch(e -> e.status().settled());
  }

  /** How many are done or skipped. */
  public long settledCount() {
    return entries.stream()
        .filter(
            e -> e.status() instanceof ItemStatus.Done || e.status() instanceof ItemStatus.Skipped)
        .count();
  }
}
