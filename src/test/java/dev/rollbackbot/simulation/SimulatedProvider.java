package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.app.Probes;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeRound;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The provider and the services on it. A request is refused, not reached, answered too late or not
 * at all, whether it was done or not; it may still land after its answer was lost, within less time
 * than "not done" takes to be believed; one may take its time; and others deploy meanwhile.
 */
final class SimulatedProvider implements CommandGateway, Probes {
  private static final Duration QUICK = Duration.ofMillis(300);

  private final SeededRandom seededRandom;
  private final TracingClock tracingClock;
  private final Map<String, SimulatedService> services = new HashMap<>();
  private final List<PendingChange> onTheWay = new ArrayList<>();

  /** The jobs that were carried out since the provider last said that they were not. */
  private final Set<String> done = new HashSet<>();

  /** The jobs that changed something. */
  final Set<String> acted = new HashSet<>();

  SimulatedProvider(SeededRandom seededRandom, TracingClock tracingClock) {
    this.seededRandom = seededRandom;
    this.tracingClock = tracingClock;
  }

  /** A rollback that was begun and is not live yet. */
  private record PendingChange(Instant at, Job job, RollBack rollback, boolean known) {}

  private SimulatedService service(String resource) {
    return services.computeIfAbsent(resource, _ -> new SimulatedService());
  }

  /** Somebody else deploys. */
  void somebodyDeploys() {
    String resource = seededRandom.yes(0.7) ? "shop-api" : "shop-site";
    service(resource).deployNew(tracingClock.instant());
    tracingClock.note("somebody deploys " + resource + " " + service(resource).live().label());
  }

  private void landWhatIsDue() {
    for (PendingChange pendingChange : List.copyOf(onTheWay)) {
      if (!pendingChange.at().isAfter(tracingClock.instant())) {
        onTheWay.remove(pendingChange);
        act(pendingChange.job(), pendingChange.rollback());
      }
    }
  }

  private void act(Job job, RollBack rollBack) {
    require(done.add(job.id()), job.id() + " was carried out twice");
    acted.add(job.id());
    service(rollBack.service().resource()).deploy(rollBack.target(), tracingClock.instant());
    tracingClock.note("provider: " + job.id() + " made " + rollBack.target().label() + " live");
  }

  @Override
  public Progress submit(Job job, LeaseCheck leaseCheck) {
    seededRandom.maybeCrash("before the provider");
    tracingClock.pass(QUICK);
    landWhatIsDue();
    if (seededRandom.fault(0.03)) {
      throw new IllegalStateException("a bug in the adapter");
    }
    return switch (job.invocation()) {
      case Invocation.Survey survey -> new Finished(survey(survey), "");
      case Invocation.CaptureLogs c -> {
        tracingClock.pass(c.length());
        yield new Finished(
            new Outcome.Succeeded(new Outcome.LogsCaptured("logs.txt", 3), c.length()), "a line");
      }
      case RollBack r -> {
        require(leaseCheck.isValid(), job.id() + " is carried out by somebody who lost it");
        yield rollBack(job, r);
      }
      case Invocation.ReconcileRollback _ ->
          throw new IllegalStateException("a question was submitted");
    };
  }

  private Outcome survey(Invocation.Survey survey) {
    if (seededRandom.fault(0.1)) {
      return failed(Outcome.FailureKind.UNREACHABLE, "not reached", Optional.empty());
    }
    return new Outcome.Succeeded(
        new Outcome.Surveyed(
            survey.services().stream().map(s -> service(s.resource()).snapshot(s)).toList()),
        QUICK);
  }

  private Progress rollBack(Job job, RollBack rollBack) {
    Deployment live = service(rollBack.service().resource()).live();
    if (live.servesOnly(rollBack.target())) {
      return finished(succeeded(live, true));
    }
    if (!live.servesSameAs(rollBack.planned())) {
      return finished(failed(Outcome.FailureKind.CHANGED, "changed", Optional.of(live)));
    }
    if (seededRandom.fault(0.08)) {
      return finished(failed(Outcome.FailureKind.REFUSED, "no", Optional.of(live)));
    }
    if (seededRandom.fault(0.1)) {
      onTheWay.add(
          new PendingChange(
              tracingClock.instant().plus(seededRandom.seconds(1, 15)), job, rollBack, false));
      seededRandom.maybeCrash("while a request is on its way");
      return finished(new Outcome.Unknown("no answer"));
    }
    if (seededRandom.fault(0.08)) {
      onTheWay.add(
          new PendingChange(
              tracingClock.instant().plus(seededRandom.seconds(5, 60)), job, rollBack, true));
      return new StillRunning(new Handle(job.id(), "run"));
    }
    act(job, rollBack);
    seededRandom.maybeCrash("after the provider");
    if (seededRandom.fault(0.03)) {
      throw new IllegalStateException("a bug in the adapter, behind the answer");
    }
    return finished(
        seededRandom.fault(0.1)
            ? new Outcome.Unknown("no answer")
            : succeeded(service(rollBack.service().resource()).live(), false));
  }

  @Override
  public Progress poll(Handle handle) {
    seededRandom.maybeCrash("while a run is polled");
    landWhatIsDue();
    Optional<PendingChange> going = run(handle.job());
    return going.isPresent()
        ? new StillRunning(handle)
        : finished(new Outcome.Unknown("the run is over, the service must be read"));
  }

  private Optional<PendingChange> run(String job) {
    return onTheWay.stream().filter(l -> l.known() && l.job().id().equals(job)).findFirst();
  }

  @Override
  public String log(Handle handle) {
    return "";
  }

  @Override
  public void cancel(Handle handle) {}

  @Override
  public Outcome reconcile(Job job) {
    seededRandom.maybeCrash("while the provider is asked");
    tracingClock.pass(QUICK);
    landWhatIsDue();
    RollBack rollBack = (RollBack) job.invocation();
    Deployment live = service(rollBack.service().resource()).live();
    if (seededRandom.fault(0.15)
        || onTheWay.stream().anyMatch(l -> l.known() && same(l, rollBack))) {
      return new Outcome.Unknown("can't tell");
    }
    if (live.servesOnly(rollBack.target())) {
      return succeeded(live, false);
    }
    if (!live.servesSameAs(rollBack.planned())) {
      return failed(Outcome.FailureKind.CHANGED, "overtaken", Optional.of(live));
    }
    done.remove(job.id());
    return failed(Outcome.FailureKind.NOT_DONE, "not done", Optional.of(live));
  }

  private static boolean same(PendingChange pendingChange, RollBack rollBack) {
    return pendingChange.rollback().service().equals(rollBack.service());
  }

  @Override
  public List<ProbeResult> measure(List<ProbeRound.ProbeTarget> targets) {
    seededRandom.maybeCrash("while probes run");
    landWhatIsDue();
    return targets.stream()
        .map(t -> new ProbeResult(t.probe().id(), verdict(), "", QUICK))
        .toList();
  }

  private ProbeResult.Verdict verdict() {
    if (seededRandom.fault(0.1)) {
      return ProbeResult.Verdict.INCONCLUSIVE;
    }
    boolean well = service("shop-api").well() && !seededRandom.fault(0.05);
    return well ? ProbeResult.Verdict.PASSED : ProbeResult.Verdict.FAILED;
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
