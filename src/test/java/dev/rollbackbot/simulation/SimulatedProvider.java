package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.app.Probes;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeRound;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The provider and its services. A request is refused, unreachable, or answered late or not at all,
 * whether it took effect or not. It may take effect after its response was lost, but sooner than
 * the bot accepts "not done"; it may run for a while; other people deploy meanwhile.
 */
final class SimulatedProvider implements CommandGateway, Probes {
  private static final Duration QUICK = Duration.ofMillis(300);
  private static final Duration SLOW = Duration.ofMinutes(4);

  private final SeededRandom random;
  private final TracingClock clock;
  private final Map<String, SimulatedService> services = new HashMap<>();
  private final List<PendingChange> pending = new ArrayList<>();

  /** The jobs that took effect since the provider last reported that they had not. */
  private final Set<String> done = new HashSet<>();

  /** The jobs that ever took effect, and when they first did. */
  private final Map<String, Instant> applied = new HashMap<>();

  /** When each rollback was asked for first. */
  private final Map<String, Instant> asked = new HashMap<>();

  /** Which version of which service each of them made live. */
  private final Map<String, String> made = new HashMap<>();

  /** When the provider said of a job that it waits for a person. */
  private final Map<String, Set<Instant>> waits = new HashMap<>();

  private final BiConsumer<Job, SimulatedProvider> beforeChange;
  private final BiConsumer<Job, SimulatedProvider> beforeProgram;

  private final SimulatedPrograms programs;
  private final SimulatedProbes probes;

  /** What triggers measure. */
  final SimulatedErrors errors;

  /** Whether deployments that are under way are told too. */
  private boolean triggered;

  /** With checks that are made when a change is asked for, and when a program begins. */
  SimulatedProvider(
      SeededRandom random,
      TracingClock clock,
      BiConsumer<Job, SimulatedProvider> beforeChange,
      BiConsumer<Job, SimulatedProvider> beforeProgram) {
    this.beforeProgram = beforeProgram;
    this.random = random;
    this.clock = clock;
    this.beforeChange = beforeChange;
    this.programs = new SimulatedPrograms(random, clock);
    this.probes = new SimulatedProbes(random, clock, () -> service("shop-api").healthy());
    this.errors = new SimulatedErrors(random, clock, () -> service("shop-api").healthy());
  }

  /** The jobs whose programs have not ended, whoever was told what. */
  Set<String> running() {
    return programs.running();
  }

  /** The jobs that were accepted for that service and have not taken effect yet. */
  Set<String> underWay(ServiceRef service) {
    return pending.stream()
        .filter(change -> change.rollback().service().equals(service))
        .map(change -> change.job().id())
        .collect(Collectors.toSet());
  }

  /** The jobs of an incident that ever took effect. */
  Set<String> applied(IncidentId incident) {
    return applied.keySet().stream()
        .filter(job -> job.startsWith(incident.label() + "/"))
        .collect(Collectors.toSet());
  }

  boolean changedSomething(IncidentId incident, Instant by) {
    return applied(incident).stream().anyMatch(job -> !applied.get(job).isAfter(by));
  }

  /** When each of its changes took effect first. */
  Map<String, Instant> changes(IncidentId incident) {
    return applied(incident).stream().collect(Collectors.toMap(job -> job, applied::get));
  }

  /** When the first of its rollbacks was asked for. */
  Optional<Instant> firstAsked(IncidentId incident) {
    return asked.entrySet().stream()
        .filter(a -> a.getKey().startsWith(incident.label() + "/"))
        .map(Map.Entry::getValue)
        .min(Comparator.naturalOrder());
  }

  boolean madeLive(IncidentId incident, String service, String version, Instant by) {
    return applied(incident).stream()
        .filter(job -> !applied.get(job).isAfter(by))
        .anyMatch(job -> made.get(job).equals(service + " " + version));
  }

  boolean waited(IncidentId incident, Instant at) {
    return waits.entrySet().stream()
        .filter(w -> w.getKey().startsWith(incident.label() + "/"))
        .anyMatch(w -> w.getValue().contains(at));
  }

