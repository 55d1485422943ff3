package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.assessment.SignOffContent;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Runs commands on one incident and collects events and effects. */
public final class ConversationDriver {
  public Optional<Incident> incident = Optional.empty();
  public Instant now = START;
  public final List<Event> events = new ArrayList<>();
  public final List<Effect> effects = new ArrayList<>();
  public Decision last = new Decision.Accepted(List.of());

  public ConversationDriver does(Actor who, BiFunction<Instant, Actor, Command> command) {
    now = now.plusSeconds(1);
    last = Incidents.decide(incident, command.apply(now, who));
    if (last instanceof Decision.Accepted(List<Decision.StateChange> changes)) {
      for (Decision.StateChange change : changes) {
        incident = Optional.of(change.after());
        events.add(change.event());
        effects.addAll(Incidents.react(change));
      }
    }
    return this;
  }

  public State state() {
    return incident.orElseThrow().state();
  }

  public ConversationDriver bot(BiFunction<Instant, Actor, Command> command) {
    return does(Actor.BOT, command);
  }

  public ConversationDriver declared(boolean affecting, Severity severity) {
    return does(
        REQUESTER,
        (at, by) ->
            new Command.Declare(
                at,
                by,
                new IncidentId(12),
                SampleIncident.runbook(),
                SampleIncident.declaration(affecting, severity)));
  }

  /** The bot itself begins, in that mode. */
  public static ConversationDriver proposed(TriggerMode mode) {
    return proposed(SampleIncident.runbook(), SampleIncident.suspicion("errors"), mode);
  }

  public static ConversationDriver proposed(
      Runbook runbook, Suspicion suspicion, TriggerMode mode) {
    return new ConversationDriver()
        .bot((at, by) ->
            new ProposalCommand.Propose(
                at, by, new IncidentId(12), runbook, "production", suspicion, mode));
  }

