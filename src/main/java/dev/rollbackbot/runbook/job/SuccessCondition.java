package dev.rollbackbot.runbook.job;

import java.time.Duration;
import java.util.List;

/**
 * What is measured after a job has ended well: it is a success only if that is seen too.
 *
 * @param probes ids of probes of the verification; never empty
 * @param within how long after the job's end they may take until all of them pass
 */
public record SuccessCondition(List<String> probes, Duration within) {
  public SuccessCondition {
    probes = List.copyOf(probes);
  }
}
