package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.Sample.START;

import dev.rollbackbot.promises.Cast;
import dev.rollbackbot.promises.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One incident for all that differ only in what decides nothing, so that there are finitely many:
 *
 * <ul>
 *   <li>Jobs get numbers in the order in which the state names them, and attempts are none or one:
 *       they are only ever compared for being the newest, and an older one is tried too.
 *   <li>The three who may do everything change names in the order in which the state names them:
 *       they are only ever compared with each other.
 *   <li>Who did something and in which words is left out where it was checked as it happened: of
 *       settled items, steps and checks, of waivers, of approvals, of ends.
 *   <li>How often a step was begun that is settled, and what was to happen after the last one, are
 *       left out: nothing comes of it any more.
 *   <li>What Slack has shown, whether there is a channel and whether the deadline has passed are
 *       left out: they make posts, and nothing else.
 *   <li>Of earlier rollbacks, none or the last is kept, as asked for: they steer which version a
 *       plan proposes, never whether it needs consent.
 * </ul>
 */
final class Canon {
  private static final String ANYBODY = "bot";

  private static final List<String> ALIKE =
      List.of(Cast.REQUESTER.id(), Cast.APPROVER.id(), Cast.SECOND_APPROVER.id());

  private final int earlier;
  private final Map<String, String> people = new HashMap<>();
  private final Map<String, String> jobs = new HashMap<>();

  /**
   * For one incident.
   *
   * @param earlier how many earlier rollbacks are kept
   */
  Canon(int earlier) {
    this.earlier = earlier;
  }

  /** The incident for all that are like it. */
  Incident of(Incident incident) {
    Facts.Request request = request(incident.facts().request());
    State state = state(incident.state());
    return new Incident(facts(incident.facts(), request), state);
  }

  /** What the promises remember, of the same people. */
  List<Promise> of(List<Promise> promises) {
    return promises.stream().map(p -> p.renamed(this::person)).toList();
  }

  private String person(String id) {
    return ALIKE.contains(id) ? people.computeIfAbsent(id, _ -> ALIKE.get(people.size())) : id;
  }

  private Facts.Request request(Facts.Request r) {
    return new Facts.Request(person(r.by()), r.method());
  }

  private State state(State state) {
    return switch (state) {
      case State.Monitoring s -> s;
      case State.Preparing s -> new State.Preparing(planning(s.planning()));
      case State.AwaitingApproval s ->
          new State.AwaitingApproval(s.plan(), s.warnings(), chosen(s), START);
      case State.RollingBack s -> new State.RollingBack(rollback(s.rollback()));
      case State.Paused s -> new State.Paused(rollback(s.rollback()));
      case State.Blocked s -> new State.Blocked(rollback(s.rollback()));
      case State.Measuring s -> measuring(s);
      case State.Closed s -> new State.Closed(s.ending(), "", ANYBODY, START);
      case State.Cancelled s -> new State.Cancelled(Optional.empty(), "", "", START);
    };
  }

  private State measuring(State.Measuring state) {
    Rollback r = rollback(state.rollback());
    Measurements m = measurements(state.measurements());
    return switch (state) {
      case State.Propagating s -> new State.Propagating(r, m, START, s.until());
      case State.Verifying s -> new State.Verifying(r, m, START);
      case State.AwaitingSignOff s ->
          new State.AwaitingSignOff(r, m, START, s.rolledBack().map(this::signature));
      case State.Resolved s -> {
        State.Signature anybody = new State.Signature(START, ANYBODY);
        yield new State.Resolved(
            r, m, START, anybody, anybody, s.postMortem(), START, s.watchUntil());
      }
    };
  }

  private Map<String, String> chosen(State.AwaitingApproval s) {
    Map<String, String> all = new TreeMap<>(s.chosenBy());
    all.replaceAll((_, by) -> person(by));
    return all;
  }

  private State.Signature signature(State.Signature s) {
    return new State.Signature(START, person(s.by()));
  }