  /**
   * A rollback that was accepted and is not live yet.
   *
   * @param polled the caller has a handle to poll
   */
  private record PendingChange(Instant at, Job job, RollBack rollback, boolean polled) {
    boolean changes(RollBack other) {
      return rollback.service().equals(other.service());
    }
  }

  List<Deployment> deployments(String resource) {
    return service(resource).deployments();
  }

  boolean measured(ProbeResult.Verdict verdict, Instant at) {
    return probes.measured(verdict, at);
  }

  private SimulatedService service(String resource) {
    return services.computeIfAbsent(resource, _ -> new SimulatedService());
  }

  /** A good version, and minutes later a bad one. */
  void releaseBadly() {
    triggered = true;
    release("shop-api", TracingClock.START.minusSeconds(1_200));
    release("shop-api", TracingClock.START.minusSeconds(300));
  }

  /** A version of that service, which was live since then. */
  void release(String resource, Instant at) {
    service(resource).deploySomething(false, at);
  }

  /** Another bad version of what the trigger measures, now. */
  void releaseBadlyAgain() {
    service("shop-api").deployBad(deploymentTime());
    clock.note("somebody deploys " + service("shop-api").live().label());
  }

  /** Programs hold what they change for minutes. */
  void slowPrograms() {
    programs.slow(SLOW);
  }

  void somebodyDeploys() {
    String resource = random.yes(0.7) ? "shop-api" : "shop-site";
    boolean again = random.yes(0.3);
    Instant at = deploymentTime();
    // By its own chance, so that other runs stay as they are.
    if (new Random(Objects.hash(resource, at)).nextInt(3) == 0) {
      service(resource).goBack(at);
    } else {
      service(resource).deploySomething(again, at);
    }
    clock.note("somebody deploys " + resource + " " + service(resource).live().label());
  }

  private void applyDueChanges() {
    for (PendingChange change : List.copyOf(pending)) {
      if (!change.at().isAfter(clock.instant())) {
        pending.remove(change);
        apply(change.job(), change.rollback());
      }
    }
    for (SimulatedPrograms.Deploying program : programs.deploying()) {
      service("shop-api").deploy(program.version(), deploymentTime());
      applied.putIfAbsent(program.job(), clock.instant());
      made.putIfAbsent(program.job(), "shop-api " + program.version());
      clock.note("provider: " + program.job() + " made " + program.version() + " live");
    }
  }

  /** Later than every reading so far, so that what was live at a reading's time is known. */
  private Instant deploymentTime() {
    clock.pass(Duration.ofMillis(1));
    return clock.instant();
  }

  private void apply(Job job, RollBack rollBack) {
    require(done.add(job.id()), job.id() + " took effect twice");
    service(rollBack.service().resource()).deploy(rollBack.target(), deploymentTime());
    applied.putIfAbsent(job.id(), clock.instant());
    made.putIfAbsent(job.id(), rollBack.service().resource() + " " + rollBack.target().label());
    clock.note("provider: " + job.id() + " made " + rollBack.target().label() + " live");
  }

  @Override
  public Progress submit(Job job, LeaseCheck leaseCheck, WaitListener listener) {
    random.maybeCrash("before the provider");
    clock.pass(QUICK);
    applyDueChanges();
    if (random.fault(0.03)) {
      throw new IllegalStateException("a bug in the adapter");
    }
    return switch (job.invocation()) {
      case Invocation.Survey survey -> new Finished(survey(survey), "");
      case Invocation.ReadLive readLive -> new Finished(readLive(readLive), "");
      case Invocation.CaptureLogs capture -> {
        clock.pass(capture.length());
        yield new Finished(
            new Outcome.Succeeded(new Outcome.LogsCaptured("logs.txt", 3), capture.length()),
            "a line");
      }
      case RollBack r -> {
        beforeChange.accept(job, this);
        require(leaseCheck.isValid(), job.id() + " is submitted by a process without its lease");
        yield rollBack(job, r, listener);
      }
      case Invocation.RunProcess run -> {
        beforeChange.accept(job, this);
        require(leaseCheck.isValid(), job.id() + " is submitted by a process without its lease");
        yield notAsPlanned(run)
            .<Progress>map(SimulatedProvider::finished)
            .orElseGet(() -> {
              beforeProgram.accept(job, this);
              return programs.start(job, run);
            });
      }
      case Invocation.RunHttp _,
          Invocation.RunWorkflow _,
          Invocation.OpenPullRequest _,
          Invocation.MergePullRequest _,
          Invocation.ReadDatabase _,
          Invocation.ReadBeforeRestore _,
          Invocation.RestoreDatabase _,
          Invocation.RunDatabaseScript _ ->
          throw new IllegalStateException("the simulated runbook has no such step");
      case Invocation.ReconcileRollback _, Invocation.ReconcileJob _ ->
          throw new IllegalStateException("a reconciliation was submitted");
    };
  }

