package dev.rollbackbot.gateway.http;

import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.Reading;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What one expectation says about a response.
 *
 * @param reading the value that was measured for it; empty: none
 */
record JudgedPart(Verdict verdict, String text, Optional<Reading> reading) {
  static JudgedPart of(boolean holds, String text, Optional<Reading> reading) {
    return new JudgedPart(holds ? Verdict.PASSED : Verdict.FAILED, text, reading);
  }

  static JudgedPart inconclusive(String text) {
    return new JudgedPart(Verdict.INCONCLUSIVE, text, Optional.empty());
  }

  /** The worst of them: what fails is said even if something else is not known. */
  static Optional<JudgedPart> worst(Collection<JudgedPart> parts) {
    return List.of(Verdict.FAILED, Verdict.INCONCLUSIVE).stream()
        .flatMap(verdict -> parts.stream().filter(part -> part.verdict() == verdict))
        .findFirst();
  }
}
