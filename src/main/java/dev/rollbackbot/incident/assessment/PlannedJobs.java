package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.HttpSpec;
import dev.rollbackbot.runbook.job.JobInput;
import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.runbook.job.MergeSpec;
import dev.rollbackbot.runbook.job.Placeholders;
import dev.rollbackbot.runbook.job.PullRequestSpec;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is planned of a step that a provider runs, and how the provider is asked for it. */
public final class PlannedJobs {
  private PlannedJobs() {}

  /** With the inputs' standard values. */
  public static PlannedJob of(
      IncidentDetails details, Step.JobStep step, Optional<Deployment> live, Instant at) {
    Optional<ServiceRef> service =
        step.service().map(id -> details.runbook().serviceIn(details.environment(), id));
    Map<String, String> values = new HashMap<>();
    step.inputs().forEach(input -> input.standard().ifPresent(v -> values.put(input.id(), v)));
    return planned(details, step, service, values, Optional.empty(), live, Optional.of(at));
  }

  public static PlannedJob with(
      IncidentDetails details,
      Step.JobStep step,
      PlannedJob before,
      Map<String, String> values,
      String by) {
    return planned(
        details, step, before.service(), values, Optional.of(by), before.live(), before.planned());
  }

  /**
   * What stands for the words in braces: the incident's own, and the values that were chosen, also
   * of an input that a runbook from before these words names like one of them.
   */
  private static Map<String, String> words(
      IncidentDetails details,
      Step.JobStep step,
      Optional<ServiceRef> service,
      Map<String, String> values,
      Optional<Instant> planned) {
    Map<String, String> words = new HashMap<>();
    planned.ifPresent(at -> words.put(Placeholders.PLAN, Invocation.second(at)));
    words.put(Placeholders.INCIDENT, details.id().label());
    words.put(Placeholders.ENVIRONMENT, details.environment().id());
    service.ifPresent(s -> words.put(Placeholders.RESOURCE, s.resource()));
    step.inputs().forEach(input -> words.remove(input.id()));
    words.putAll(values);
    return words;
  }

  private static PlannedJob planned(
      IncidentDetails details,
      Step.JobStep step,
      Optional<ServiceRef> service,
      Map<String, String> values,
      Optional<String> by,
      Optional<Deployment> live,
      Optional<Instant> made) {
    List<String> missing =
        step.inputs().stream().map(JobInput::id).filter(id -> !values.containsKey(id)).toList();
    JobSpec job = step.job();
    return new PlannedJob(
        job.summary(words(details, step, service, values, made)),
        service,
        service.map(ServiceRef::lockKey).orElse(job.provider() + "/job/" + job.resource()),
        values,
        missing,
        by,
        step.wayBack(),
        step.cannotUndo(),
        live,
        job instanceof JobSpec.ProcessSpec process ? process.patch() : Optional.empty(),
        made);
  }

  /** {@code begun}: when the step was started. */
  public static Invocation.ProviderJob invocation(
      IncidentDetails details, Step.JobStep step, PlannedJob planned, Instant begun) {
    Map<String, String> words =
        words(details, step, planned.service(), planned.values(), planned.planned());
    return switch (step.job()) {
      case JobSpec.ProcessSpec process ->
          new Invocation.RunProcess(
              process.program(),
              process.arguments(words),
              process.directory(),
              process.environment(),
              step.timeout(),
              Optional.of(begun),
              process.patch());
      case HttpSpec http -> new Invocation.RunHttp(http, words, step.timeout(), Optional.of(begun));
      case JobSpec.WorkflowSpec workflow ->
          new Invocation.RunWorkflow(
              workflow.repository(),
              workflow.workflow(),
              workflow.ref(words),
              workflow.inputs(words),
              workflow.jobs(),
              step.timeout(),
              Optional.of(begun));
      case PullRequestSpec pull ->
          new Invocation.OpenPullRequest(
              pull.branches().with(words),
              pull.title(words),
              pull.text(words),
              step.timeout(),
              Optional.of(begun));
      case MergeSpec merge ->
          new Invocation.MergePullRequest(
              merge.branches().with(words),
              merge.method(),
              details.declaredAt(),
              step.timeout(),
              Optional.of(begun));
    };
  }
}
