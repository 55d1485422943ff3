package dev.rollbackbot.incident;

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

  static Incident evolve(Optional<Incident> before, Event event) {
    if (event instanceof Event.Declared e) {
      return declared(e);
    }
    return next(before.orElseThrow(() -> impossible("nothing", event)), event);
  }

  private static Incident declared(Event.Declared e) {
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
        ? prepare(facts)
        : new Incident(facts, new State.Monitoring());
  }

  private static Incident next(Incident incident, Event event) {
    Facts f = incident.facts();
    State s = incident.state();
    return switch (event) {
      case Event.OfCourse e -> course(incident, e);
      case Event.OfChat e -> incident.with(chat(f, e));
      case Event.OfItems e -> incident.with(items(f, e));
      case Event.OfPlan e -> plan(incident, e);
      case Event.OfApproval e -> incident.with(approval(s, e));
      case Event.OfSteps e -> EvolvingSteps.next(f, executing(s, event), e);
      case Event.OfChecks e -> incident.with(EvolvingChecks.next(f, executing(s, event), e));
      case Event.OfSignOff e -> incident.with(signOff(signing(s, event), e));
    };
  }

  private static Incident course(Incident incident, Event.OfCourse event) {
    Facts f = incident.facts();
    State s = incident.state();
    return switch (event) {
      case Event.Declared _ -> throw impossible(s, event);
      case Event.RollbackChosen e -> prepare(f.asking(e.by(), f.request().method()));
      case Event.Reopened e ->
          prepare(
              f.after(executing(s, event).rollback())
                  .asking(e.by(), f.request().method())
                  .with(Checklist.fresh(f.runbook().checklist(), f.declaration().severity())));
      case Event.Closed e -> incident.with(new State.Closed(e.ending(), e.note(), e.by(), e.at()));
      case Event.Cancelled e ->
          incident.with(
              new State.Cancelled(
                  s instanceof State.Executing x ? Optional.of(x.rollback()) : Optional.empty(),
                  e.reason(),
                  e.by(),
                  e.at()));
      case Event.DeadlinePassed _ -> incident.with(f.late());
      case Event.PostMortemDrafted _, Event.UpdateDue _ -> incident;
    };
  }

  private static Facts chat(Facts f, Event.OfChat event) {
    return switch (event) {
      case Event.ChannelReady e -> f.at(e.channel());
      case Event.SurfaceShown e -> f.showing(e.surface());
      case Event.PostLost _ -> f;
    };
  }

  private static Facts items(Facts f, Event.OfItems event) {
    return switch (event) {
      case Event.ItemStarted e -> f.oneMoreJob().mark(e.item(), new Mark.Running(e.at(), e.job()));
      case Event.ItemDone e -> f.mark(e.item(), new Mark.Done(e.at(), e.by(), e.note()));
      case Event.ItemSkipped e -> f.mark(e.item(), new Mark.Skipped(e.at(), e.by(), e.reason()));
      case Event.ItemFailed e -> f.mark(e.item(), new Mark.Failed(e.at(), e.text()));
    };
  }

  private static Incident plan(Incident incident, Event.OfPlan event) {
    Facts f = incident.facts();
    State s = incident.state();
    return switch (event) {
      case Event.MethodChanged e -> prepare(f.asking(e.by(), e.method()));
      case Event.MethodStarted e ->
          prepare(f.after(executing(s, event).rollback()).asking(e.by(), e.method()));
      case Event.SurveyStarted e ->
          new Incident(f.oneMoreJob(), new State.Preparing(new State.Surveying(e.job())));
      case Event.PlanMade e ->
          incident.with(new State.Preparing(new State.Planned(e.plan(), e.warnings())));
      case Event.PlanMissing e -> incident.with(new State.Preparing(new State.NoPlan(e.text())));
      case Event.TargetChanged e -> {
        State.AwaitingApproval w = awaiting(s, event);
        Map<String, String> chosenBy = new HashMap<>(w.chosenBy());
        chosenBy.put(e.step(), e.by());
        yield incident.with(
            new State.AwaitingApproval(e.plan(), w.warnings(), chosenBy, w.since()));
      }
    };
  }

  private static State approval(State s, Event.OfApproval event) {
    return switch (event) {
      case Event.ApprovalAsked e -> {
        State.Planned p = planned(s, event);
        yield new State.AwaitingApproval(p.plan(), p.warnings(), Map.of(), e.at());
      }
      case Event.Nudged _ -> s;
      case Event.Approved e ->
          begin(awaiting(s, event), new Authority.Approval(e.at(), e.by(), e.planHash()));
      case Event.GlassBroken e ->
          begin(
              awaiting(s, event),
              new Authority.BrokenGlass(e.at(), e.by(), e.planHash(), e.reason()));
    };
  }

  private static State signOff(State.AwaitingSignOff w, Event.OfSignOff event) {
    return switch (event) {
      case Event.SignedRolledBack e ->
          new State.AwaitingSignOff(
              w.rollback(),
              w.measurements(),
              w.verifiedAt(),
              Optional.of(new State.Signature(e.at(), e.by())));
      case Event.SignedVerified e -> resolved(w, e);
    };
  }

  private static Incident prepare(Facts facts) {
    return new Incident(facts, new State.Preparing(new State.Unplanned()));
  }

  private static State begin(State.AwaitingApproval s, Authority authority) {
    return new State.RollingBack(Rollback.begin(s.plan(), authority));
  }

  private static State resolved(State.AwaitingSignOff s, Event.SignedVerified e) {
    return new State.Resolved(
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
    if (s instanceof State.Preparing(State.Planned planned)) {
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

  private static State.AwaitingSignOff signing(State s, Event event) {
    if (s instanceof State.AwaitingSignOff w) {
      return w;
    }
    throw impossible(s, event);
  }

  static IllegalStateException impossible(State state, Event event) {
    return impossible(state.getClass().getSimpleName(), event);
  }

  private static IllegalStateException impossible(String state, Event event) {
    return new IllegalStateException(
        event.getClass().getSimpleName() + " can't have happened in " + state);
  }
}
