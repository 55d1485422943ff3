package dev.rollbackbot.runbook;

import dev.rollbackbot.runbook.job.JobInput;
import dev.rollbackbot.runbook.job.JobSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Steps that run a job: what tests look at is given, and the rest is the same for all. */
public final class JobSteps {
  private JobSteps() {}

  /** {@code service}: that it changes; empty: none. */
  public static Step.JobStep of(
      String id, String title, JobSpec job, List<JobInput> inputs, Optional<String> service) {
    return new Step.JobStep(
        id,
        title,
        job,
        inputs,
        service,
        "It answers",
        Optional.of("Deploy again"),
        List.of(),
        List.of(),
        Duration.ofMinutes(5),
        Optional.empty());
  }
}
