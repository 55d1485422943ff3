package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.runbook.template.ResolvedLine;
import java.util.Optional;

/** The lines of the RESOLVED post that depend on probes and human checks. */
final class ResolvedChecklist {
  private ResolvedChecklist() {}

  /** The line; empty: none of its probes and checks exists in this environment. */
  static Optional<RichText> line(ResolvedLine line, VerificationResults results) {
    boolean any = false;
    boolean all = true;
    Optional<ItemStatus.Skipped> waiver = Optional.empty();
    for (String id : line.from()) {
      Optional<VerificationResults.ProbeRun> probe = results.probe(id);
      if (probe.isPresent()) {
        any = true;
        all &= results.passed(probe.get());
        waiver = waiver.or(probe.get()::waiver);
      }
      Optional<ItemStatus> check = results.check(id).map(VerificationResults.CheckRun::status);
      if (check.isPresent()) {
        any = true;
        all &= check.get().settled();
        waiver =
            waiver.or(() ->
                check
                    .filter(ItemStatus.Skipped.class::isInstance)
                    .map(ItemStatus.Skipped.class::cast));
      }
    }
    return any ? Optional.of(line(line.text(), all, waiver)) : Optional.empty();
  }

  private static RichText line(String text, boolean all, Optional<ItemStatus.Skipped> waiver) {
    if (!all) {
      return RichText.of("✗ " + text + ": not confirmed");
    }
    return waiver
        .map(w ->
            RichText.of("– " + text + ": waived by ").person(w.by()).text(", ").quote(w.reason()))
        .orElseGet(() -> RichText.of("✓ " + text));
  }
}
