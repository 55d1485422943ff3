package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Effect.Destination;
import dev.rollbackbot.incident.Effect.LiveMessage;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.text.StepText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is to be done after each event of a step. */
final class StepReactions {
  private StepReactions() {}

  static List<Effect> to(Incident after, Event.OfSteps event) {
    List<Effect> out = new ArrayList<>();
    if (after.state() instanceof State.Executing executing) {
      beforeStep(after.details(), executing, event, out);
    }
    out.add(new Effect.Refresh(LiveMessage.PANEL));
    out.add(new Effect.Refresh(LiveMessage.CARD));
    return out;
  }

  private static void beforeStep(
      IncidentDetails details, State.Executing state, Event.OfSteps event, List<Effect> out) {
    switch (event) {
      case Event.StepStarted stepStarted ->
          out.add(
              new Effect.RunJob(stepStarted.job(), invocation(details, state, stepStarted.step())));
      case Event.StepHandedOver stepHandedOver ->
          postInChannel(
              out,
              mentionLead(
                  details,
                  "“"
                      + title(state, stepHandedOver.step())
                      + "” is a person's turn: do it by hand, the panel says how."));
      case Event.StepSucceeded stepSucceeded -> succeeded(details, state, stepSucceeded, out);
      case Event.StepFailed stepFailed ->
          postInChannel(
              out,
              mentionLead(details, "“" + title(state, stepFailed.step()) + "” did not work. ")
                  .quote(stepFailed.text())
                  .text(" The ")
                  .log("panel")
                  .text(" shows what can be done."));
      case Event.StepUnknown stepUnknown -> unknown(details, state, stepUnknown, out);
      case Event.StepDoneByHand stepDoneByHand ->
          postInThread(out, stepResult(state, stepDoneByHand.step()));
      case Event.StepSkipped stepSkipped ->
          postInThread(out, stepResult(state, stepSkipped.step()));
      case Event.StoppedBeforeStep _ ->
          postInChannel(
              out,
              mentionLead(details, "The rollback has stopped. The ")
                  .log("panel")
                  .text(" shows what can be done."));
      case Event.PausedBeforeStep _ -> postInThread(out, RichText.of("Paused."));
      case Event.Resumed resumed ->
          postInThread(out, new RichText(List.of()).person(resumed.by()).text(" let it go on."));
      case Event.PauseRequested pauseRequested ->
          postInThread(
              out,
              new RichText(List.of())
                  .person(pauseRequested.by())
                  .text(" asked for a pause before the next step."));
      case Event.StopRequested stopRequested ->
          postInThread(
              out,
              new RichText(List.of())
                  .person(stopRequested.by())
                  .text(" asked to stop after this step."));
    }
  }

  private static void unknown(
      IncidentDetails details,
      State.Executing state,
      Event.StepUnknown stepUnknown,
      List<Effect> out) {
    postInChannel(
        out,
        mentionLead(
                details,
                "“" + title(state, stepUnknown.step()) + "”: nobody knows yet whether it worked. ")
            .quote(stepUnknown.text())
            .text(
                stepUnknown.reconcileJob().isEmpty()
                    ? " A person has to look and decide."
                    : " The provider is being asked; nothing is tried again meanwhile."));
    stepUnknown
        .reconcileJob()
        .map(job ->
            new Effect.RunJob(
                job,
                new Invocation.ReconcileRollback(invocation(details, state, stepUnknown.step()))))
        .ifPresent(out::add);
  }

  private static void succeeded(
      IncidentDetails details, State.Executing state, Event.StepSucceeded event, List<Effect> out) {
    postInThread(out, stepResult(state, event.step()));
    if (!event.already()) {
      change(state, event.step())
          .ifPresent(change ->
              out.add(
                  new Effect.RecordRollback(
                      change.service().resource(), rolledBackFrom(details, change), event.took())));
    }
  }

  /** What was live when the first plan of this incident was made is bad too. */
  private static List<String> rolledBackFrom(IncidentDetails details, PlannedStep.Change done) {
    Stream<Deployment> before =
        details.earlierRollbacks().stream()
            .flatMap(r -> r.plan().steps().stream())
            .flatMap(p -> p.change().stream())
            .filter(c -> c.service().equals(done.service()))
            .map(PlannedStep.Change::live);
    return Stream.concat(before, Stream.of(done.live()))
        .flatMap(d -> d.shares().stream())
        .map(x -> x.version().id())
        .filter(id -> !id.equals(done.target().id()))
        .distinct()
        .toList();
  }

  private static Invocation.RollBack invocation(
      IncidentDetails details, State.Executing state, String step) {
    PlannedStep.Change change = change(state, step).orElseThrow();
    return new Invocation.RollBack(
        change.service(),
        change.live(),
        change.target(),
        details.id().label()
            + " rollback to "
            + change.target().label()
            + ", plan "
            + state.rollback().plan().shortHash());
  }

  private static Optional<PlannedStep.Change> change(State.Executing state, String step) {
    return state.rollback().step(step).flatMap(x -> x.step().change());
  }

  private static String title(State.Executing state, String step) {
    return state.rollback().step(step).map(x -> x.step().title()).orElse(step);
  }

  private static RichText stepResult(State.Executing state, String step) {
    return state
        .rollback()
        .step(step)
        .map(x -> RichText.of("“" + x.step().title() + "”: ").add(StepText.resultText(x)).text("."))
        .orElseGet(() -> RichText.of(step));
  }

  private static RichText mentionLead(IncidentDetails details, String text) {
    return new RichText(List.of()).person(details.declaration().lead()).text(": " + text);
  }

  private static void postInChannel(List<Effect> out, RichText text) {
    out.add(new Effect.Post(Destination.CHANNEL, "", text));
  }

  private static void postInThread(List<Effect> out, RichText text) {
    out.add(new Effect.Post(Destination.THREAD, "", text));
  }
}