  /** Somebody may have deployed since the plan was made; what can't be read is not unchanged. */
  private Optional<Outcome> notAsPlanned(Invocation.ProviderJob run) {
    if (run.planned().isEmpty()) {
      return Optional.empty();
    }
    if (random.fault(0.1)) {
      return Optional.of(failed(Outcome.FailureKind.UNREACHABLE, "not reached", Optional.empty()));
    }
    Deployment live = service(run.planned().get().service().resource()).live();
    return Optional.of(live)
        .filter(now -> !now.servesSameAs(run.planned().get().live()))
        .map(now -> failed(Outcome.FailureKind.CHANGED, "changed", Optional.of(now)));
  }

  @Override
  public Outcome preview(List<ServiceRef> services) {
    return survey(Invocation.Survey.of(services));
  }

  private Outcome survey(Invocation.Survey survey) {
    if (random.fault(0.1)) {
      return failed(Outcome.FailureKind.UNREACHABLE, "not reached", Optional.empty());
    }
    Map<String, String> unreadable = new HashMap<>();
    // One service may be unreadable while the others are read.
    if (random.fault(0.1) && survey.services().size() > 1) {
      unreadable.put(survey.services().getLast().id(), "not reached");
    }
    survey.services().stream()
        .filter(s -> !underWay(s).isEmpty())
        .forEach(s -> unreadable.put(s.id(), "not reached"));
    return new Outcome.Succeeded(
        new Outcome.Surveyed(
            survey.services().stream()
                .filter(s -> !unreadable.containsKey(s.id()))
                .map(s -> service(s.resource()).snapshot(s))
                .toList(),
            Optional.of(unreadable).filter(u -> !u.isEmpty())),
        QUICK);
  }

  private Outcome readLive(Invocation.ReadLive readLive) {
    return new Outcome.Succeeded(
        new Outcome.LiveRead(readLive.services().stream().map(this::liveReading).toList()), QUICK);
  }

  private LiveReading liveReading(ServiceRef service) {
    boolean read = !random.fault(0.1);
    Optional<Deployment> live = Optional.of(service(service.resource()).live()).filter(_ -> read);
    String problem = read ? "" : "not reached";
    boolean runs = triggered && !random.fault(0.05);
    return new LiveReading(
        service, clock.instant(), live, problem, runs ? Optional.of(List.of()) : Optional.empty());
  }

  /** The truth, for comparing what was said. */
  Deployment liveAt(ServiceRef service, Instant at) {
    return service(service.resource()).liveAt(at);
  }

  /**
   * Somebody may decide there meanwhile; by its own chance, so that other runs stay as they are.
   */
  private void wait(Job job, WaitListener listener) {
    Random chance = new Random(Objects.hash(job.id(), clock.instant()));
    for (int i = 0; i < 2 && !random.orderly() && chance.nextInt(8) == 0; i++) {
      waits.computeIfAbsent(job.id(), _ -> new HashSet<>()).add(clock.instant());
      listener.waits(Optional.of(new WaitsForPerson("approve it there", Optional.empty())));
      random.maybeCrash("while it waits for a person");
      clock.pass(Duration.ofSeconds(1 + chance.nextInt(40)));
      if (chance.nextInt(3) > 0) {
        listener.waits(Optional.empty());
      }
    }
  }

