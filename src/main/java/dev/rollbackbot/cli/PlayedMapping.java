package dev.rollbackbot.cli;

import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import dev.rollbackbot.runbook.job.HttpCall;
import dev.rollbackbot.runbook.job.HttpSpec;
import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.runbook.job.MergeSpec;
import dev.rollbackbot.runbook.job.PullRequestSpec;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.sandbox.played.PlayedRunbooks;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.JobKind;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedAnswer;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedCall;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedChange;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedField;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedJob;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedKind;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedList;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedPulls;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedService;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedSite;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedState;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedWorkflow;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What runbooks name, told to the sandbox, which knows nothing of runbooks. */
final class PlayedMapping {
  private PlayedMapping() {}

  static PlayedRunbooks of(String source, List<Runbook> runbooks, boolean programsRun) {
    return new PlayedRunbooks(
        source,
        distinct(runbooks, PlayedMapping::services),
        distinct(runbooks, PlayedMapping::sites),
        jobs(runbooks, HttpSpec.class).map(PlayedMapping::job).distinct().toList(),
        jobs(runbooks, JobSpec.WorkflowSpec.class).map(PlayedMapping::workflow).distinct().toList(),
        pulls(runbooks).distinct().toList(),
        distinct(runbooks, PlayedMapping::changes),
        distinct(runbooks, PlayedMapping::groups),
        distinct(runbooks, PlayedMapping::channels),
        jobs(runbooks, JobSpec.ProcessSpec.class)
            .map(JobSpec.ProcessSpec::program)
            .distinct()
            .toList(),
        programsRun);
  }

  private static <T> List<T> distinct(List<Runbook> runbooks, Function<Runbook, Stream<T>> what) {
    return runbooks.stream().flatMap(what).distinct().toList();
  }

  /** The jobs of that kind. */
  static <T extends JobSpec> Stream<T> jobs(List<Runbook> runbooks, Class<T> kind) {
    return runbooks.stream()
        .flatMap(runbook -> runbook.methods().stream())
        .flatMap(method -> method.steps().stream())
        .flatMap(step ->
            step instanceof Step.JobStep run && kind.isInstance(run.job())
                ? Stream.of(kind.cast(run.job()))
                : Stream.empty());
  }

  private static Stream<PlayedService> services(Runbook runbook) {
    return runbook.environments().stream()
        .flatMap(environment ->
            runbook.services().stream().flatMap(service -> service(environment, service).stream()));
  }

  private static Optional<PlayedService> service(Environment environment, Service service) {
    PlayedKind kind =
        switch (service.kind()) {
          case WORKER -> PlayedKind.WORKER;
          case PAGES -> PlayedKind.PAGES;
          case DEPLOYMENT -> PlayedKind.DEPLOYMENT;
          case STATEFUL_SET -> PlayedKind.STATEFUL_SET;
          case DAEMON_SET -> PlayedKind.DAEMON_SET;
          case GITHUB_ENVIRONMENT -> PlayedKind.GITHUB_ENVIRONMENT;
          case OTHER -> PlayedKind.OTHER;
        };
    return Optional.ofNullable(environment.bindings().get(service.id()))
        .map(binding -> new PlayedService(service.name(), kind, binding.resource()));
  }

  private static Stream<PlayedSite> sites(Runbook runbook) {
    return runbook.environments().stream()
        .flatMap(environment ->
            runbook.services().stream()
                .flatMap(service ->
                    runbook
                        .address(environment, service.id())
                        .flatMap(address ->
                            service(environment, service)
                                .map(played ->
                                    new PlayedSite(
                                        address,
                                        played,
                                        answers(runbook, environment, service.id()))))
                        .stream()));
  }

  /** One for each path: probes of the same path share their answer. */
  private static List<PlayedAnswer> answers(
      Runbook runbook, Environment environment, String service) {
    Map<String, PlayedAnswer> byPath = new LinkedHashMap<>();
    for (Probe probe : runbook.probes(environment)) {
      if (probe.service().equals(service) && probe.measurement() instanceof HttpGet get) {
        Map<String, String> body = new LinkedHashMap<>();
        Optional.ofNullable(byPath.get(get.path())).ifPresent(known -> body.putAll(known.body()));
        get.json().forEach(wanted -> body.put(wanted.pointer(), wanted.value()));
        int status = get.statuses().stream().min(Comparator.naturalOrder()).orElseThrow();
        byPath.put(get.path(), new PlayedAnswer(get.path(), status, body));
      }
    }
    return List.copyOf(byPath.values());
  }