  /** Of severity HIGH. */
  public static ConversationDriver awaitingApproval() {
    return new ConversationDriver()
        .declared(true, Severity.HIGH)
        .surveyEnds(SampleIncident.surveyed())
        .does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""))
        .is(State.AwaitingApproval.class);
  }

  public static ConversationDriver rollingBack() {
    ConversationDriver driver = awaitingApproval();
    return driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
        .is(State.RollingBack.class);
  }

  static ConversationDriver propagating() {
    return rollingBack()
        .jobEnds(SampleIncident.rolledBack("v41"))
        .jobEnds(SampleIncident.rolledBack("7ab1"))
        .is(State.Propagating.class);
  }

  public static ConversationDriver verifying() {
    ConversationDriver driver = propagating();
    driver.now = driver.now.plus(Duration.ofMinutes(2));
    return driver
        .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION))
        .is(State.Verifying.class);
  }

  static ConversationDriver awaitingSignOff() {
    return verifying()
        .probes(ProbeResult.Verdict.PASSED)
        .probes(ProbeResult.Verdict.PASSED)
        .probes(ProbeResult.Verdict.PASSED)
        .confirms(APPROVER, "smoke")
        .is(State.AwaitingSignOff.class);
  }

  public static ConversationDriver resolved() {
    return awaitingSignOff()
        .signsRolledBack(REQUESTER)
        .signsVerified(APPROVER)
        .is(State.AwaitingSignOff.class)
        .liveIsRead("v41", "7ab1")
        .is(State.Resolved.class);
  }

  /** Confirms a check of what is live now. */
  public ConversationDriver confirms(Actor person, String check) {
    String seen = SignOffContent.live(incident.orElseThrow().details());
    return does(person, (at, by) -> new Command.ConfirmCheck(at, by, seen, check, ""));
  }

  /** Waives a check of what is live now. */
  public ConversationDriver waives(Actor person, String check, String reason) {
    String seen = SignOffContent.live(incident.orElseThrow().details());
    return does(person, (at, by) -> new Command.WaiveCheck(at, by, seen, check, reason));
  }

  /** Signs “rolled back by” for what is shown now. */
  public ConversationDriver signsRolledBack(Actor person) {
    return does(person, (at, by) -> new Command.SignRolledBack(at, by, shownToSign()));
  }

  /** Signs “verified by” for what is shown now. */
  public ConversationDriver signsVerified(Actor person) {
    LocalDate day = LocalDate.parse("2026-03-04");
    return does(person, (at, by) -> new Command.SignVerified(at, by, shownToSign(), day));
  }

  /** Empty: nothing is to be signed. */
  String shownToSign() {
    return incident.isPresent() && state() instanceof State.AwaitingSignOff signOff
        ? SignOffContent.fingerprint(incident.orElseThrow().details(), signOff)
        : "";
  }

  /** The job that reads what is live ends with these versions of the API and of the site. */
  public ConversationDriver liveIsRead(String api, String site) {
    String job = incident.orElseThrow().details().live().job().orElseThrow();
    return bot(
        (at, by) -> SampleIncident.finished(at, by, job, SampleIncident.liveRead(api, site)));
  }

  public static ConversationDriver blocked() {
    return rollingBack()
        .jobEnds(
            new Outcome.Failed(
                Outcome.FailureKind.REFUSED, "10007", "Cloudflare refused.", Optional.empty()))
        .is(State.Blocked.class);
  }

  public static ConversationDriver unknown() {
    return rollingBack().jobEnds(new Outcome.Unknown("No answer in 10 s.")).is(State.Blocked.class);
  }

  public ConversationDriver probes(ProbeResult.Verdict verdict) {
    return bot((at, by) ->
        new Command.ProbesMeasured(
            at,
            by,
            List.of(
                ProbeResult.withoutReading(
                    "health", verdict, "200 in 84 ms", Duration.ofMillis(84))),
            at));
  }

  public String surveyJob() {
    State.Planning planning =
        state() instanceof State.Proposed proposed
            ? proposed.planning()
            : ((State.Preparing) state()).planning();
    return ((State.Surveying) planning).job();
  }

  public ConversationDriver surveyEnds(Outcome outcome) {
    return bot((at, by) -> SampleIncident.finished(at, by, surveyJob(), outcome));
  }

  /** The same with what is known from earlier incidents. */
  public ConversationDriver surveyEnds(Outcome outcome, RollbackHistory history) {
    return bot((at, by) -> new Command.JobFinished(at, by, surveyJob(), outcome, history));
  }

  /** The job of the current step ends with that outcome. */
  public ConversationDriver jobEnds(Outcome outcome) {
    return bot((at, by) -> SampleIncident.finished(at, by, job(), outcome));
  }

  public String job() {
    return switch (incident.orElseThrow().currentStep().orElseThrow().status()) {
      case StepRun.Running running -> running.job();
      case StepRun.WaitingForLock waiting -> waiting.job();
      case StepRun.ReadingDatabase reading -> reading.job();
      case StepRun.OutcomeUnknown unknown -> unknown.reconcileJob().orElseThrow();
      case StepRun.Waiting _,
          StepRun.HandedOver _,
          StepRun.AwaitingConsent _,
          StepRun.SettledStatus _,
          StepRun.AttemptFailed _ ->
          throw new AssertionError("no job runs in " + incident);
    };
  }

  public Plan plan() {
    return switch (state()) {
      case State.AwaitingApproval awaiting -> awaiting.plan();
      case State.Preparing(State.Planned planned) -> planned.plan();
      case State _ -> incident.orElseThrow().rollback().orElseThrow().plan();
    };
  }

  public ConversationDriver is(Class<? extends State> expected) {
    assertThat(state()).as("after %s", last).isInstanceOf(expected);
    return this;
  }

  void undeclared() {
    assertThat(incident).as("after %s", last).isEmpty();
  }

  public ConversationDriver rejected(RejectionCode code) {
    assertThat(last)
        .isInstanceOfSatisfying(Decision.Rejected.class, r -> assertThat(r.code()).isEqualTo(code));
    return this;
  }

  public ConversationDriver accepted() {
    assertThat(last).isInstanceOf(Decision.Accepted.class);
    return this;
  }

  public String postedText() {
    return effects.stream()
        .filter(Effect.Post.class::isInstance)
        .map(e -> ((Effect.Post) e).text().plainText())
        .reduce("", (a, b) -> a + "\n" + b);
  }
}
