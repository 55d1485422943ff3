package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Promise.require;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.Fence;
import dev.rollbackbot.app.Probes;
import dev.rollbackbot.incident.Deployment;
import dev.rollbackbot.incident.Invocation;
import dev.rollbackbot.incident.Invocation.RollBack;
import dev.rollbackbot.incident.Outcome;
import dev.rollbackbot.incident.ProbeRound.Target;
import dev.rollbackbot.incident.Reading;
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

  private final Chance chance;
  private final Trace trace;
  private final Map<String, Service> services = new HashMap<>();
  private final List<Landing> onTheWay = new ArrayList<>();

  /** The jobs that were carried out since the provider last said that they were not. */
  private final Set<String> done = new HashSet<>();

  /** The jobs that changed something. */
  final Set<String> acted = new HashSet<>();

  SimulatedProvider(Chance chance, Trace trace) {
    this.chance = chance;
    this.trace = trace;
  }

  /** A rollback that was begun and is not live yet. */
  private record Landing(Instant at, Job job, RollBack rollback, boolean known) {}

  private Service service(String resource) {
    return services.computeIfAbsent(resource, _ -> new Service());
  }

  /** Somebody else deploys. */
  void somebodyDeploys() {
    String resource = chance.yes(0.7) ? "shop-api" : "shop-site";
    service(resource).deployNew(trace.instant());
    trace.note("somebody deploys " + resource + " " + service(resource).live().label());
  }

  private void landWhatIsDue() {
    for (Landing l : List.copyOf(onTheWay)) {
      if (!l.at().isAfter(trace.instant())) {
        onTheWay.remove(l);
        act(l.job(), l.rollback());
      }
    }
  }

  private void act(Job job, RollBack r) {
    require(done.add(job.id()), job.id() + " was carried out twice");
    acted.add(job.id());
    service(r.service().resource()).deploy(r.target(), trace.instant());
    trace.note("provider: " + job.id() + " made " + r.target().label() + " live");
  }

  @Override
  public Progress submit(Job job, Fence fence) {
    chance.maybeCrash("before the provider");
    trace.pass(QUICK);
    landWhatIsDue();
    if (chance.fault(0.03)) {
      throw new IllegalStateException("a bug in the adapter");
    }
    return switch (job.invocation()) {
      case Invocation.Survey survey -> new Finished(survey(survey), "");
      case Invocation.CaptureLogs c -> {
        trace.pass(c.length());
        yield new Finished(
            new Outcome.Succeeded(new Outcome.Captured("logs.txt", 3), c.length()), "a line");
      }
      case RollBack r -> {
        require(fence.holds(), job.id() + " is carried out by somebody who lost it");
        yield rollBack(job, r);
      }
      case Invocation.FindOut _ -> throw new IllegalStateException("a question was submitted");
    };
  }

  private Outcome survey(Invocation.Survey survey) {
    if (chance.fault(0.1)) {
      return failed(Outcome.Kind.UNREACHABLE, "not reached", Optional.empty());
    }
    return new Outcome.Succeeded(
        new Outcome.Surveyed(
            survey.services().stream().map(s -> service(s.resource()).snapshot(s)).toList()),
        QUICK);
  }

  private Progress rollBack(Job job, RollBack r) {
    Deployment live = service(r.service().resource()).live();
    if (live.isWholly(r.target())) {
      return finished(succeeded(live, true));
    }
    if (!live.servesSameAs(r.planned())) {
      return finished(failed(Outcome.Kind.CHANGED, "changed", Optional.of(live)));
    }
    if (chance.fault(0.08)) {
      return finished(failed(Outcome.Kind.REFUSED, "no", Optional.of(live)));
    }
    if (chance.fault(0.1)) {
      onTheWay.add(new Landing(trace.instant().plus(chance.seconds(1, 15)), job, r, false));
      chance.maybeCrash("while a request is on its way");
      return finished(new Outcome.Unknown("no answer"));
    }
    if (chance.fault(0.08)) {
      onTheWay.add(new Landing(trace.instant().plus(chance.seconds(5, 60)), job, r, true));
      return new Running(new Handle(job.id(), "run"));
    }
    act(job, r);
    chance.maybeCrash("after the provider");
    if (chance.fault(0.03)) {
      throw new IllegalStateException("a bug in the adapter, behind the answer");
    }
    return finished(
        chance.fault(0.1)
            ? new Outcome.Unknown("no answer")
            : succeeded(service(r.service().resource()).live(), false));
  }

  @Override
  public Progress poll(Handle handle) {
    chance.maybeCrash("while a run is polled");
    landWhatIsDue();
    Optional<Landing> going = run(handle.job());
    return going.isPresent()
        ? new Running(handle)
        : finished(new Outcome.Unknown("the run is over, the service must be read"));
  }

  private Optional<Landing> run(String job) {
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
    chance.maybeCrash("while the provider is asked");
    trace.pass(QUICK);
    landWhatIsDue();
    RollBack r = (RollBack) job.invocation();
    Deployment live = service(r.service().resource()).live();
    if (chance.fault(0.15) || onTheWay.stream().anyMatch(l -> l.known() && same(l, r))) {
      return new Outcome.Unknown("can't tell");
    }
    if (live.isWholly(r.target())) {
      return succeeded(live, false);
    }
    if (!live.servesSameAs(r.planned())) {
      return failed(Outcome.Kind.CHANGED, "overtaken", Optional.of(live));
    }
    done.remove(job.id());
    return failed(Outcome.Kind.NOT_DONE, "not done", Optional.of(live));
  }

  private static boolean same(Landing l, RollBack r) {
    return l.rollback().service().equals(r.service());
  }

  @Override
  public List<Reading> measure(List<Target> targets) {
    chance.maybeCrash("while probes run");
    landWhatIsDue();
    return targets.stream().map(t -> new Reading(t.probe().id(), verdict(), "", QUICK)).toList();
  }

  private Reading.Verdict verdict() {
    if (chance.fault(0.1)) {
      return Reading.Verdict.INCONCLUSIVE;
    }
    boolean well = service("shop-api").well() && !chance.fault(0.05);
    return well ? Reading.Verdict.PASSED : Reading.Verdict.FAILED;
  }

  private static Finished finished(Outcome outcome) {
    return new Finished(outcome, "");
  }

  private static Outcome succeeded(Deployment live, boolean already) {
    return new Outcome.Succeeded(new Outcome.RolledBack(live, already), QUICK);
  }

  private static Outcome failed(Outcome.Kind kind, String text, Optional<Deployment> live) {
    return new Outcome.Failed(kind, "code", text, live);
  }
}