  private Facts facts(Facts f, Facts.Request request) {
    List<Checklist.Entry> entries =
        f.checklist().entries().stream()
            .map(e -> new Checklist.Entry(e.item(), mark(e.mark())))
            .toList();
    int kept = Math.min(earlier, f.earlier().size());
    return new Facts(
        f.id(),
        f.runbook(),
        f.declaration(),
        START,
        f.declaredBy(),
        request,
        Optional.empty(),
        new Checklist(entries),
        f.earlier().subList(f.earlier().size() - kept, f.earlier().size()).stream()
            .map(this::over)
            .toList(),
        Set.of(),
        jobs.size(),
        false);
  }

  private State.Planning planning(State.Planning p) {
    return switch (p) {
      case State.Surveying s -> new State.Surveying(job(s.job()));
      case State.NoPlan _ -> new State.NoPlan("");
      case State.Unplanned _, State.Planned _ -> p;
    };
  }

  private Rollback rollback(Rollback r) {
    return new Rollback(
        r.plan(),
        authority(r.authority()),
        START,
        r.steps().stream()
            .map(s -> new StepRun(s.step(), attempts(s), progress(s.progress())))
            .toList(),
        r.current().isEmpty() ? Rollback.Wish.GO_ON : r.wish());
  }

  private static int attempts(StepRun step) {
    return step.settled() ? 1 : Math.min(step.attempts(), 1);
  }

  private Authority authority(Authority a) {
    return switch (a) {
      case Authority.Approval x -> new Authority.Approval(START, ANYBODY, x.planHash());
      case Authority.BrokenGlass x ->
          new Authority.BrokenGlass(START, person(x.by()), x.planHash(), "");
    };
  }

  private StepRun.Progress progress(StepRun.Progress p) {
    return switch (p) {
      case StepRun.Running r -> new StepRun.Running(START, job(r.job()));
      case StepRun.Unknown u -> new StepRun.Unknown(START, "", u.askedBy().map(this::job));
      case StepRun.Failed _ ->
          new StepRun.Failed(START, Outcome.Kind.REFUSED, "", "", Optional.empty());
      case StepRun.Succeeded _, StepRun.DoneByHand _, StepRun.Skipped _ ->
          new StepRun.Skipped(START, ANYBODY, "");
      case StepRun.Waiting _ -> p;
      case StepRun.HandedOver _ -> new StepRun.HandedOver(START);
    };
  }

  /** An earlier rollback: only its plan matters and whether it was carried out whole. */
  private Rollback over(Rollback r) {
    StepRun.Progress all =
        r.current().isEmpty() ? new StepRun.Skipped(START, ANYBODY, "") : new StepRun.Waiting();
    return new Rollback(
        r.plan(),
        new Authority.Approval(START, ANYBODY, ""),
        START,
        r.steps().stream().map(s -> new StepRun(s.step(), 1, all)).toList(),
        Rollback.Wish.GO_ON);
  }

  private static Measurements measurements(Measurements m) {
    return new Measurements(
        m.probes().stream()
            .map(p ->
                new Measurements.ProbeRun(
                    p.probe(),
                    p.last(),
                    p.last().map(_ -> START),
                    p.inARow(),
                    p.waiver().map(_ -> new Mark.Skipped(START, ANYBODY, ""))))
            .toList(),
        m.checks().stream()
            .map(c ->
                new Measurements.CheckRun(
                    c.check(),
                    c.mark().settled() ? new Mark.Skipped(START, ANYBODY, "") : c.mark()))
            .toList(),
        m.needed());
  }

  private Mark mark(Mark m) {
    return switch (m) {
      case Mark.Open _, Mark.Deferred _ -> m;
      case Mark.Running r -> new Mark.Running(START, job(r.job()));
      case Mark.Failed _ -> new Mark.Failed(START, "");
      case Mark.Done _, Mark.Skipped _ -> new Mark.Skipped(START, ANYBODY, "");
    };
  }

  private String job(String id) {
    return jobs.computeIfAbsent(id, _ -> "INC-12/" + (jobs.size() + 1));
  }
}
