package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Effect.Destination;
import dev.rollbackbot.incident.Effect.LiveMessage;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.PlannedJobs;
import dev.rollbackbot.incident.assessment.UnattendedStart;
import dev.rollbackbot.incident.assessment.database.DatabaseRestores;
import dev.rollbackbot.incident.assessment.database.DatabaseSteps;
import dev.rollbackbot.incident.database.RestorePoint;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.text.StepText;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Effects of the steps' events. */
record StepReactions(Incident after, IncidentDetails details, Effects effects) {
  void to(Event.OfSteps event) {
    switch (event) {
      case Event.StepStarted e ->
          effects.add(new Effect.RunJob(e.job(), invocation(e.step(), e.job())));
      case Event.DatabaseReadStarted e ->
          effects.add(new Effect.RunJob(e.job(), reading(e.step(), false)));
      case Event.RestorePrepared e ->
          effects.postInChannel(
              RichText.EMPTY
                  .person(e.by())
                  .text(" asked for a restore: ")
                  .quote(e.restore().title())
                  .text(". Why: ")
                  .quote(e.reason())
                  .text(
                      " What would be lost is counted first, then somebody else must consent."
                          + " Nothing was changed by asking."));
      case Event.ConsentAsked e ->
          effects.postInChannel(
              restore(e.step()).map(p -> restoreAsked(e, p)).orElseGet(() -> consentAsked(e)));
      case Event.ConsentGiven e -> {
        postBy(
            e,
            restore(e.step()).isPresent()
                ? " consented to "
                    + title(e.step())
                    + ". The numbers are read once more, then the restore is sent."
                : " consented to the script of "
                    + title(e.step())
                    + ". The numbers are read once more, then it is sent.");
        effects.add(new Effect.RunJob(e.job(), reading(e.step(), true)));
      }
      case Event.ScriptCleared e ->
          effects.post(
              Destination.THREAD,
              RichText.of("The numbers are as consented to. Way back of " + title(e.step()) + ": ")
                  .quote(wayBack(e)));
      case Event.StepHandedOver e ->
          effects.postInChannel(
              effects.mentionLead(
                  title(e.step()) + " is a person's turn: do it by hand, the panel says how."));
      case Event.StepSucceeded e -> succeeded(e);
      case Event.StepJobSucceeded e -> {
        postResult(e.step());
        e.artifact().ifPresent(job -> attachOutput(e.step(), job));
        postOthersToDecide();
      }
      case Event.JobOutputRead e ->
          e.forThread()
              .ifPresent(lines ->
                  effects.post(
                      Destination.THREAD,
                      RichText.of(title(e.step()) + " prints:\n").output(lines)));
      case Event.JobWaitsForPerson e -> effects.postInChannel(waits(e));
      case Event.JobWaitEnded e ->
          effects.post(
              Destination.THREAD,
              RichText.of(title(e.step()) + " does not wait for a person any more."));
      case Event.JobStopRequested e -> {
        postBy(e, StepText.stopRequested(after, e));
        effects.add(new Effect.RequestJobStop(e.job()));
      }
      case Event.StepFailed e -> {
        RichText text =
            effects
                .mentionLead(
                    title(e.step())
                        + notBegun(e).map(w -> " was " + w + ". ").orElseGet(() -> ended(e)))
                .quote(e.text());
        if (needsApproval()) {
          effects.postInChannel(text);
        } else if (after.state() instanceof State.Blocked) {
          postWithPanel(text.text(" The "));
        } else {
          effects.postInChannel(text.text(othersGoOn()));
        }
        e.artifact().ifPresent(job -> attachOutput(e.step(), job));
      }
      case Event.StepUnknown e -> unknown(e);
      case Event.StepDoneByHand e -> postResult(e.step());
      case Event.StepSkipped e -> postResult(e.step());
      case Event.LockAwaited e -> effects.postInChannel(lockAwaited(e));
      case Event.LockObtained e ->
          effects.post(
              Destination.THREAD, RichText.of(title(e.step()) + " begins: the lock is free."));
      case Event.StepHeldBack e -> {
        RichText text =
            effects.mentionLead(title(e.step()) + " does not begin now: ").quote(e.reason());
        if (needsApproval()) {
          effects.postInChannel(text);
        } else {
          postWithPanel(text.text(" The rollback pauses, people decide. The "));
        }
      }
      case Event.LockTakenOver e -> lockTakenOver(e);
      case Event.LockLetGo e ->
          effects.postInChannel(
              effects
                  .mentionLead("")
                  .add(StepText.lockLetGo(e, title(e.step())))
                  .text("\nWhether the attempt here has ended is still unknown."));
      case Event.StoppedBeforeStep _ ->
          postWithPanel(effects.mentionLead("The rollback has stopped. The "));
      case Event.PausedBeforeStep _ -> effects.post(Destination.THREAD, RichText.of("Paused."));
      case Event.Resumed e -> postBy(e, " let it go on.");
      case Event.PauseRequested e -> postBy(e, " asked for a pause before the next step.");
      case Event.StopRequested e ->
          postBy(e, " asked to " + StepText.stopAfter(after.rollback()) + ".");
    }
    effects.add(new Effect.Refresh(LiveMessage.PANEL));
    if (!(event instanceof Event.JobOutputRead)) {
      effects.add(new Effect.Refresh(LiveMessage.CARD));
    }
  }

