package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.Sample.APPROVER;
import static dev.rollbackbot.incident.Sample.REQUESTER;
import static dev.rollbackbot.incident.Sample.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.runbook.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Plays a conversation: each act decides, evolves and collects what is to be done. */
final class Play {
  Optional<Incident> incident = Optional.empty();
  Instant now = START;
  final List<Event> events = new ArrayList<>();
  final List<Effect> effects = new ArrayList<>();
  Decision last = new Decision.Accepted(List.of());

  Play does(Actor who, BiFunction<Instant, Actor, Command> command) {
    now = now.plusSeconds(1);
    last = Incidents.decide(incident, command.apply(now, who));
    if (last instanceof Decision.Accepted(List<Decision.StateChange> changes)) {
      for (Decision.StateChange change : changes) {
        incident = Optional.of(change.after());
        events.add(change.event());
        effects.addAll(Incidents.react(change.after(), change.event()));
      }
    }
    return this;
  }

  State state() {
    return incident.orElseThrow().state();
  }

  Play bot(BiFunction<Instant, Actor, Command> command) {
    return does(Actor.BOT, command);
  }

  Play declared(boolean affecting, Severity severity) {
    return does(
        REQUESTER,
        (at, by) ->
            new Command.Declare(
                at,
                by,
                new IncidentId(12),
                Sample.runbook(),
                Sample.declaration(affecting, severity)));
  }

  /** HIGH, everything ready but the approval. */
  static Play awaitingApproval() {
    return new Play()
        .declared(true, Severity.HIGH)
        .bot((at, by) -> Sample.finished(at, by, "INC-12/1", Sample.surveyed()))
        .does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""))
        .is(State.AwaitingApproval.class);
  }

  static Play rollingBack() {
    Play p = awaitingApproval();
    return p.does(APPROVER, (at, by) -> new Command.Approve(at, by, p.plan().hash()))
        .is(State.RollingBack.class);
  }

  static Play propagating() {
    return rollingBack()
        .jobEnds(Sample.rolledBack("v41"))
        .jobEnds(Sample.rolledBack("7ab1"))
        .is(State.Propagating.class);
  }

  static Play verifying() {
    Play p = propagating();
    p.now = p.now.plus(Duration.ofMinutes(2));
    return p.bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION))
        .is(State.Verifying.class);
  }

  static Play awaitingSignOff() {
    return verifying()
        .probes(Reading.Verdict.PASSED)
        .probes(Reading.Verdict.PASSED)
        .probes(Reading.Verdict.PASSED)
        .does(APPROVER, (at, by) -> new Command.ConfirmCheck(at, by, "smoke", ""))
        .is(State.AwaitingSignOff.class);
  }

  static Play resolved() {
    return awaitingSignOff()
        .does(REQUESTER, Command.SignRolledBack::new)
        .does(APPROVER, (at, by) -> new Command.SignVerified(at, by, LocalDate.parse("2026-03-04")))
        .is(State.Resolved.class);
  }

  static Play blocked() {
    return rollingBack()
        .jobEnds(
            new Outcome.Failed(
                Outcome.Kind.REFUSED, "10007", "Cloudflare refused.", Optional.empty()))
        .is(State.Blocked.class);
  }

  static Play unknown() {
    return rollingBack().jobEnds(new Outcome.Unknown("No answer in 10 s.")).is(State.Blocked.class);
  }

  Play probes(Reading.Verdict verdict) {
    return bot((at, by) ->
        new Command.ProbesMeasured(
            at,
            by,
            List.of(new Reading("health", verdict, "200 in 84 ms", Duration.ofMillis(84)))));
  }

  /** The job that the current step waits for ends like this. */
  Play jobEnds(Outcome outcome) {
    return bot((at, by) -> Sample.finished(at, by, job(), outcome));
  }

  String job() {
    State.Executing s = (State.Executing) state();
    return switch (s.rollback().current().orElseThrow().progress()) {
      case StepRun.Running r -> r.job();
      case StepRun.Unknown u -> u.askedBy().orElseThrow();
      case StepRun.Waiting _,
          StepRun.HandedOver _,
          StepRun.Succeeded _,
          StepRun.DoneByHand _,
          StepRun.Skipped _,
          StepRun.Failed _ ->
          throw new AssertionError("no job runs in " + incident);
    };
  }

  Plan plan() {
    return state() instanceof State.AwaitingApproval w
        ? w.plan()
        : ((State.Executing) state()).rollback().plan();
  }

  Play is(Class<? extends State> expected) {
    assertThat(state()).as("after %s", last).isInstanceOf(expected);
    return this;
  }

  void undeclared() {
    assertThat(incident).as("after %s", last).isEmpty();
  }

  Play refused(Reason reason) {
    assertThat(last)
        .isInstanceOfSatisfying(
            Decision.Rejected.class, r -> assertThat(r.reason()).isEqualTo(reason));
    return this;
  }

  Play accepted() {
    assertThat(last).isInstanceOf(Decision.Accepted.class);
    return this;
  }

  String said() {
    return effects.stream()
        .filter(Effect.Post.class::isInstance)
        .map(e -> ((Effect.Post) e).text().plain())
        .reduce("", (a, b) -> a + "\n" + b);
  }
}
