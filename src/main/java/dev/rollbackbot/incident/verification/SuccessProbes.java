package dev.rollbackbot.incident.verification;

import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import java.time.Duration;
import java.util.List;

/**
 * What is measured after a job has ended well.
 *
 * @param round never without targets
 * @param within how long they may take until all of them pass
 */
public record SuccessProbes(ProbeRound round, Duration within) {
  /** The titles of all, in one line. */
  public String titles() {
    return titles(round.targets().stream().map(target -> target.probe().id()).toList());
  }

  /** The titles of these, in one line. */
  public String titles(List<String> ids) {
    return round.targets().stream()
        .map(ProbeTarget::probe)
        .filter(probe -> ids.contains(probe.id()))
        .map(probe -> "“" + probe.title() + "”")
        .reduce((first, second) -> first + ", " + second)
        .orElse("");
  }
}