  private static Stream<String> groups(Runbook runbook) {
    return runbook.environments().stream()
        .flatMap(each -> Stream.concat(each.responders().stream(), each.approvers().stream()));
  }

  private static Stream<String> channels(Runbook runbook) {
    return runbook.environments().stream().flatMap(each -> each.stakeholders().stream());
  }

  /** Of those that are opened and those that are merged. */
  private static Stream<PlayedPulls> pulls(List<Runbook> runbooks) {
    return Stream.concat(
            jobs(runbooks, PullRequestSpec.class).map(PullRequestSpec::branches),
            jobs(runbooks, MergeSpec.class).map(MergeSpec::branches))
        .map(branches -> new PlayedPulls(branches.repository(), branches.checks()));
  }

  /** The repositories at GitHub that runbooks name, also by their services. */
  static Stream<String> repositories(List<Runbook> runbooks) {
    return Stream.of(
            jobs(runbooks, JobSpec.WorkflowSpec.class).map(JobSpec.WorkflowSpec::repository),
            pulls(runbooks).map(PlayedPulls::repository),
            runbooks.stream()
                .flatMap(PlayedMapping::services)
                .filter(service -> service.kind() == PlayedKind.GITHUB_ENVIRONMENT)
                .map(service -> service.resource().replaceFirst("/[^/]*@.*", "")))
        .flatMap(each -> each)
        .distinct();
  }

  private static Stream<PlayedChange> changes(Runbook runbook) {
    return runbook.methods().stream()
        .flatMap(method -> method.steps().stream())
        .flatMap(step -> step instanceof Step.JobStep run ? Stream.of(run) : Stream.empty())
        .flatMap(run -> change(runbook, run).stream());
  }

  private static Optional<PlayedChange> change(Runbook runbook, Step.JobStep run) {
    List<String> resources =
        run.service().stream()
            .flatMap(id ->
                runbook.environments().stream()
                    .flatMap(e -> Optional.ofNullable(e.bindings().get(id)).stream()))
            .map(binding -> binding.resource())
            .distinct()
            .toList();
    return resources.isEmpty()
        ? Optional.empty()
        : switch (run.job()) {
          case JobSpec.ProcessSpec program ->
              Optional.of(
                  new PlayedChange(
                      JobKind.PROGRAM, String.join(" ", program.arguments()), resources));
          case HttpSpec http ->
              Optional.of(new PlayedChange(JobKind.HTTP, http.start().url(), resources));
          case JobSpec.WorkflowSpec workflow ->
              Optional.of(
                  new PlayedChange(
                      JobKind.WORKFLOW,
                      workflow.repository() + "/" + workflow.workflow(),
                      resources));
          case MergeSpec merge ->
              Optional.of(
                  new PlayedChange(JobKind.MERGE, merge.branches().repository(), resources));
          case PullRequestSpec _, DatabaseSpec _ -> Optional.empty();
        };
  }

  private static PlayedWorkflow workflow(JobSpec.WorkflowSpec spec) {
    return new PlayedWorkflow(
        spec.repository(), spec.workflow(), List.copyOf(spec.inputs().keySet()), spec.jobs());
  }

  private static PlayedJob job(HttpSpec spec) {
    HttpSpec.StateSource state = spec.state();
    return new PlayedJob(
        spec.start().url(),
        call(spec.start()),
        spec.id().orElse(""),
        spec.idempotencyHeader().orElse(""),
        new PlayedState(
            state.url(),
            state.word(),
            state.running(),
            state.done(),
            state.failed(),
            fields(state.unfinished())),
        spec.cancel().map(PlayedMapping::call),
        spec.find().stream().map(PlayedMapping::list).toList(),
        spec.queue().map(PlayedMapping::list),
        spec.log().map(HttpSpec.LogSource::url),
        spec.log().flatMap(HttpSpec.LogSource::lines).orElse(""));
  }

  /** The texts keep their braces: the sandbox recognises values by them. */
  private static PlayedCall call(HttpCall call) {
    String form =
        call.form().stream()
            .map(field -> field.name() + "=" + field.text())
            .collect(Collectors.joining("&"));
    return new PlayedCall(call.method(), call.url(), call.body().orElse(form));
  }

  private static PlayedList list(HttpSpec.RunSearch search) {
    return new PlayedList(search.url(), search.items(), fields(search.where()), search.id());
  }

  private static List<PlayedField> fields(List<HttpSpec.HttpField> fields) {
    return fields.stream().map(each -> new PlayedField(each.name(), each.text())).toList();
  }
}
