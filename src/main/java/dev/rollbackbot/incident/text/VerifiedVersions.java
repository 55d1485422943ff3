package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.VersionMark;
import dev.rollbackbot.incident.rollback.VersionMarks;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.VerificationResults;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a resolved incident showed about versions. */
public final class VerifiedVersions {
  private static final int LONGEST_REASON = 120;

  private VerifiedVersions() {}

  /** Empty: nothing was changed, or nothing shows that it helped. */
  public static Optional<Effect.MarkVersions> marks(Incident resolved, Instant at) {
    if (!(resolved.state() instanceof State.Resolved state)
        || !helped(resolved.details(), state.signedResults())) {
      return Optional.empty();
    }
    IncidentDetails details = resolved.details();
    List<VersionMark> marks =
        VersionMarks.of(
            details.id().label(),
            reason(details),
            details.earlierRollbacks(),
            state.rollback(),
            state.result());
    return marks.isEmpty() ? Optional.empty() : Optional.of(new Effect.MarkVersions(at, marks));
  }

  /**
   * A waived probe, or nothing that passed, or only what is not known to have failed before, shows
   * nothing.
   */
  private static boolean helped(IncidentDetails details, VerificationResults results) {
    boolean waived = results.probes().stream().anyMatch(p -> p.waiver().isPresent());
    boolean confirmed =
        results.checks().stream().anyMatch(c -> c.status() instanceof ItemStatus.Done);
    return !waived
        && results.allPassed()
        && (confirmed || results.probes().stream().anyMatch(p -> failedBefore(details, p)));
  }

  private static boolean failedBefore(IncidentDetails details, VerificationResults.ProbeRun run) {
    return details
        .baseline()
        .result(run.probe().id())
        .filter(r -> r.verdict() == ProbeResult.Verdict.FAILED)
        .isPresent();
  }

  /** It is shown in later incidents, so of a private one only that it was one. */
  private static String reason(IncidentDetails details) {
    if (details.isPrivate()) {
      return "a private incident";
    }
    String description = details.declaration().description().strip();
    String text = description.isEmpty() ? PostTemplates.observed(details).plainText() : description;
    if (text.length() <= LONGEST_REASON) {
      return text;
    }
    // A surrogate pair must not be cut in half.
    int end = LONGEST_REASON - 1;
    boolean halved = Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, halved ? end - 1 : end) + "…";
  }
}
