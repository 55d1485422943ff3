package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.commit.BranchTip;
import dev.rollbackbot.incident.commit.OfferedCommits;
import dev.rollbackbot.incident.database.DatabaseConsent;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.CodePatch;
import dev.rollbackbot.runbook.job.CommitSource;
import dev.rollbackbot.runbook.job.DatabaseSpec;
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
import java.util.stream.Stream;

/** What is planned of a step that a provider runs, and how the provider is asked for it. */
public final class PlannedJobs {
  private PlannedJobs() {}

  /** With the inputs' standard values. */
  public static PlannedJob of(
      IncidentDetails details,
      Step.JobStep step,
      Optional<Deployment> live,
      Optional<OfferedCommits> offered,
      Optional<BranchTip> tip,
      Instant at) {
    Optional<ServiceRef> service =
        step.service().map(id -> details.runbook().serviceIn(details.environment(), id));
    Map<String, String> values = new HashMap<>();
    step.inputs().forEach(input -> input.standard().ifPresent(v -> values.put(input.id(), v)));
    return planned(
        details, step, service, values, Optional.empty(), live, Optional.of(at), offered, tip);
  }

  public static PlannedJob with(
      IncidentDetails details,
      Step.JobStep step,
      PlannedJob before,
      Map<String, String> values,
      String by) {
    return planned(
        details,
        step,
        before.service(),
        values,
        Optional.of(by),
        before.live(),
        before.planned(),
        before.offered(),
        before.tip());
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
      Optional<Instant> made,
      Optional<OfferedCommits> offered,
      Optional<BranchTip> read) {
    List<String> missing =
        step.inputs().stream().map(JobInput::id).filter(id -> !values.containsKey(id)).toList();
    Map<String, String> words = words(details, step, service, values, made);
    Optional<BranchTip> tip =
        step.job()
            .startsFrom(words)
            .map(branch ->
                read.filter(t -> t.branch().equals(branch))
                    .orElseGet(() -> BranchTip.unread(branch)));
    JobSpec job = startingAt(step.job(), tip);
    return new PlannedJob(
        job.summary(words),
        service,
        step.lockKey(service, words),
        values,
        missing,
        by,
        step.wayBack(),
        step.cannotUndo(),
        live,
        reviewed(job),
        made,
        offered,
        Optional.of(List.copyOf(step.lockKeys(service, words))),
        tip,
        Optional.empty());
  }

  private static JobSpec startingAt(JobSpec job, Optional<BranchTip> tip) {
    return tip.flatMap(BranchTip::commit).map(c -> job.startingAt(c.id())).orElse(job);
  }

  /** What people read whole before they approve. */
  private static Optional<CodePatch> reviewed(JobSpec job) {
    return switch (job) {
      case JobSpec.ProcessSpec process -> process.patch();
      case DatabaseSpec database -> Optional.of(database.script());
      case JobSpec.WorkflowSpec _, HttpSpec _, PullRequestSpec _, MergeSpec _ -> Optional.empty();
    };
  }

  /** On the database of the incident's environment. */
  public static DatabaseSpec filled(IncidentDetails details, Step.JobStep step, DatabaseSpec spec) {
    return spec.with(words(details, step, Optional.empty(), Map.of(), Optional.empty()));
  }

  /** What is read before a plan is made. */
  public static Invocation survey(IncidentDetails details) {
    Map<String, CommitSource> commits = new HashMap<>();
    for (Step step : details.method().steps()) {
      if (step instanceof Step.JobStep run) {
        Map<String, String> words =
            words(details, run, Optional.empty(), Map.of(), Optional.empty());
        if (commits(run).isPresent() || run.job().startsFrom(words).isPresent()) {
          run.job().commits(words).ifPresent(source -> commits.put(run.id(), source));
        }
      }
    }
    return new Invocation.Survey(details.surveyedServices(), Optional.of(commits));
  }

  /** The first input that is chosen from commits. */
  public static Optional<JobInput.CommitsInput> commits(Step.JobStep step) {
    return step.inputs().stream()
        .flatMap(input ->
            input.kind() instanceof JobInput.CommitsInput c ? Stream.of(c) : Stream.empty())
        .findFirst();
  }

