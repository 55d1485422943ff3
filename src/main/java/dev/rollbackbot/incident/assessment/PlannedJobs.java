package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.HttpSpec;
import dev.rollbackbot.runbook.job.JobInput;
import dev.rollbackbot.runbook.job.JobSpec;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is planned of a step that a provider runs, and how the provider is asked for it. */
public final class PlannedJobs {
  private PlannedJobs() {}

  /** With the inputs' standard values. */
  public static PlannedJob of(IncidentDetails details, Step.JobStep step) {
    Optional<ServiceRef> service =
        step.service().map(id -> details.runbook().serviceIn(details.environment(), id));
    Map<String, String> values = new HashMap<>();
    step.inputs().forEach(input -> input.standard().ifPresent(v -> values.put(input.id(), v)));
    return planned(step, service, values, Optional.empty());
  }

  public static PlannedJob with(
      Step.JobStep step, PlannedJob before, Map<String, String> values, String by) {
    return planned(step, before.service(), values, Optional.of(by));
  }

  private static PlannedJob planned(
      Step.JobStep step,
      Optional<ServiceRef> service,
      Map<String, String> values,
      Optional<String> by) {
    List<String> missing =
        step.inputs().stream().map(JobInput::id).filter(id -> !values.containsKey(id)).toList();
    JobSpec job = step.job();
    return new PlannedJob(
        job.summary(values),
        service,
        service.map(ServiceRef::lockKey).orElse(job.provider() + "/job/" + job.resource()),
        values,
        missing,
        by,
        step.wayBack(),
        step.cannotUndo());
  }

  /** {@code begun}: when the step was started. */
  public static Invocation.ProviderJob invocation(
      IncidentDetails details, Step.JobStep step, PlannedJob planned, Instant begun) {
    return switch (step.job()) {
      case JobSpec.ProcessSpec process ->
          new Invocation.RunProcess(
              process.program(),
              process.arguments(planned.values()),
              process.directory(),
              process.environment(),
              step.timeout(),
              Optional.of(begun));
      case HttpSpec http ->
          new Invocation.RunHttp(
              http,
              planned.values(),
              Long.toString(details.declaredAt().getEpochSecond(), Character.MAX_RADIX),
              step.timeout());
      case JobSpec.WorkflowSpec workflow ->
          new Invocation.RunWorkflow(
              workflow.repository(),
              workflow.workflow(),
              workflow.ref(planned.values()),
              workflow.inputs(planned.values()),
              workflow.jobs(),
              step.timeout(),
              begun);
    };
  }
}