  /** What nobody approved has stopped before its first change: that is said next. */
  private boolean needsApproval() {
    return after
        .rollback()
        .filter(r -> UnattendedStart.isFirstChange(r) && r.underWay().isEmpty())
        .isPresent();
  }

  private Optional<String> notBegun(Event.StepFailed event) {
    return after
        .step(event.step())
        .filter(_ -> !event.kind().ran())
        .filter(s -> s.step().job().isPresent())
        .map(s -> s.ran() ? "not begun again" : "not begun");
  }

  private static String ended(Event.StepFailed event) {
    return event.kind() == Outcome.FailureKind.NOT_CONFIRMED
        ? " has ended, but is not confirmed. "
        : " did not work. ";
  }

  private void attachOutput(String step, String job) {
    effects.add(
        new Effect.Attach(
            job, step + "-output.txt", RichText.of("What " + title(step) + " printed.")));
  }

  private void postWithPanel(RichText text) {
    effects.postInChannel(text.log("panel").text(" shows what can be done."));
  }

  private void postBy(Event event, String text) {
    effects.post(Destination.THREAD, RichText.EMPTY.person(event.by()).text(text));
  }

  private void postResult(String step) {
    effects.post(
        Destination.THREAD,
        after.step(step).map(StepText::titleAndResult).orElseGet(() -> RichText.of(step)));
  }

  private void unknown(Event.StepUnknown event) {
    effects.postInChannel(
        effects
            .mentionLead(title(event.step()) + ": nobody knows yet whether it worked. ")
            .quote(event.text())
            .text(
                event.reconcileJob().isEmpty()
                    ? " A person has to look and decide."
                    : " The provider is being asked; nothing is tried again meanwhile.")
            .text(after.state() instanceof State.Blocked ? "" : othersGoOn()));
    Optional<Invocation> reconcile =
        after
            .step(event.step())
            .map(StepRun::status)
            .filter(StepRun.OutcomeUnknown.class::isInstance)
            .flatMap(status -> ((StepRun.OutcomeUnknown) status).job())
            .map(job ->
                change(event.step()).isPresent()
                    ? new Invocation.ReconcileRollback(
                        rollBack(event.step(), job), Optional.of(job))
                    : new Invocation.ReconcileJob(job));
    event
        .reconcileJob()
        .ifPresent(job -> effects.add(new Effect.RunJob(job, reconcile.orElseThrow())));
  }

  private RichText waits(Event.JobWaitsForPerson event) {
    RichText text = effects.mentionLead(title(event.step()) + " waits. ").quote(event.text());
    return event.link().map(link -> text.text(" ").link(link, "Open it")).orElse(text);
  }

  private RichText lockAwaited(Event.LockAwaited event) {
    return effects
        .mentionLead(title(event.step()) + " has not begun: ")
        .add(StepText.holder(event.holder()))
        .text(" has held its lock since ")
        .time(event.holder().since())
        .text(
            after.step(event.step()).filter(StepRun::underWay).isPresent()
                ? ". It begins by itself when the lock is free."
                : ".");
  }

  /** What runs at the same time ends first; what has not begun then waits for the decision. */
  private String othersGoOn() {
    List<StepRun> waiting =
        after.rollback().map(Rollback::currentGroup).orElse(List.of()).stream()
            .filter(s -> s.status() instanceof StepRun.Waiting)
            .toList();
    return " How it goes on can be decided when this has ended: "
        + StepText.titles(after.rollback().map(Rollback::underWay).orElse(List.of()))
        + "."
        + (waiting.isEmpty() ? "" : " Not begun before that: " + StepText.titles(waiting) + ".");
  }

  /** What ended last ended well, and a person was told before of what did not. */
  private void postOthersToDecide() {
    if (after.state() instanceof State.Blocked blocked
        && !blocked.rollback().undecided().stream().allMatch(StepRun::reconciling)) {
      postWithPanel(
          effects.mentionLead(
              "What ran at the same time has ended. A decision is needed about "
                  + StepText.titles(blocked.rollback().undecided())
                  + ". The "));
    }
  }

