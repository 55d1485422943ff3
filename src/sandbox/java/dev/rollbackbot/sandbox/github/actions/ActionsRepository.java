package dev.rollbackbot.sandbox.github.actions;

import dev.rollbackbot.sandbox.github.actions.WorkflowFile.WorkflowInput;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A repository, its workflows, their runs and the faults. Thread-safe. */
public final class ActionsRepository {
  /** The default branch. */
  public static final String MAIN = "main";

  /** The branches of {@code shop/web} that are there from the start. */
  public static final Set<String> REFS = Set.of(MAIN, "release-1");

  /** The newest commit of the branch at which workflows run. */
  public static final String HEAD = "f00d".repeat(10);

  private static final List<String> CHECKS = List.of("build", "test");
  private static final long FIRST_RUN = 30433642;
  private static final long RUNS_OF_ONE = 100_000;
  private static final List<WorkflowFile> OF_SHOP =
      List.of(
          new WorkflowFile(
              161335,
              "deploy.yml",
              "Deploy",
              "Deploy ${{ inputs.version }} (${{ inputs.correlation }})",
              true,
              List.of(
                  new WorkflowInput("version", true, List.of()),
                  new WorkflowInput("environment", false, List.of("staging", "production")),
                  new WorkflowInput("correlation", false, List.of())),
              List.of("Build", "Deploy")),
          new WorkflowFile(
              161336,
              "unnamed.yml",
              "Deploy without a name",
              "",
              true,
              List.of(
                  new WorkflowInput("version", true, List.of()),
                  new WorkflowInput("correlation", false, List.of())),
              List.of("Build", "Deploy")),
          new WorkflowFile(
              161337,
              "disabled.yml",
              "Disabled",
              "${{ inputs.correlation }}",
              false,
              List.of(new WorkflowInput("correlation", false, List.of())),
              List.of("Build", "Deploy")));

  private final String fullName;
  private final List<WorkflowFile> workflows;
  private final boolean everyRef;
  private final List<String> checks;
  private final InstantSource clock;
  private final RunTimings timings;
  private final Set<ActionsFault> faults = EnumSet.noneOf(ActionsFault.class);
  private final List<WorkflowRun> runs = new ArrayList<>();
  private long nextRun;

  private ActionsRepository(
      String fullName,
      List<WorkflowFile> workflows,
      boolean everyRef,
      List<String> checks,
      long firstRun,
      RunTimings timings,
      InstantSource clock) {
    this.fullName = fullName;
    this.workflows = List.copyOf(workflows);
    this.everyRef = everyRef;
    this.checks = List.copyOf(checks);
    nextRun = firstRun;
    this.timings = timings;
    this.clock = clock;
  }

  /** The repository {@code shop/web}. */
  public static ActionsRepository ofShop(RunTimings timings, InstantSource clock) {
    return new ActionsRepository("shop/web", OF_SHOP, false, CHECKS, FIRST_RUN, timings, clock);
  }

  /**
   * A repository that has every branch.
   *
   * @param fullName such as {@code shop/web}
   * @param checks beside {@code build} and {@code test}
   * @param place differs from those of the other repositories; below 1000
   */
  public static ActionsRepository named(
      String fullName,
      List<WorkflowFile> workflows,
      Collection<String> checks,
      int place,
      RunTimings timings,
      InstantSource clock) {
    long first = FIRST_RUN + (place + 1) * RUNS_OF_ONE;
    List<String> all = Stream.concat(CHECKS.stream(), checks.stream()).distinct().toList();
    return new ActionsRepository(fullName, workflows, true, all, first, timings, clock);
  }

  /** With its owner. */
  public String fullName() {
    return fullName;
  }

  public String name() {
    return fullName.substring(fullName.indexOf('/') + 1);
  }

  public String owner() {
    return fullName.substring(0, fullName.indexOf('/'));
  }

  public RunTimings timings() {
    return timings;
  }

  public boolean hasRef(String ref) {
    return everyRef || REFS.contains(ref);
  }

  /** The path of the workflow that deploys to it; empty: none does. */
  public Optional<String> deploysTo(String environment) {
    return workflows.stream()
        .filter(w -> w.environment().equals(environment))
        .findFirst()
        .map(WorkflowFile::path);
  }

  public boolean hasEnvironment(String name) {
    return workflows.stream().anyMatch(w -> w.environment().equals(name));
  }

  /** The check runs of its pull requests, one after the other. */
  public List<String> checks() {
    return checks;
  }

  public synchronized boolean isOn(ActionsFault fault) {
    return faults.contains(fault);
  }

  public synchronized void set(ActionsFault fault, boolean on) {
    if (on) {
      faults.add(fault);
    } else {
      faults.remove(fault);
    }
  }

  /** Whether it is on; then it is off. */
  public synchronized boolean take(ActionsFault fault) {
    return faults.remove(fault);
  }

  /** Forgets runs and faults; the ids of runs are not used again. */
  public synchronized void reset() {
    faults.clear();
    nextRun += runs.size();
    runs.clear();
  }

  public Optional<WorkflowFile> workflow(String idOrFile) {
    return workflows.stream()
        .filter(w -> w.file().equals(idOrFile) || Long.toString(w.id()).equals(idOrFile))
        .findFirst();
  }

  public synchronized WorkflowRun start(
      WorkflowFile workflow, String ref, String sha, Map<String, String> inputs) {
    WorkflowRun run =
        new WorkflowRun(
            nextRun + runs.size(),
            workflow,
            workflow.title(inputs),
            ref,
            sha,
            clock.instant(),
            faults,
            timings);
    runs.add(run);
    return run;
  }

  public synchronized Optional<WorkflowRun> run(String id) {
    return runs.stream().filter(r -> Long.toString(r.id).equals(id)).findFirst();
  }

  /** Newest first; those that lists show. */
  public synchronized List<WorkflowRun> listed(WorkflowFile workflow) {
    return runs.reversed().stream()
        .filter(r -> r.workflow.equals(workflow) && r.listed(clock.instant()))
        .filter(_ -> !isOn(ActionsFault.NEVER_LISTED))
        .toList();
  }

  /** Newest first. */
  public synchronized List<WorkflowRun> runs() {
    return List.copyOf(runs.reversed());
  }

  /** False: it doesn't wait. */
  public synchronized boolean decide(WorkflowRun run, boolean approved) {
    boolean waits = run.needsApproval(clock.instant());
    if (waits) {
      run.decide(approved, clock.instant());
    }
    return waits;
  }

  public synchronized boolean cancel(WorkflowRun run) {
    return run.cancel(clock.instant());
  }
}
