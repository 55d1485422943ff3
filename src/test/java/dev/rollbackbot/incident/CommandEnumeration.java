package dev.rollbackbot.incident;

import dev.rollbackbot.incident.assessment.SignOffContent;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.promises.TestUsers;
import dev.rollbackbot.runbook.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every kind of command in a state, from people and from the bot: valid and invalid, new and
 * outdated, from actors with and without the role for it.
 */
public final class CommandEnumeration {
  private static final LocalDate SOON = LocalDate.parse("2026-03-04");
  private static final List<String> STEPS = List.of("api", "site", "revert");

  /** Id of a job whose result no state expects. */
  static final String OLD_JOB = "INC-12/old";

  private static final LockHolder HOLDER = new LockHolder(11, "U9", SampleIncident.START);

  private static final List<Outcome> OUTCOMES = outcomes();

  private final List<Command> out = new ArrayList<>();
  private final Instant now;

  private CommandEnumeration(Instant now) {
    this.now = now;
  }

  /** While services are read for the second signature, only the results of that. */
  static List<Command> in(Incident incident, List<Actor> users) {
    List<Command> all = new ArrayList<>();
    Optional<String> liveJob = incident.details().live().job();
    if (liveJob.isPresent() && !(incident.state() instanceof State.Ended)) {
      CommandEnumeration results = new CommandEnumeration(SampleIncident.START);
      results.externalInput(Set.of(liveJob.get(), OLD_JOB));
      return results.out;
    }
    users.forEach(person -> all.addAll(of(person, incident, SampleIncident.START)));
    all.removeIf(CommandEnumeration::involvesResponder);
    CommandEnumeration commands = new CommandEnumeration(SampleIncident.START);
    commands.externalInput(jobs(incident));
    commands.locks(jobs(incident));
    commands.forged();
    all.addAll(commands.out);
    return all;
  }

  /**
   * The responder without another role becomes involved in nothing: the three users with both roles
   * show every way to become so, with a third of the states.
   */
  private static boolean involvesResponder(Command command) {
    return command.by().equals(TestUsers.RESPONDER)
        && (command instanceof Command.OnPlan
            || command instanceof Command.BreakGlass
            || command instanceof Command.MarkStepDone
            || command instanceof Command.StartNextMethod
            || command instanceof Command.MakeNewPlan
            || command instanceof Command.StartRollback
            || command instanceof Command.Reopen);
  }

  /** Commands from one person. */
  public static List<Command> of(Actor person, Incident incident, Instant now) {
    State state = incident.state();
    CommandEnumeration commands = new CommandEnumeration(now);
    commands.checklistAndPlan(person, hashes(state));
    commands.steps(person);
    commands.verification(person, SignOffContent.live(incident.details()));
    commands.signatures(person, incident);
    commands.lifecycle(person);
    return commands.out;
  }

  private void checklistAndPlan(Actor by, List<String> hashes) {
    for (String item : List.of("capture", "logs", "screenshot", "none")) {
      out.add(new Command.ConfirmItem(now, by, item, "https://example.org"));
      out.add(new Command.SkipItem(now, by, item, "no need"));
      out.add(new Command.RetryItem(now, by, item));
    }
    out.add(new Command.ConfirmItem(now, by, "screenshot", ""));
    out.add(new Command.SkipItem(now, by, "screenshot", " "));
    out.add(new Command.ChangeMethod(now, by, "rollback"));
    out.add(new Command.ChangeMethod(now, by, "by-hand"));
    out.add(new Command.SurveyAgain(now, by));
    for (String hash : hashes) {
      for (String version : List.of("id-v41", "id-v40", "id-v42")) {
        out.add(new Command.ChangeTarget(now, by, hash, "api", version, ""));
      }
      out.add(new Command.Approve(now, by, hash));
      out.add(new Command.BreakGlass(now, by, hash, "nobody is awake"));
      out.add(new Command.BreakGlass(now, by, hash, " "));
    }
  }

