package dev.rollbackbot.simulation.truth;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the events say of the one probe and the one human check, without the bot's own state.
 *
 * @param passes of the probe in a row
 */
record CheckFacts(
    int passes,
    Optional<Verdict> last,
    Optional<Instant> measuredAt,
    Optional<Event.CheckWaived> probeWaived,
    Optional<Event> check,
    Optional<Event.BaselineRead> baseline) {
  static final int NEEDED = 2;

  private static final String PROBE = "health";

  static CheckFacts of(List<Event> events) {
    int passes = 0;
    boolean counted = false;
    Optional<Verdict> last = Optional.empty();
    Optional<Instant> at = Optional.empty();
    Optional<Event.CheckWaived> waived = Optional.empty();
    Optional<Event> check = Optional.empty();
    Optional<Event.BaselineRead> baseline = Optional.empty();
    for (Event event : events) {
      switch (event) {
        case Event.BaselineRead e -> baseline = Optional.of(e);
        case Event.VerificationReopened _ -> {
          passes = 0;
          waived = Optional.empty();
          check = Optional.empty();
        }
        case Event.PropagationStarted _ -> {
          passes = 0;
          last = Optional.empty();
          waived = Optional.empty();
          check = Optional.empty();
        }
        case Event.PropagationEnded _, Event.VerificationLost _ -> passes = 0;
        case Event.ChecksRestarted _ -> {
          passes = 0;
          // What a person counted as failed is not measured yet.
          last = counted ? Optional.empty() : last;
          counted = false;
        }
        case Event.ProbesRead e -> {
          counted = false;
          for (ProbeResult result : e.results()) {
            passes = result.verdict() == Verdict.PASSED ? passes + 1 : 0;
            last = Optional.of(result.verdict());
            at = Optional.of(e.at());
          }
        }
        case Event.CheckCountedFailed e -> {
          passes = 0;
          counted = true;
          last = Optional.of(Verdict.FAILED);
          at = Optional.of(e.at());
        }
        case Event.CheckWaived e when e.check().equals(PROBE) -> waived = Optional.of(e);
        case Event.CheckWaived e -> check = Optional.of(e);
        case Event.CheckConfirmed e -> check = Optional.of(e);
        case Event.LiveVersionChanged e -> {
          passes = 0;
          boolean ended = e.waived().filter(all -> all.contains(PROBE)).isPresent();
          waived = ended ? Optional.empty() : waived;
          boolean stays =
              check.filter(Event.CheckWaived.class::isInstance).isPresent()
                  && e.waived().filter(all -> all.contains("smoke")).isEmpty();
          check = stays ? check : Optional.empty();
        }
        case Event _ -> {}
      }
    }
    return new CheckFacts(passes, last, at, waived, check, baseline);
  }

  boolean probeHolds() {
    return probeWaived.isPresent() || passes >= NEEDED;
  }

  int held() {
    return (probeHolds() ? 1 : 0) + (check.isPresent() ? 1 : 0);
  }

  Verdict before() {
    return baseline
        .flatMap(b -> b.results().stream().findFirst())
        .map(ProbeResult::verdict)
        .orElse(Verdict.INCONCLUSIVE);
  }

  Verdict now() {
    return last.orElse(Verdict.INCONCLUSIVE);
  }
}
