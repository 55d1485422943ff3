package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.verification.Baseline;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.Reading;
import dev.rollbackbot.incident.verification.VerificationResults.ProbeRun;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.measure.MetricQuery;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was measured before anything was changed, and how it compares with what is measured now. */
public final class BaselineText {
  /** The panel has room for few; after the rollback each check says what it was before. */
  private static final int NAMED = 2;

  private BaselineText() {}

  /** For the plan's card, with the time, as it may be different by now; empty: not measured. */
  public static Optional<RichText> before(IncidentDetails details) {
    Baseline baseline = details.baseline();
    if (baseline.at().isEmpty() || probes(details).isEmpty()) {
      return Optional.empty();
    }
    List<String> failed = titles(details, Verdict.FAILED);
    List<String> unjudged = unjudged(details);
    List<String> unclear = notMeasured(details);
    RichText out;
    if (failed.isEmpty() && unjudged.isEmpty() && unclear.isEmpty()) {
      out =
          RichText.of("At ").time(baseline.at().get()).text(" nothing that we measure was broken.");
    } else {
      int count = probes(details).size();
      out = RichText.of("Measured ").time(baseline.at().get()).text(": ");
      if (!failed.isEmpty()) {
        String verb = failed.size() == 1 ? " fails" : " fail";
        out = counted(out, "✗ ", failed, count, checks(count) + verb);
      }
      if (!unjudged.isEmpty()) {
        out = failed.isEmpty() ? out : out.text("; ");
        out = counted(out, "", unjudged, count, checks(count) + " could not be judged");
      }
      if (!unclear.isEmpty()) {
        out = failed.isEmpty() && unjudged.isEmpty() ? out : out.text("; ");
        out = counted(out, "? ", unclear, count, checks(count) + " could not be measured");
      }
      out = out.text(".");
    }
    return Optional.of(out);
  }

  /**
   * Such as: 1 of 7 checks fails (✗ Gateway is healthy).
   *
   * @param mark before each title, which alone says the opposite
   */
  private static RichText counted(
      RichText out, String mark, List<String> titles, int count, String what) {
    List<String> named = titles.stream().limit(NAMED).map(mark::concat).toList();
    return out.text(titles.size() + " of " + count + what + " (")
        .quote(String.join(", ", named))
        .text(titles.size() > NAMED ? " and " + (titles.size() - NAMED) + " more)" : ")");
  }

  private static String checks(int count) {
    return count == 1 ? " check" : " checks";
  }

  /** All of them: of one without a result nothing is known. */
  private static List<Probe> probes(IncidentDetails details) {
    return details.runbook().probes(details.environment());
  }

  private static List<String> titles(IncidentDetails details, Verdict verdict) {
    return probes(details).stream()
        .filter(probe -> verdict(details.baseline().result(probe.id())) == verdict)
        .map(Probe::title)
        .toList();
  }

  /** Those with a value that counts neither way, with that value. */
  private static List<String> unjudged(IncidentDetails details) {
    return probes(details).stream()
        .flatMap(probe ->
            unjudged(details.baseline(), probe).stream()
                .map(reading -> probe.title() + " " + reading.text()))
        .toList();
  }

  private static List<String> notMeasured(IncidentDetails details) {
    return probes(details).stream()
        .filter(probe -> verdict(details.baseline().result(probe.id())) == Verdict.INCONCLUSIVE)
        .filter(probe -> unjudged(details.baseline(), probe).isEmpty())
        .map(Probe::title)
        .toList();
  }

  /** The value from before that counted neither way; empty: there was none, or it counted. */
  private static Optional<Reading> unjudged(Baseline baseline, Probe probe) {
    return baseline
        .result(probe.id())
        .filter(result -> result.verdict() == Verdict.INCONCLUSIVE)
        .flatMap(ProbeResult::reading);
  }

  /**
   * The mark of what one probe showed before; empty: the same, nothing to compare with, or it is
   * said in words.
   */
  public static String before(Baseline baseline, ProbeRun run) {
    if (baseline.at().isEmpty()) {
      return "";
    }
    return switch (verdict(baseline.result(run.probe().id()))) {
      case FAILED -> "✗→";
      case PASSED -> verdict(run.lastResult()) == Verdict.PASSED ? "" : "✓→";
      case INCONCLUSIVE -> run.probe().measurement() instanceof MetricQuery ? "" : "?→";
    };
  }

  /** The result in words, of a measured value with what it was before: 0.2 % (…), was 4.1 %. */
  public static String withValueBefore(Baseline baseline, ProbeResult result) {
    if (result.reading().isEmpty() || baseline.at().isEmpty()) {
      return result.detail();
    }
    Optional<ProbeResult> before = baseline.result(result.probe());
    String then =
        before
            .flatMap(ProbeResult::reading)
            .map(reading -> ", was " + reading.text())
            .orElseGet(() ->
                before
                    .map(b -> ", not measured before: " + b.detail())
                    .orElse(", not measured before"));
    return result.detail() + then;
  }

  /**
   * Before and as it was signed, for RESOLVED; a waived probe shows nothing and is named elsewhere.
   */
  static RichText comparison(IncidentDetails details, State.Resolved state) {
    Baseline baseline = details.baseline();
    if (baseline.at().isEmpty()) {
      return RichText.EMPTY;
    }
    RichText out = RichText.EMPTY;
    for (Verdict now : Verdict.values()) {
      for (Verdict before : List.of(Verdict.FAILED, Verdict.PASSED, Verdict.INCONCLUSIVE)) {
        String titles =
            state.signedResults().probes().stream()
                .filter(run -> run.waiver().isEmpty())
                .filter(run -> verdict(run.lastResult()) == now)
                .filter(run -> verdict(baseline.result(run.probe().id())) == before)
                .filter(run -> unjudged(baseline, run.probe()).isEmpty())
                .map(run -> run.probe().title())
                .collect(Collectors.joining(", "));
        if (!titles.isEmpty()) {
          out = out.text("\n" + words(before, now) + ": ").quote(titles);
        }
      }
    }
    for (ProbeRun run : state.signedResults().probes()) {
      Optional<Reading> before = unjudged(baseline, run.probe());
      if (before.isPresent() && run.waiver().isEmpty()) {
        String then = "Before: " + before.get().text();
        out =
            out.text("\n" + now(then, verdict(run.lastResult())) + ": ").quote(run.probe().title());
      }
    }
    return out;
  }

  /** A probe without a result was not measured. */
  private static Verdict verdict(Optional<ProbeResult> result) {
    return result.map(ProbeResult::verdict).orElse(Verdict.INCONCLUSIVE);
  }

  private static String words(Verdict before, Verdict now) {
    if (before == Verdict.PASSED && now == Verdict.PASSED) {
      return "Passed before too";
    }
    String then =
        switch (before) {
          case FAILED -> "Before: failed";
          case PASSED -> "Before: passed";
          case INCONCLUSIVE -> "Before: not measured";
        };
    return now(then, now);
  }

  private static String now(String then, Verdict now) {
    return switch (now) {
      case PASSED -> then + ", now: passed";
      case FAILED -> then + ", now: failed";
      case INCONCLUSIVE -> then + ", now: not measured";
    };
  }
}