  private void steps(Actor by) {
    out.add(new Command.Pause(now, by));
    out.add(new Command.Resume(now, by));
    out.add(new Command.StopAfterStep(now, by));
    for (String step : STEPS) {
      out.add(new Command.RetryStep(now, by, step, 0));
      out.add(new Command.RetryStep(now, by, step, 1));
      out.add(new Command.MarkStepDone(now, by, step, "https://example.org"));
      out.add(new Command.SkipStep(now, by, step, "no need"));
    }
    out.add(new Command.MarkStepDone(now, by, "api", ""));
    out.add(new Command.SkipStep(now, by, "api", ""));
    for (String step : List.of("api", "site")) {
      out.add(new Command.TakeOverLock(now, by, step, "INC-11", "they are asleep"));
    }
    out.add(new Command.TakeOverLock(now, by, "api", "INC-10", "they are asleep"));
    out.add(new Command.TakeOverLock(now, by, "api", "INC-11", " "));
    out.add(new Command.StartNextMethod(now, by));
    out.add(new Command.MakeNewPlan(now, by));
  }

  /** The lock of the first service is held by one of two other incidents. */
  private void locks(Set<String> jobs) {
    for (String job : jobs) {
      out.add(new Command.LockRefused(now, Actor.BOT, job, HOLDER));
      out.add(new Command.LockGranted(now, Actor.BOT, job));
    }
    for (String lock : List.of("cloudflare/worker/shop-api", "cloudflare/worker/other")) {
      out.add(
          new Command.LockClaimed(
              now, Actor.BOT, lock, 13, TestUsers.APPROVER.id(), "they need it"));
    }
  }

  private void verification(Actor by, String live) {
    out.add(new Command.EndPropagation(now, by, "it is there"));
    out.add(new Command.EndPropagation(now, by, ""));
    out.add(new Command.ConfirmCheck(now, by, live, "smoke", ""));
    out.add(new Command.ConfirmCheck(now, by, live, "health", ""));
    out.add(new Command.ConfirmCheck(now, by, "something else", "smoke", ""));
    out.add(new Command.RestartChecks(now, by));
    out.add(new Command.WaiveCheck(now, by, "health", "flaky"));
    out.add(new Command.CountAsFailed(now, by, "health", "no answer"));
    out.add(new Command.WaiveCheck(now, by, "smoke", "no time"));
    out.add(new Command.WaiveCheck(now, by, "smoke", ""));
  }

  private void signatures(Actor by, Incident incident) {
    String shown =
        incident.state() instanceof State.AwaitingSignOff signOff
            ? SignOffContent.fingerprint(incident.details(), signOff)
            : "";
    for (String seen : List.of(shown, "something else")) {
      out.add(new Command.SignRolledBack(now, by, seen));
      out.add(new Command.SignVerified(now, by, seen, SOON));
    }
    out.add(new Command.SignVerified(now, by, shown, SOON.minusYears(1)));
  }

  private void lifecycle(Actor by) {
    out.add(
        new Command.Declare(
            now,
            by,
            new IncidentId(12),
            SampleIncident.runbook(),
            SampleIncident.declaration(true, Severity.CRITICAL)));
    out.add(new Command.StartRollback(now, by));
    out.add(new Command.Cancel(now, by, "enough"));
    out.add(new Command.Cancel(now, by, ""));
    for (CloseReason closeReason : CloseReason.values()) {
      out.add(new Command.Close(now, by, closeReason, ""));
    }
    out.add(new Command.Reopen(now, by, "it came back"));
    out.add(new Command.Reopen(now, by, ""));
    out.add(new Command.DraftPostMortem(now, by));
    out.add(new Command.PostAgain(now, by));
    out.add(
        new Command.ChangeDeclaration(
            now,
            by,
            "old",
            new DeclarationChange(
                Optional.of(Severity.MEDIUM), Optional.empty(), "Orders fail", Optional.empty()),
            "few are affected"));
  }