  private Progress rollBack(Job job, RollBack rollBack, WaitListener listener) {
    asked.putIfAbsent(job.id(), clock.instant());
    Deployment live = service(rollBack.service().resource()).live();
    if (live.servesOnly(rollBack.target())) {
      return finished(succeeded(live, true));
    }
    if (!live.servesSameAs(rollBack.planned())) {
      return finished(failed(Outcome.FailureKind.CHANGED, "changed", Optional.of(live)));
    }
    if (random.fault(0.08)) {
      return finished(failed(Outcome.FailureKind.REFUSED, "no", Optional.of(live)));
    }
    if (random.fault(0.1)) {
      pending.add(
          new PendingChange(clock.instant().plus(random.seconds(1, 15)), job, rollBack, false));
      random.maybeCrash("while a request is on its way");
      return finished(new Outcome.Unknown("no answer"));
    }
    wait(job, listener);
    if (random.fault(0.08)) {
      pending.add(
          new PendingChange(clock.instant().plus(random.seconds(5, 60)), job, rollBack, true));
      return new StillRunning(new Handle(job, "run"));
    }
    apply(job, rollBack);
    random.maybeCrash("after the provider");
    if (random.fault(0.03)) {
      throw new IllegalStateException("a bug in the adapter, after the effect");
    }
    return finished(
        random.fault(0.1)
            ? new Outcome.Unknown("no answer")
            : succeeded(service(rollBack.service().resource()).live(), false));
  }

  @Override
  public Progress poll(Handle handle) {
    random.maybeCrash("while a run is polled");
    applyDueChanges();
    if (programs.runs(handle.job().id())) {
      return programs.find(handle.job());
    }
    Optional<PendingChange> running = run(handle.job().id());
    return running.isPresent()
        ? new StillRunning(handle)
        : finished(new Outcome.Unknown("the run has ended, the service must be read"));
  }

  @Override
  public Progress find(Job job) {
    random.maybeCrash("while a program is looked for");
    applyDueChanges();
    return programs.find(job);
  }

  private Optional<PendingChange> run(String job) {
    return pending.stream().filter(l -> l.polled() && l.job().id().equals(job)).findFirst();
  }

  @Override
  public String log(Handle handle) {
    return "";
  }

  @Override
  public StopAnswer cancel(Handle handle) {
    return new StopAsked();
  }

  @Override
  public Outcome reconcile(Job job, WaitListener listener) {
    random.maybeCrash("while the provider is asked");
    clock.pass(QUICK);
    applyDueChanges();
    if (job.invocation() instanceof Invocation.ReadLive readLive) {
      return readLive(readLive);
    }
    RollBack rollBack = (RollBack) job.invocation();
    wait(job, listener);
    Deployment live = service(rollBack.service().resource()).live();
    if (random.fault(0.15) || pending.stream().anyMatch(l -> l.polled() && l.changes(rollBack))) {
      return new Outcome.Unknown("can't tell");
    }
    if (live.servesOnly(rollBack.target())) {
      return new Outcome.Succeeded(new Outcome.RolledBack(live, false, false), QUICK);
    }
    if (!live.servesSameAs(rollBack.planned())) {
      return failed(Outcome.FailureKind.CHANGED, "overtaken", Optional.of(live));
    }
    done.remove(job.id());
    return failed(Outcome.FailureKind.NOT_DONE, "not done", Optional.of(live));
  }

  @Override
  public List<ProbeResult> measure(List<ProbeRound.ProbeTarget> targets) {
    random.maybeCrash("while probes run");
    applyDueChanges();
    return targets.stream()
        .map(target ->
            target.probe().id().equals("errors")
                ? errors.measure(target.probe().id())
                : probes.measure(target))
        .toList();
  }

  private static Finished finished(Outcome outcome) {
    return new Finished(outcome, "");
  }

  private static Outcome succeeded(Deployment live, boolean already) {
    return new Outcome.Succeeded(new Outcome.RolledBack(live, already), QUICK);
  }

  private static Outcome failed(Outcome.FailureKind kind, String text, Optional<Deployment> live) {
    return new Outcome.Failed(kind, "code", text, live);
  }
}
