package dev.rollbackbot.incident;

import dev.rollbackbot.incident.Effect.Place;
import dev.rollbackbot.incident.Effect.Surface;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is to be done after each event of a step. */
final class ReactionsToSteps {
  private ReactionsToSteps() {}

  static List<Effect> to(Incident after, Event.OfSteps event) {
    List<Effect> out = new ArrayList<>();
    if (after.state() instanceof State.Executing s) {
      before(after.facts(), s, event, out);
    }
    out.add(new Effect.Refresh(Surface.PANEL));
    out.add(new Effect.Refresh(Surface.CARD));
    return out;
  }

  private static void before(Facts f, State.Executing s, Event.OfSteps event, List<Effect> out) {
    switch (event) {
      case Event.StepStarted e -> out.add(new Effect.RunJob(e.job(), invocation(f, s, e.step())));
      case Event.StepHandedOver e ->
          say(
              out,
              lead(
                  f,
                  "“"
                      + title(s, e.step())
                      + "” is a person's turn: do it by hand, the panel says how."));
      case Event.StepSucceeded e -> succeeded(f, s, e, out);
      case Event.StepFailed e ->
          say(
              out,
              lead(f, "“" + title(s, e.step()) + "” did not work. ")
                  .quote(e.text())
                  .text(" The ")
                  .log("panel")
                  .text(" shows what can be done."));
      case Event.StepUnknown e -> unknown(f, s, e, out);
      case Event.StepDoneByHand e -> whisper(out, settled(s, e.step()));
      case Event.StepSkipped e -> whisper(out, settled(s, e.step()));
      case Event.Stopped _ ->
          say(
              out,
              lead(f, "The rollback has stopped. The ")
                  .log("panel")
                  .text(" shows what can be done."));
      case Event.Held _ -> whisper(out, Prose.of("Paused."));
      case Event.Resumed e ->
          whisper(out, new Prose(List.of()).person(e.by()).text(" let it go on."));
      case Event.PauseAsked e ->
          whisper(
              out,
              new Prose(List.of()).person(e.by()).text(" asked for a pause before the next step."));
      case Event.StopAsked e ->
          whisper(out, new Prose(List.of()).person(e.by()).text(" asked to stop after this step."));
    }
  }

  private static void unknown(Facts f, State.Executing s, Event.StepUnknown e, List<Effect> out) {
    say(
        out,
        lead(f, "“" + title(s, e.step()) + "”: nobody knows yet whether it worked. ")
            .quote(e.text())
            .text(
                e.askedBy().isEmpty()
                    ? " A person has to look and decide."
                    : " The provider is being asked; nothing is tried again meanwhile."));
    e.askedBy()
        .map(job -> new Effect.RunJob(job, new Invocation.FindOut(invocation(f, s, e.step()))))
        .ifPresent(out::add);
  }

  private static void succeeded(
      Facts f, State.Executing s, Event.StepSucceeded e, List<Effect> out) {
    whisper(out, settled(s, e.step()));
    if (!e.already()) {
      change(s, e.step())
          .ifPresent(c ->
              out.add(new Effect.Remember(c.service().resource(), rolledBackFrom(f, c), e.took())));
    }
  }

  /** What was live when the first plan of this incident was made is bad too. */
  private static List<String> rolledBackFrom(Facts f, PlannedStep.Change done) {
    Stream<Deployment> before =
        f.earlier().stream()
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

  private static Invocation.RollBack invocation(Facts f, State.Executing s, String step) {
    PlannedStep.Change c = change(s, step).orElseThrow();
    return new Invocation.RollBack(
        c.service(),
        c.live(),
        c.target(),
        f.id().label()
            + " rollback to "
            + c.target().label()
            + ", plan "
            + s.rollback().plan().shortHash());
  }

  private static Optional<PlannedStep.Change> change(State.Executing s, String step) {
    return s.rollback().step(step).flatMap(x -> x.step().change());
  }

  private static String title(State.Executing s, String step) {
    return s.rollback().step(step).map(x -> x.step().title()).orElse(step);
  }

  private static Prose settled(State.Executing s, String step) {
    return s.rollback()
        .step(step)
        .map(x -> Prose.of("“" + x.step().title() + "”: ").add(Steps.ended(x)).text("."))
        .orElseGet(() -> Prose.of(step));
  }

  private static Prose lead(Facts f, String text) {
    return new Prose(List.of()).person(f.declaration().lead()).text(": " + text);
  }

  private static void say(List<Effect> out, Prose text) {
    out.add(new Effect.Post(Place.CHANNEL, "", text));
  }

  private static void whisper(List<Effect> out, Prose text) {
    out.add(new Effect.Post(Place.THREAD, "", text));
  }
}
