package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.incident.commit.BranchTip;
import dev.rollbackbot.incident.commit.OfferedCommits;
import dev.rollbackbot.incident.database.RestorePoint;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.collection.SortedCopy;
import dev.rollbackbot.runbook.job.CodePatch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a provider will be asked to run. The whole call stands in the incident's runbook.
 *
 * @param call in one line, with the values that are chosen
 * @param service that it changes
 * @param lock key of the lock of what it changes, or uses
 * @param values of the inputs, by their ids
 * @param missing ids of the inputs without a value, in the runbook's order
 * @param chosenBy who chose values; empty: nobody did
 * @param wayBack empty: there is none
 * @param live of the service when the plan was made; empty: it was not read
 * @param patch that it applies: its whole text is approved; empty: none
 * @param offered the commits that can be chosen; empty: none are asked for
 * @param planned when the plan was made; empty: that was not recorded
 * @param tip of the branch that it starts from; empty: it starts from none, or that was not
 *     recorded
 * @param locks keys of all locks that are held meanwhile; empty: stored before there were several
 * @param restore to what it restores a database, with a consent of its own; empty: it does not
 */
public record PlannedJob(
    String call,
    Optional<ServiceRef> service,
    String lock,
    Map<String, String> values,
    List<String> missing,
    Optional<String> chosenBy,
    Optional<String> wayBack,
    List<String> cannotUndo,
    Optional<Deployment> live,
    Optional<CodePatch> patch,
    Optional<Instant> planned,
    Optional<OfferedCommits> offered,
    Optional<List<String>> locks,
    Optional<BranchTip> tip,
    Optional<RestorePoint> restore) {
  public PlannedJob {
    values = SortedCopy.of(values);
    missing = List.copyOf(missing);
    cannotUndo = List.copyOf(cannotUndo);
    locks = locks.map(List::copyOf);
  }

  /** A restore of a database, which was asked for while a plan was carried out. */
  public static PlannedJob restoring(
      RestorePoint point, String call, List<String> locks, List<String> cannotUndo) {
    return new PlannedJob(
        call,
        Optional.empty(),
        locks.getFirst(),
        Map.of(),
        List.of(),
        Optional.empty(),
        Optional.of("the bookmark of right before the restore, which is kept."),
        cannotUndo,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(locks),
        Optional.empty(),
        Optional.of(point));
  }
}
