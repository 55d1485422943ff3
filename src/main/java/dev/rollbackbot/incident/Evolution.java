package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.Runbook;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How events change the state. */
final class Evolution {
  /** How long the probes go on after RESOLVED. */
  static final Duration WATCH = Duration.ofMinutes(10);

  private Evolution() {}

  static State evolve(State state, Event event) {
    if (event instanceof Event.Declared e) {
      return declared(e);
    }
    if (!(state instanceof State.Declared before)) {
      throw impossible(state, event);
    }
    return next(before, event);
  }

  private static State declared(Event.Declared e) {
    Declaration d = e.declaration();
    Facts facts =
        new Facts(
            e.id(),
            e.runbook(),
            d,
            e.at(),
            e.by(),
            new Facts.Request(e.by(), d.method()),
            Optional.empty(),
            Checklist.fresh(e.runbook().checklist(), d.severity()),
            List.of(),
            Set.of(),
            0,
            false);
    return facts.guideline().advice().startsRollback()
        ? new State.Preparing(facts, new State.Unplanned())
        : new State.Monitoring(facts);
  }

  private static State next(State.Declared s, Event event) {
    Facts f = s.facts();
    return switch (event) {
      case Event.Declared _ -> throw impossible(s, event);

      case Event.ChannelReady e -> Situations.with(s, f.at(e.channel()));
      case Event.SurfaceShown e -> Situations.with(s, f.showing(e.surface()));
      case Event.DeadlinePassed _ -> Situations.with(s, f.late());
      case Event.Nudged _, Event.UpdateDue _, Event.PostLost _, Event.PostMortemDrafted _ -> s;

      case Event.ItemStarted e ->
          Situations.with(
              s, f.oneMoreJob().with(mark(f, e.item(), new Mark.Running(e.at(), e.job()))));
      case Event.ItemDone e ->
          Situations.with(s, f.with(mark(f, e.item(), new Mark.Done(e.at(), e.by(), e.note()))));
      case Event.ItemSkipped e ->
          Situations.with(
              s, f.with(mark(f, e.item(), new Mark.Skipped(e.at(), e.by(), e.reason()))));
      case Event.ItemFailed e ->
          Situations.with(s, f.with(mark(f, e.item(), new Mark.Failed(e.at(), e.text()))));

      case Event.RollbackChosen e -> prepare(f.asking(e.by(), f.request().method()));
      case Event.MethodChanged e -> prepare(f.asking(e.by(), e.method()));
      case Event.MethodStarted e ->
          prepare(f.after(executing(s, event).rollback()).asking(e.by(), e.method()));
      case Event.Reopened e ->
          prepare(
              f.after(executing(s, event).rollback())
                  .asking(e.by(), f.request().method())
                  .with(Checklist.fresh(f.runbook().checklist(), f.declaration().severity())));

      case Event.SurveyStarted e ->
          new State.Preparing(f.oneMoreJob(), new State.Surveying(e.job()));
      case Event.PlanMade e -> new State.Preparing(f, new State.Planned(e.plan(), e.warnings()));
      case Event.PlanMissing e -> new State.Preparing(f, new State.NoPlan(e.text()));

      case Event.ApprovalAsked e -> awaitingApproval(f, planned(s, event), e);
      case Event.TargetChanged e -> {
        State.AwaitingApproval w = awaiting(s, event);
        Map<String, String> chosenBy = new HashMap<>(w.chosenBy());
        chosenBy.put(e.step(), e.by());
        yield new State.AwaitingApproval(f, e.plan(), w.warnings(), chosenBy, w.since());
      }
      case Event.Approved e ->
          begin(awaiting(s, event), new Authority.Approval(e.at(), e.by(), e.planHash()));
      case Event.GlassBroken e ->
          begin(
              awaiting(s, event),
              new Authority.BrokenGlass(e.at(), e.by(), e.planHash(), e.reason()));

      case Event.OfSteps e -> EvolvingSteps.next(executing(s, event), e);

      case Event.SpreadStarted e -> {
        Runbook r = f.runbook();
        Measurements none =
            Measurements.fresh(
                r.probes(f.environment()), r.checks(), r.verification().passesInARow());
        yield new State.Propagating(f, executing(s, event).rollback(), none, e.at(), e.until());
      }
      case Event.SpreadEnded e -> verify(measuring(s, event), e);
      case Event.ProbesRead e ->
          Situations.with(
              measuring(s, event), measuring(s, event).measurements().read(e.readings(), e.at()));
      case Event.ChecksRestarted _ ->
          Situations.with(measuring(s, event), measuring(s, event).measurements().recount());
      case Event.CheckConfirmed e ->
          Situations.with(
              measuring(s, event),
              measuring(s, event)
                  .measurements()
                  .markCheck(e.check(), new Mark.Done(e.at(), e.by(), e.evidence())));
      case Event.CheckWaived e -> waived(measuring(s, event), e);
      case Event.Verified e -> {
        State.Measuring m = measuring(s, event);
        yield new State.AwaitingSignOff(
            f, m.rollback(), m.measurements(), e.at(), Optional.empty());
      }
      case Event.VerificationLost e -> verify(measuring(s, event), e);

      case Event.SignedRolledBack e -> {
        State.AwaitingSignOff w = signing(s, event);
        yield new State.AwaitingSignOff(
            f,
            w.rollback(),
            w.measurements(),
            w.verifiedAt(),
            Optional.of(new State.Signature(e.at(), e.by())));
      }
      case Event.SignedVerified e -> resolved(signing(s, event), e);
      case Event.Closed e -> new State.Closed(f, e.ending(), e.note(), e.by(), e.at());
      case Event.Cancelled e ->
          new State.Cancelled(
              f,
              s instanceof State.Executing x ? Optional.of(x.rollback()) : Optional.empty(),
              e.reason(),
              e.by(),
              e.at());
    };
  }

