package dev.rollbackbot.incident.verification;

import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Severity;
import java.util.List;
import java.util.Optional;

/**
 * The items before a rollback with their status.
 *
 * @param entries in the runbook's order
 */
public record Checklist(List<TrackedItem> entries) {
  public Checklist {
    entries = List.copyOf(entries);
  }

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

  public Optional<TrackedItem> entry(String item) {
    return entries.stream().filter(e -> e.item().id().equals(item)).findFirst();
  }

  /** Title of that item; its id when the runbook has no such item. */
  public String title(String item) {
    return entry(item).map(e -> e.item().title()).orElse(item);
  }

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

  /** What is not begun is put off, or is asked for again, as that severity has it. */
  public Checklist forSeverity(Severity severity) {
    if (severity != Severity.CRITICAL) {
      return withDeferredOpen();
    }
    return new Checklist(
        entries.stream()
            .map(e ->
                e.status() instanceof ItemStatus.Open && e.item().deferredWhenCritical()
                    ? new TrackedItem(e.item(), new ItemStatus.Deferred())
                    : e)
            .toList());
  }

  /** With what was put off open again. */
  public Checklist withDeferredOpen() {
    return new Checklist(
        entries.stream()
            .map(e ->
                e.status() instanceof ItemStatus.Deferred
                    ? new TrackedItem(e.item(), new ItemStatus.Open())
                    : e)
            .toList());
  }

  /** Whether the rollback waits for none of them. */
  public boolean settled() {
    return entries.stream().allMatch(e -> e.status().settled());
  }

  /** How many are done or skipped. */
  public long settledCount() {
    return entries.stream().filter(e -> e.status().doneOrSkipped()).count();
  }
}
