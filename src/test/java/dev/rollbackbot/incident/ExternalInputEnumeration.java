package dev.rollbackbot.incident;

import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.promises.TestUsers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the bot tells an incident in a state: every outcome of each job, probes, timers, locks. */
final class ExternalInputEnumeration {
  /** Id of a job whose result no state expects. */
  static final String OLD_JOB = "INC-12/old";

  private static final LockHolder HOLDER =
      new LockHolder(11, "U9", SampleIncident.START, Optional.empty(), Optional.empty());

  private static final List<Outcome> OUTCOMES = outcomes();

  private final List<Command> out = new ArrayList<>();
  private final List<Outcome> outcomes;
  private final boolean runs;
  private final Instant now;

  ExternalInputEnumeration(Instant now, ExplorationScope scope) {
    this.now = now;
    this.outcomes = new ArrayList<>(OUTCOMES);
    this.runs = scope.jobs();
    if (scope.unplannable()) {
      outcomes.add(SampleIncident.withoutTargets());
    }
    if (scope.endings()) {
      outcomes.add(SampleIncident.liveRead("v42", "7ab1"));
      outcomes.add(SampleIncident.liveRead("v41", ""));
    }
    if (runs) {
      outcomes.add(new Outcome.Succeeded(new Outcome.JobSucceeded("exit status 0"), Duration.ZERO));
    }
  }

  /** Everything, also what only the bot may send, sent by a person. */
  List<Command> all(Incident incident) {
    externalInput(jobs(incident));
    locks(jobs(incident));
    forged();
    return List.copyOf(out);
  }

  /** With results of that job and of an outdated one only. */
  List<Command> forJob(String job) {
    externalInput(Set.of(job, OLD_JOB));
    return List.copyOf(out);
  }

  private void externalInput(Set<String> jobs) {
    Actor bot = Actor.BOT;
    out.add(new Command.ChannelOpened(now, bot, new Channel("C1", "inc-12", true)));
    out.add(new Command.ChannelRefused(now, bot, "why", new Channel("C0", "inc", false)));
    for (String job : jobs) {
      outcomes.forEach(o -> out.add(SampleIncident.finished(now, bot, job, o)));
      if (runs) {
        out.add(new Command.JobOutput(now, bot, job, "a line", Optional.of("a line")));
        out.add(new Command.JobWaits(now, bot, job, "Approve it there.", Optional.empty()));
        out.add(new Command.JobWaitOver(now, bot, job));
      }
    }
    for (ProbeResult.Verdict verdict : ProbeResult.Verdict.values()) {
      out.add(new Command.ProbesMeasured(now, bot, List.of(reading(verdict)), now));
    }
    out.add(new Command.ProbesMeasured(now, bot, List.of(), now));
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
      out.add(
          new Command.ProbesMeasured(now, by, List.of(reading(ProbeResult.Verdict.PASSED)), now));
      out.add(new Command.ChannelOpened(now, by, new Channel("C1", "inc-12", true)));
    }
  }

  private static ProbeResult reading(ProbeResult.Verdict verdict) {
    return ProbeResult.withoutReading("health", verdict, "", Duration.ZERO);
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
              now, Actor.BOT, lock, Set.of(lock), 13, TestUsers.APPROVER.id(), "they need it"));
    }
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