  private void externalInput(Set<String> jobs) {
    Actor bot = Actor.BOT;
    out.add(new Command.ChannelOpened(now, bot, new Channel("C1", "inc-12", true)));
    out.add(new Command.ChannelRefused(now, bot, "why", new Channel("C0", "inc", false)));
    for (String job : jobs) {
      OUTCOMES.forEach(o -> out.add(SampleIncident.finished(now, bot, job, o)));
    }
    for (ProbeResult.Verdict verdict : ProbeResult.Verdict.values()) {
      out.add(new Command.ProbesMeasured(now, bot, List.of(reading(verdict))));
    }
    out.add(new Command.ProbesMeasured(now, bot, List.of()));
    for (Effect.Timer timer : Effect.Timer.values()) {
      // The deadline is hours away, and nothing else depends on its time.
      boolean deadline = timer == Effect.Timer.DEADLINE;
      Instant at = deadline ? now.plus(Duration.ofDays(1)) : now;
      out.add(new Command.TimerFired(at, bot, timer));
    }
    out.add(new Command.TimerFired(now.minusSeconds(1), bot, Effect.Timer.PROPAGATION));
    out.add(new Command.LiveMessagePosted(now, bot, Effect.LiveMessage.PANEL));
    out.add(new Command.LiveMessagePosted(now, bot, Effect.LiveMessage.CARD));
    out.add(new Command.DeliveryFailed(now, bot, "a post", "is_archived", Optional.empty()));
    out.add(new Command.StakeholderPostDelivered(now, bot, "#customers"));
  }

  /** The bot's commands, sent by a person. */
  private void forged() {
    for (Actor by : List.of(TestUsers.APPROVER, TestUsers.STRANGER)) {
      out.add(SampleIncident.finished(now, by, OLD_JOB, SampleIncident.rolledBack("v41")));
      out.add(new Command.TimerFired(now, by, Effect.Timer.PROPAGATION));
      out.add(new Command.ProbesMeasured(now, by, List.of(reading(ProbeResult.Verdict.PASSED))));
      out.add(new Command.ChannelOpened(now, by, new Channel("C1", "inc-12", true)));
    }
  }

  private static ProbeResult reading(ProbeResult.Verdict verdict) {
    return new ProbeResult("health", verdict, "", Duration.ZERO);
  }

  /** The hash of the plan, or an outdated one. */
  private static List<String> hashes(State state) {
    return switch (state) {
      case State.AwaitingApproval a -> List.of(a.plan().hash(), "old");
      case State.Executing x -> List.of(x.rollback().plan().hash());
      case State _ -> List.of("old");
    };
  }

  /** The jobs that the incident waits for, and an outdated one. */
  static Set<String> jobs(Incident incident) {
    Set<String> jobs = new LinkedHashSet<>();
    if (incident.state() instanceof State.Preparing(State.Surveying(String job))) {
      jobs.add(job);
    }
    incident.rollback().stream()
        .flatMap(rollback -> rollback.steps().stream())
        .forEach(step -> jobOf(step).ifPresent(jobs::add));
    for (Checklist.TrackedItem entry : incident.details().checklist().entries()) {
      if (entry.status() instanceof ItemStatus.TaskRunning(var _, String job)) {
        jobs.add(job);
      }
    }
    incident.details().live().job().ifPresent(jobs::add);
    jobs.add(OLD_JOB);
    return jobs;
  }

  private static Optional<String> jobOf(StepRun step) {
    return switch (step.status()) {
      case StepRun.Running r -> Optional.of(r.job());
      case StepRun.WaitingForLock w -> Optional.of(w.job());
      case StepRun.OutcomeUnknown u -> u.reconcileJob();
      case StepRun.StepStatus _ -> Optional.empty();
    };
  }

  private static List<Outcome> outcomes() {
    List<Outcome> all = new ArrayList<>();
    all.add(SampleIncident.surveyed());
    all.add(SampleIncident.surveyed("v41", "v40"));
    all.add(SampleIncident.rolledBack("v41"));
    all.add(new Outcome.Succeeded(new Outcome.LogsCaptured("logs.txt", 3), Duration.ZERO));
    for (Outcome.FailureKind kind : Outcome.FailureKind.values()) {
      all.add(new Outcome.Failed(kind, "", "no", Optional.empty()));
    }
    all.add(new Outcome.Unknown("no answer"));
    all.add(SampleIncident.liveRead("v41", "7ab1"));
    all.add(SampleIncident.liveRead("v43", "7ab1"));
    return all;
  }
}