  private void lockTakenOver(Event.LockTakenOver event) {
    effects.postInChannel(
        RichText.EMPTY
            .person(event.by())
            .text(" took the lock of " + title(event.step()) + " over from ")
            .add(StepText.holder(event.from()))
            .text(": ")
            .quote(event.reason()));
  }

  private void succeeded(Event.StepSucceeded event) {
    postResult(event.step());
    if (!event.already() && event.changeTook().isPresent()) {
      Duration took = event.changeTook().get();
      change(event.step())
          .map(change -> new Effect.RecordRollback(change.service().recordName(), took))
          .ifPresent(effects::add);
    }
    postOthersToDecide();
  }

  private Optional<RestorePoint> restore(String step) {
    return after.step(step).flatMap(s -> s.step().restore());
  }

  private Invocation invocation(String step, String job) {
    Optional<StepRun> run = after.step(step).filter(s -> s.step().job().isPresent());
    Optional<RestorePoint> restore = restore(step);
    if (restore.isPresent()) {
      return new Invocation.RestoreDatabase(
          restore.get(),
          Optional.of(details.environment().id()),
          run.flatMap(StepRun::consent).orElseThrow().reading().bookmark(),
          DatabaseRestores.WITHIN,
          begun(step));
    }
    return run.isPresent()
        ? PlannedJobs.invocation(
            details,
            details.method().job(step).orElseThrow(),
            run.get().step().job().orElseThrow(),
            begun(step).orElseThrow(),
            PlannedJobs.planned(details, after.rollback().orElseThrow(), run.get()),
            run.get().consent())
        : rollBack(step, job);
  }

  private Invocation reading(String step, boolean undo) {
    return DatabaseSteps.reading(
        details, after.rollback().orElseThrow(), after.step(step).orElseThrow(), undo);
  }

  private RichText consentNeeded(Event.ConsentAsked event) {
    RichText text = RichText.of(event.again() ? "The numbers have changed: " : "");
    return details
        .environment()
        .approvers()
        .map(g -> text.group(g).text(": "))
        .orElse(text)
        .text(title(event.step()) + " needs a consent of its own. ");
  }

  /** The whole script and its hash are on the plan's card; the panel has the button. */
  private RichText consentAsked(Event.ConsentAsked event) {
    DatabaseSpec spec =
        after.step(event.step()).flatMap(s -> DatabaseSteps.spec(details, s.step())).orElseThrow();
    return consentNeeded(event)
        .quote(spec.script().name())
        .text(" (SHA-256 " + DatabaseSteps.scriptHash(spec) + ") would be carried out on ")
        .quote(spec.database())
        .text(". Read just now: ")
        .quote(event.reading().text())
        .text(". Way back: ")
        .quote(declaredWayBack(event.step()))
        .text(
            " "
                + StepText.restoreOffered(spec)
                + " Someone who is not involved can consent on the ")
        .log("panel")
        .text(", or the step can be skipped with a reason.");
  }

  /** The panel's modal has the limits too. */
  private RichText restoreAsked(Event.ConsentAsked event, RestorePoint point) {
    return consentNeeded(event)
        .text("The whole database ")
        .quote(point.spec().database())
        .text(" would go back to the bookmark ")
        .quote(point.bookmark())
        .text(" of ")
        .time(point.at())
        .text(": every write since is lost. ")
        .quote(StepText.lost(point, event.reading()))
        .text(" Someone who is not involved can consent on the ")
        .log("panel")
        .text(", or the step can be skipped with a reason.");
  }

  private String declaredWayBack(String step) {
    return after
        .step(step)
        .flatMap(s -> s.step().job())
        .flatMap(PlannedJob::wayBack)
        .orElse("there is none.");
  }

  private String wayBack(Event.ScriptCleared event) {
    return event
        .reading()
        .bookmark()
        .map(b -> "the bookmark " + b + ", taken right before. It restores the whole database.")
        .orElseGet(() -> declaredWayBack(event.step()));
  }

  private Optional<Instant> begun(String step) {
    return after.step(step).flatMap(StepRun::begun);
  }

  /** The provider's record is searched for the message. */
  private Invocation.RollBack rollBack(String step, String job) {
    PlannedStep.Change change = change(step).orElseThrow();
    return new Invocation.RollBack(
        change.service(),
        change.live(),
        change.target(),
        "%sRollback %s: %s, plan %s"
            .formatted(
                after.details().isDrill() ? IncidentDetails.DRILL + " · " : "",
                Invocation.correlation(job, begun(step)),
                change.target().label(),
                after.rollback().orElseThrow().plan().shortHash()),
        change.changedSecrets());
  }

  private Optional<PlannedStep.Change> change(String step) {
    return after.step(step).flatMap(s -> s.step().change());
  }

  private String title(String step) {
    return "“" + after.step(step).map(s -> s.step().title()).orElse(step) + "”";
  }
}
