package dev.rollbackbot.incident;

import dev.rollbackbot.incident.Outcome.Captured;
import dev.rollbackbot.incident.Outcome.Failed;
import dev.rollbackbot.incident.Outcome.RolledBack;
import dev.rollbackbot.incident.Outcome.Succeeded;
import dev.rollbackbot.incident.Outcome.Surveyed;
import dev.rollbackbot.incident.Outcome.Unknown;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the world says: jobs, probes, timers, Slack. What nobody waits for changes nothing. */
final class DecidingWorld {
  private DecidingWorld() {}

  static Decision channel(Incident incident, Command.OnChannel command) {
    if (incident.facts().channel().isPresent()) {
      return Deciding.NOTHING;
    }
    return switch (command) {
      case Command.ChannelOpened c ->
          Deciding.then(incident, new Event.ChannelReady(c.at(), c.channel(), Optional.empty()));
      case Command.ChannelRefused c ->
          Deciding.then(
              incident, new Event.ChannelReady(c.at(), c.fallback(), Optional.of(c.why())));
    };
  }

  static Decision decide(Incident incident, Command.FromWorld command) {
    return switch (command) {
      case Command.JobFinished c -> job(incident, c);
      case Command.ProbesMeasured c -> probes(incident, c);
      case Command.TimerFired c -> timer(incident, c);
      case Command.Shown c ->
          incident.facts().shown().contains(c.surface())
              ? Deciding.NOTHING
              : Deciding.then(incident, new Event.SurfaceShown(c.at(), c.surface()));
      case Command.PostFailed c ->
          Deciding.then(incident, new Event.PostLost(c.at(), c.what(), c.why()));
    };
  }

  private static Decision job(Incident incident, Command.JobFinished c) {
    State s = incident.state();
    if (s instanceof State.Preparing(State.Surveying(String job)) && job.equals(c.job())) {
      return surveyed(incident, c);
    }
    if (s instanceof State.RollingBack r && r.rollback().current().isPresent()) {
      StepRun step = r.rollback().current().get();
      if (step.progress() instanceof StepRun.Running(Instant _, String job)
          && job.equals(c.job())) {
        return stepEnded(incident, step, c);
      }
    }
    if (s instanceof State.Blocked b && b.rollback().current().isPresent()) {
      StepRun step = b.rollback().current().get();
      if (step.progress() instanceof StepRun.Unknown unknown
          && unknown.askedBy().equals(Optional.of(c.job()))) {
        return foundOut(incident, step, c);
      }
    }
    return incident
        .facts()
        .checklist()
        .runBy(c.job())
        .map(e -> itemEnded(incident, e, c))
        .orElse(Deciding.NOTHING);
  }

  private static Decision surveyed(Incident incident, Command.JobFinished c) {
    Facts f = incident.facts();
    Story story = Story.from(incident);
    switch (c.outcome()) {
      case Succeeded(Surveyed found, var _) -> {
        captureItem(f)
            .ifPresent(i ->
                story.then(
                    new Event.ItemDone(c.at(), c.by().id(), i, live(found), Optional.empty())));
        story.then(Planner.plan(f, found, c.lore(), c.at()));
      }
      case Succeeded _ -> missing(story, f, c, "The provider answered something else.");
      case Failed failed -> missing(story, f, c, failed.text());
      case Unknown unknown -> missing(story, f, c, unknown.text());
    }
    return story.goesOn(c.at());
  }

  private static void missing(Story story, Facts f, Command.JobFinished c, String text) {
    captureItem(f).ifPresent(i -> story.then(new Event.ItemFailed(c.at(), i, text)));
    boolean manual = f.method().steps().stream().allMatch(Step.Manual.class::isInstance);
    story.then(
        manual
            ? Planner.plan(f, new Surveyed(List.of()), c.lore(), c.at())
            : new Event.PlanMissing(c.at(), text));
  }

  private static Optional<String> captureItem(Facts f) {
    return f.checklist().entries().stream()
        .filter(e ->
            e.item().doer() instanceof ChecklistItem.Bot b
                && b.task() == ChecklistItem.Task.CAPTURE_DEPLOYMENTS
                && !(e.mark() instanceof Mark.Done)
                && !(e.mark() instanceof Mark.Skipped))
        .map(e -> e.item().id())
        .findFirst();
  }

  private static String live(Surveyed found) {
    return found.snapshots().stream()
        .map(s -> s.service().service().name() + " " + s.live().label())
        .collect(Collectors.joining(", "));
  }

  private static Decision itemEnded(
      Incident incident, Checklist.Entry entry, Command.JobFinished c) {
    String item = entry.item().id();
    Event event =
        switch (c.outcome()) {
          case Succeeded(Captured(String file, int lines), var _) ->
              new Event.ItemDone(
                  c.at(), c.by().id(), item, file + ", " + lines + " lines", Optional.of(c.job()));
          case Succeeded _ -> new Event.ItemDone(c.at(), c.by().id(), item, "", Optional.empty());
          case Failed f -> new Event.ItemFailed(c.at(), item, f.text());
          case Unknown u -> new Event.ItemFailed(c.at(), item, u.text());
        };
    return Deciding.then(incident, event);
  }

