package dev.rollbackbot.incident.verification;

import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What is measured after a job has ended well: whether what it is for is seen. What can't be
 * measured is not confirmed, never a success.
 *
 * @param round never without targets
 * @param within how long they may take until all of them pass
 */
public record SuccessProbes(ProbeRound round, Duration within) {
  /** The titles of all, in one line. */
  public String titles() {
    return titles(_ -> true);
  }

  /** The outcome, if all passed; empty: it is measured again, or the time is over. */
  public Optional<Outcome> confirmed(
      Outcome.JobSucceeded ended, Duration took, List<ProbeResult> results) {
    boolean passed = results.stream().allMatch(r -> r.verdict() == Verdict.PASSED);
    return passed
        ? Optional.of(
            new Outcome.Succeeded(
                new Outcome.JobSucceeded(
                    ended.text() + ", then " + titles() + " passed", ended.followed()),
                took))
        : Optional.empty();
  }

  /** The outcome when nobody waits for them to pass any longer. */
  public Outcome notConfirmed(Outcome.JobSucceeded ended, List<ProbeResult> last) {
    boolean failed = last.stream().anyMatch(r -> r.verdict() == Verdict.FAILED);
    Verdict verdict = failed ? Verdict.FAILED : Verdict.INCONCLUSIVE;
    List<ProbeResult> missing = last.stream().filter(r -> r.verdict() == verdict).toList();
    String text =
        "It ended well (%s), but %s %s. Measured last: %s."
            .formatted(
                ended.text(),
                titles(id -> missing.stream().anyMatch(r -> r.probe().equals(id))),
                failed ? "did not pass" : "could not be measured",
                missing.stream()
                    .map(ProbeResult::detail)
                    .distinct()
                    .collect(Collectors.joining("; ")));
    // Its end was seen: only its effect is not known.
    Outcome.FailureKind kind =
        failed ? Outcome.FailureKind.RUN_FAILED : Outcome.FailureKind.NOT_CONFIRMED;
    return new Outcome.Failed(kind, "not-confirmed", text, Optional.empty());
  }

  private String titles(Predicate<String> wanted) {
    return round.targets().stream()
        .map(ProbeTarget::probe)
        .filter(probe -> wanted.test(probe.id()))
        .map(probe -> "“" + probe.title() + "”")
        .collect(Collectors.joining(", "));
  }
}
