package dev.rollbackbot.simulation;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Authority;
import dev.rollbackbot.incident.Checklist;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Ending;
import dev.rollbackbot.incident.Facts;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.Mark;
import dev.rollbackbot.incident.Measurements;
import dev.rollbackbot.incident.Outcome;
import dev.rollbackbot.incident.Rollback;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.StepRun;
import dev.rollbackbot.promises.Cast;
import dev.rollbackbot.runbook.ChecklistItem;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What sensible people press next to bring an incident to its end; empty: they wait. */
final class Steering {
  private static final String LINK = "https://example.org";
  private static final List<Actor> CAPABLE =
      List.of(Cast.REQUESTER, Cast.APPROVER, Cast.SECOND_APPROVER);

  private final Instant now;

  private Steering(Instant now) {
    this.now = now;
  }

  static Optional<Command> next(Incident incident, Instant now) {
    return new Steering(now).next(incident);
  }

  private Optional<Command> next(Incident incident) {
    Facts f = incident.facts();
    Actor r = Cast.RESPONDER;
    return switch (incident.state()) {
      case State.Closed _, State.Cancelled _, State.Propagating _ -> Optional.empty();
      case State.Monitoring _ -> Optional.of(new Command.RollBackAfterAll(now, Cast.REQUESTER));
      case State.Preparing s -> preparing(f, s);
      case State.AwaitingApproval s -> {
        Actor other = otherThan(s.chosenBy().values().stream(), f.requester());
        yield Optional.of(new Command.Approve(now, other, s.plan().hash()));
      }
      case State.RollingBack s -> rollingBack(s);
      case State.Paused _ -> Optional.of(new Command.Resume(now, r));
      case State.Blocked s -> blocked(s);
      case State.Verifying s -> verifying(f, s);
      case State.AwaitingSignOff s -> signing(f, s);
      case State.Resolved _ -> Optional.of(new Command.Close(now, r, Ending.ROLLED_BACK, ""));
    };
  }

  private static Actor otherThan(Stream<String> some, String one) {
    List<String> not = Stream.concat(some, Stream.of(one)).toList();
    return CAPABLE.stream().filter(a -> !not.contains(a.id())).findFirst().orElse(Cast.APPROVER);
  }

  private Optional<Command> preparing(Facts f, State.Preparing s) {
    Actor r = Cast.RESPONDER;
    for (Checklist.Entry e : f.checklist().entries()) {
      String item = e.item().id();
      if (e.mark() instanceof Mark.Open && e.item().doer() instanceof ChecklistItem.Person) {
        return Optional.of(new Command.ConfirmItem(now, r, item, LINK));
      }
      if (e.mark() instanceof Mark.Failed && !item.equals("capture")) {
        return Optional.of(new Command.RetryItem(now, r, item));
      }
    }
    return s.planning() instanceof State.NoPlan(String text)
        ? Optional.of(
            text.contains("not reached")
                ? new Command.SurveyAgain(now, r)
                : new Command.ChangeMethod(now, r, "by-hand"))
        : Optional.empty();
  }

  private Optional<Command> rollingBack(State.RollingBack s) {
    if (s.rollback().wish() != Rollback.Wish.GO_ON) {
      return Optional.of(new Command.Resume(now, Cast.RESPONDER));
    }
    return s.rollback()
        .current()
        .filter(x -> x.progress() instanceof StepRun.HandedOver)
        .map(x -> new Command.MarkStepDone(now, Cast.RESPONDER, x.step().id(), LINK));
  }

  private Optional<Command> blocked(State.Blocked s) {
    Actor r = Cast.RESPONDER;
    StepRun step = s.rollback().current().orElseThrow();
    return switch (step.progress()) {
      case StepRun.Unknown u when u.askedBy().isPresent() -> Optional.empty();
      case StepRun.Failed f when f.kind() == Outcome.Kind.CHANGED ->
          Optional.of(new Command.NewPlan(now, r));
      case StepRun.Progress _ ->
          Optional.of(new Command.RetryStep(now, r, step.step().id(), step.attempts()));
    };
  }

  private Optional<Command> verifying(Facts f, State.Verifying s) {
    Actor verifier = verifier(f, s, "");
    for (Measurements.CheckRun c : s.measurements().checks()) {
      if (!c.mark().settled()) {
        return Optional.of(new Command.ConfirmCheck(now, verifier, c.check().id(), LINK));
      }
    }
    boolean late = now.isAfter(s.since().plusSeconds(60));
    return s.measurements().probes().stream()
        .filter(p -> late && !s.measurements().holds(p))
        .findFirst()
        .map(p -> new Command.Waive(now, verifier, p.probe().id(), "known to be wrong"));
  }

  private Optional<Command> signing(Facts f, State.AwaitingSignOff s) {
    if (s.rolledBack().isEmpty()) {
      return Optional.of(new Command.SignRolledBack(now, Cast.RESPONDER));
    }
    Actor verifier = verifier(f, s, s.rolledBack().get().by());
    LocalDate soon = now.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(3);
    // A probe that turned unreadable meanwhile is waited for.
    boolean settled = s.measurements().settled();
    return settled ? Optional.of(new Command.SignVerified(now, verifier, soon)) : Optional.empty();
  }

  private static Actor verifier(Facts f, State.Executing s, String signed) {
    String alone =
        s.rollback().authority() instanceof Authority.BrokenGlass glass ? glass.by() : "";
    return otherThan(Stream.of(alone, signed), f.requester());
  }
}