  /**
   * What must be live right before a step's job is started: what was live when the plan was made,
   * or, once the plan itself has changed the service, what was read first after that. What somebody
   * deployed later is not taken for it. Empty: the step is for no service, or none of that was
   * read.
   */
  public static Optional<Invocation.PlannedLive> planned(
      IncidentDetails details, Rollback rollback, StepRun run) {
    PlannedJob job = run.step().job().orElseThrow();
    return job.service()
        .flatMap(service -> {
          boolean changed =
              rollback.steps().stream().anyMatch(s -> changed(details, s, service.id()));
          // Without a reading for the plan nothing is compared, as the plan's card says.
          return job.live()
              .flatMap(was ->
                  changed
                      ? Optional.ofNullable(details.live().left().get(service.id()))
                      : Optional.of(was))
              .map(live -> new Invocation.PlannedLive(service, live));
        });
  }

  /** Whether that step has changed the service, or may have. */
  private static boolean changed(IncidentDetails details, StepRun run, String service) {
    boolean changes =
        details.method().steps().stream()
            .filter(s -> s.id().equals(run.step().id()))
            .anyMatch(s -> s.changes().filter(service::equals).isPresent());
    return changes
        && (run.ran()
            || run.status() instanceof StepRun.TargetLive
            || run.status() instanceof StepRun.DoneByHand
            || (run.status() instanceof StepRun.SkippedByPerson && run.attempts() > 0));
  }

  /**
   * The pull request of an earlier step of the method that the workflow's branch is the head of.
   */
  private static Optional<Invocation.OpenedPull> opened(
      IncidentDetails details,
      Step.JobStep step,
      JobSpec.WorkflowSpec workflow,
      Optional<Instant> planned,
      Map<String, String> words) {
    return details.method().steps().stream()
        .takeWhile(s -> !s.id().equals(step.id()))
        .flatMap(s ->
            s instanceof Step.JobStep job && job.job() instanceof PullRequestSpec pull
                ? Stream.of(pull.branches().with(words))
                : Stream.empty())
        .filter(b -> workflow.runsAt(b, words))
        .findFirst()
        .map(b -> new Invocation.OpenedPull(b, details.declaredAt(), planned));
  }

  /** The branch or tag of a workflow that runs whatever that is at when it starts; empty: none. */
  public static Optional<String> startsAtAny(
      IncidentDetails details, Step.JobStep step, PlannedJob planned) {
    Map<String, String> words =
        words(details, step, planned.service(), planned.values(), planned.planned());
    return step.job() instanceof JobSpec.WorkflowSpec workflow
            && opened(details, step, workflow, planned.planned(), words).isEmpty()
        ? Optional.of(workflow.ref(words))
        : Optional.empty();
  }

  /** {@code begun}: when the step was started; {@code consent}: to a script, which needs one. */
  public static Invocation.ProviderJob invocation(
      IncidentDetails details,
      Step.JobStep step,
      PlannedJob planned,
      Instant begun,
      Optional<Invocation.PlannedLive> live,
      Optional<DatabaseConsent> consent) {
    Map<String, String> words =
        words(details, step, planned.service(), planned.values(), planned.planned());
    return switch (startingAt(step.job(), planned.tip())) {
      case JobSpec.ProcessSpec process ->
          new Invocation.RunProcess(
              process.program(),
              process.arguments(words),
              process.directory(),
              process.environment(),
              step.timeout(),
              Optional.of(begun),
              process.patch(),
              live);
      case HttpSpec http ->
          new Invocation.RunHttp(http, words, step.timeout(), Optional.of(begun), live);
      case JobSpec.WorkflowSpec workflow ->
          new Invocation.RunWorkflow(
              workflow.repository(),
              workflow.workflow(),
              workflow.ref(words),
              workflow.inputs(words),
              workflow.jobs(),
              step.timeout(),
              Optional.of(begun),
              live,
              opened(details, step, workflow, planned.planned(), words));
      case PullRequestSpec pull ->
          new Invocation.OpenPullRequest(
              pull.branches().with(words),
              pull.title(words),
              pull.text(words),
              step.timeout(),
              Optional.of(begun),
              live);
      case DatabaseSpec database ->
          new Invocation.RunDatabaseScript(
              database.with(words),
              Optional.of(details.environment().id()),
              consent.orElseThrow().reading().counts(),
              step.timeout(),
              Optional.of(begun),
              live);
      case MergeSpec merge ->
          new Invocation.MergePullRequest(
              merge.branches().with(words),
              merge.method(),
              details.declaredAt(),
              step.timeout(),
              Optional.of(begun),
              live);
    };
  }
}