  private static Checklist mark(Facts f, String item, Mark mark) {
    return f.checklist().mark(item, mark);
  }

  private static State prepare(Facts facts) {
    return new State.Preparing(facts, new State.Unplanned());
  }

  private static State awaitingApproval(Facts f, State.Planned p, Event.ApprovalAsked e) {
    return new State.AwaitingApproval(f, p.plan(), p.warnings(), Map.of(), e.at());
  }

  private static State begin(State.AwaitingApproval s, Authority authority) {
    return new State.RollingBack(s.facts(), Rollback.begin(s.plan(), authority));
  }

  private static State verify(State.Measuring s, Event e) {
    return new State.Verifying(s.facts(), s.rollback(), s.measurements().recount(), e.at());
  }

  private static State waived(State.Measuring s, Event.CheckWaived e) {
    Mark.Skipped waiver = new Mark.Skipped(e.at(), e.by(), e.reason());
    Measurements m = s.measurements();
    return Situations.with(
        s,
        m.probe(e.check()).isPresent()
            ? m.waiveProbe(e.check(), waiver)
            : m.markCheck(e.check(), waiver));
  }

  private static State resolved(State.AwaitingSignOff s, Event.SignedVerified e) {
    return new State.Resolved(
        s.facts(),
        s.rollback(),
        s.measurements(),
        s.verifiedAt(),
        s.rolledBack().orElseThrow(() -> impossible(s, e)),
        new State.Signature(e.at(), e.by()),
        e.postMortem(),
        e.at(),
        e.at().plus(WATCH));
  }

  private static State.Planned planned(State s, Event event) {
    if (s instanceof State.Preparing(Facts _, State.Planned planned)) {
      return planned;
    }
    throw impossible(s, event);
  }

  private static State.AwaitingApproval awaiting(State s, Event event) {
    if (s instanceof State.AwaitingApproval w) {
      return w;
    }
    throw impossible(s, event);
  }

  private static State.Executing executing(State s, Event event) {
    if (s instanceof State.Executing x) {
      return x;
    }
    throw impossible(s, event);
  }

  private static State.Measuring measuring(State s, Event event) {
    if (s instanceof State.Measuring m) {
      return m;
    }
    throw impossible(s, event);
  }

  private static State.AwaitingSignOff signing(State s, Event event) {
    if (s instanceof State.AwaitingSignOff w) {
      return w;
    }
    throw impossible(s, event);
  }

  static IllegalStateException impossible(State state, Event event) {
    return new IllegalStateException(
        event.getClass().getSimpleName()
            + " can't have happened in "
            + state.getClass().getSimpleName());
  }
}