  private static Decision stepEnded(Incident incident, StepRun step, Command.JobFinished c) {
    String id = step.step().id();
    Event event =
        switch (c.outcome()) {
          case Succeeded(RolledBack(Deployment live, boolean already), var took) ->
              new Event.StepSucceeded(c.at(), id, live, already, took);
          case Succeeded _ ->
              unknown(incident, id, c.at(), "The provider answered something else.");
          case Failed f -> new Event.StepFailed(c.at(), id, f.kind(), f.code(), f.text(), f.live());
          case Unknown u -> unknown(incident, id, c.at(), u.text());
        };
    return Deciding.then(incident, event);
  }

  private static Event unknown(Incident incident, String step, Instant at, String text) {
    return new Event.StepUnknown(at, step, text, Optional.of(incident.facts().nextJob()));
  }

  /** What the provider said when it was asked what became of a step. */
  private static Decision foundOut(Incident incident, StepRun step, Command.JobFinished c) {
    String id = step.step().id();
    Event event =
        switch (c.outcome()) {
          case Succeeded(RolledBack(Deployment live, boolean already), var _) ->
              new Event.StepSucceeded(c.at(), id, live, already, since(step, c.at()));
          case Succeeded _ ->
              new Event.StepUnknown(c.at(), id, "The provider can't tell.", Optional.empty());
          case Failed f -> new Event.StepFailed(c.at(), id, f.kind(), f.code(), f.text(), f.live());
          case Unknown u -> new Event.StepUnknown(c.at(), id, u.text(), Optional.empty());
        };
    return Deciding.then(incident, event);
  }

  /** How long nobody knew; the answer that would have said more is lost. */
  private static Duration since(StepRun step, Instant now) {
    return step.progress() instanceof StepRun.Unknown u
        ? Duration.between(u.at(), now)
        : Duration.ZERO;
  }

  private static Decision probes(Incident incident, Command.ProbesMeasured c) {
    if (!(incident.state() instanceof State.Measuring m)) {
      return Deciding.NOTHING;
    }
    Measurements before = m.measurements();
    Measurements after = before.read(c.readings(), c.at());
    List<Reading> news = new ArrayList<>();
    for (Reading r : c.readings()) {
      if (isNews(before, after, r)) {
        news.add(r);
      }
    }
    if (news.isEmpty()) {
      return Deciding.NOTHING;
    }
    Story story = Story.from(incident).then(new Event.ProbesRead(c.at(), news));
    if (incident.state() instanceof State.AwaitingSignOff) {
      news.stream()
          .filter(r -> r.verdict() == Reading.Verdict.FAILED && !waived(after, r.probe()))
          .findFirst()
          .ifPresent(r -> story.then(new Event.VerificationLost(c.at(), r.probe(), r.detail())));
    }
    return story.goesOn(c.at());
  }

  /** A reading is kept when it changes what is known; a hundred equal rounds are one fact. */
  private static boolean isNews(Measurements before, Measurements after, Reading r) {
    Optional<Measurements.ProbeRun> was = before.probe(r.probe());
    Optional<Measurements.ProbeRun> is = after.probe(r.probe());
    return was.isPresent()
        && is.isPresent()
        && (was.get().inARow() != is.get().inARow()
            || !was.get().last().map(Reading::verdict).equals(Optional.of(r.verdict())));
  }

  private static boolean waived(Measurements m, String probe) {
    return m.probe(probe).flatMap(Measurements.ProbeRun::waiver).isPresent();
  }

  private static Decision timer(Incident incident, Command.TimerFired c) {
    State s = incident.state();
    return switch (c.timer()) {
      case PROPAGATION ->
          s instanceof State.Propagating p && !c.at().isBefore(p.until())
              ? Deciding.then(incident, new Event.SpreadEnded(c.at(), c.by().id(), ""))
              : Deciding.NOTHING;
      case APPROVAL_FIRST_NUDGE, APPROVAL_SECOND_NUDGE ->
          s instanceof State.AwaitingApproval
              ? Deciding.then(incident, new Event.Nudged(c.at(), c.timer()))
              : Deciding.NOTHING;
      case DEADLINE ->
          s instanceof State.Ended
                  || s instanceof State.AwaitingSignOff
                  || s instanceof State.Monitoring
                  || incident.facts().deadlinePassed()
              ? Deciding.NOTHING
              : Deciding.then(incident, new Event.DeadlinePassed(c.at()));
      case UPDATE ->
          s instanceof State.Ended
              ? Deciding.NOTHING
              : Deciding.then(incident, new Event.UpdateDue(c.at()));
    };
  }
}
