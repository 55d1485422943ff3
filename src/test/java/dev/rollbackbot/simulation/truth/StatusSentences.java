package dev.rollbackbot.simulation.truth;

import static dev.rollbackbot.simulation.truth.Scene.require;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.text.StepText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** How far an incident is: its state in a few words, its counts and its clock. */
final class StatusSentences {
  /** After each of these it is in another state. */
  private static final List<Class<? extends Event>> TURNS =
      List.of(
          Event.IncidentDeclared.class,
          ProposalEvent.RollbackProposed.class,
          ProposalEvent.ProposalStarted.class,
          ProposalEvent.ProposalWatched.class,
          ProposalEvent.AutomaticRollbackStarted.class,
          ProposalEvent.AutomaticRollbackHalted.class,
          Event.RollbackChosen.class,
          Event.IncidentReopened.class,
          Event.IncidentClosed.class,
          Event.IncidentCancelled.class,
          Event.SurveyStarted.class,
          Event.MethodChanged.class,
          Event.MethodStarted.class,
          Event.PlanVoided.class,
          Event.ApprovalRequested.class,
          Event.Approved.class,
          Event.BreakGlassUsed.class,
          Event.StepStarted.class,
          Event.StepHandedOver.class,
          Event.StepSucceeded.class,
          Event.StepJobSucceeded.class,
          Event.StepFailed.class,
          Event.StepUnknown.class,
          Event.StepDoneByHand.class,
          Event.StepSkipped.class,
          Event.LockAwaited.class,
          Event.LockObtained.class,
          Event.StepHeldBack.class,
          Event.LockTakenOver.class,
          Event.PausedBeforeStep.class,
          Event.Resumed.class,
          Event.StoppedBeforeStep.class,
          Event.PropagationStarted.class,
          Event.PropagationEnded.class,
          Event.ChecksPassed.class,
          Event.VerificationLost.class,
          Event.LiveVersionChanged.class,
          Event.CheckCountedFailed.class,
          Event.VerificationReopened.class,
          Event.SignedRolledBack.class,
          Event.FirstSignatureVoided.class,
          Event.SecondSignatureGiven.class,
          Event.SecondSignatureVoided.class,
          Event.SignedVerified.class);

  private StatusSentences() {}

  static List<Sentence> all() {
    return List.of(
        Sentence.of("Watching, not rolling back", (_, scene) -> watching(scene)),
        Sentence.of("None, it is watched", (_, scene) -> watching(scene)),
        Sentence.of("not yet no rollback is planned not yet", (_, scene) -> watching(scene)),
        Sentence.of(
            "not yet {duration} after it begins not yet", (_, scene) -> notBegun(scene.events())),
        Sentence.of(
            "INCIDENT Watching Shop Feature, not rolling back {severity}",
            (_, scene) -> watching(scene)),
        Sentence.of(
            "INCIDENT Preparing to roll back Shop Feature {severity}",
            (_, scene) -> gettingReady(scene)),
        Sentence.of(
            "INCIDENT Rolling back Shop Feature {severity}", (_, scene) -> goingBack(scene)),
        Sentence.of(
            "INCIDENT Rolling back Shop Feature, stopped for now {severity}",
            (_, scene) -> stopped(scene)),
        Sentence.of("INCIDENT Checking Shop Feature {severity}", (_, scene) -> stepsOver(scene)),
        Sentence.of("We know of it and watch it", (_, scene) -> watching(scene)),
        Sentence.of("Getting ready", (_, scene) -> preparing(scene)),
        Sentence.of("We are getting ready to go back", (_, scene) -> gettingReady(scene)),
        Sentence.of(
            "Waiting for approval", (_, scene) -> turned(scene, Event.ApprovalRequested.class)),
        Sentence.of("Rolling back, step {n:at} of {n:all}", StatusSentences::rollingBack),
        Sentence.of("Rolling back, steps {steps:at} of {n:all}", StatusSentences::rollingBack),
        Sentence.of("Waiting for {holder}, step {n:at} of {n:all}", StatusSentences::waiting),
        Sentence.of("; waiting for {holder}, step {n:at} of {n:all}", StatusSentences::waiting),
        Sentence.of("Paused before step {n:at}", stands(Event.PausedBeforeStep.class)),
        Sentence.of("Paused before steps {steps:at}", stands(Event.PausedBeforeStep.class)),
        Sentence.of("Stopped before step {n:at}", stands(Event.StoppedBeforeStep.class)),
        Sentence.of("Stopped before steps {steps:at}", stands(Event.StoppedBeforeStep.class)),
        Sentence.of(
            "Step {n:at} failed[[, it may have been done in part]]", is(Event.StepFailed.class)),
        Sentence.of(
            "; step {n:at} failed[[, it may have been done in part]]", is(Event.StepFailed.class)),
        Sentence.of("Step {n:at} ended, not confirmed", is(Event.StepFailed.class)),
        Sentence.of(
            "Step {n:at} failed to begin[[ again, an earlier attempt may have done a part]]",
            is(Event.StepFailed.class)),
        Sentence.of("; step {n:at} ended, not confirmed", is(Event.StepFailed.class)),
        Sentence.of(
            "; step {n:at} failed to begin[[ again, an earlier attempt may have done a part]]",
            is(Event.StepFailed.class)),
        Sentence.of("Step {n:at}: its outcome is unknown", is(Event.StepUnknown.class)),
        Sentence.of("; step {n:at}: its outcome is unknown", is(Event.StepUnknown.class)),
        Sentence.of("We are going back", (_, scene) -> goingBack(scene)),
        Sentence.of(
            "We have stopped for now and are deciding how it goes on",
            (_, scene) -> stopped(scene)),
        Sentence.of(
            "Waiting for it to spread, {n:minutes}:{n:seconds} left", StatusSentences::timeLeft),
        Sentence.of(
            "Waiting for it to spread",
            (_, scene) -> turned(scene, Event.PropagationStarted.class)),
        Sentence.of("Checking", (_, scene) -> checking(scene)),
        Sentence.of(
            "The steps are over; we are checking whether all is well",
            (_, scene) -> stepsOver(scene)),
        Sentence.of(
            "Two signatures, then it is over",
            (_, scene) -> {
              if (!is(scene, Event.FirstSignatureVoided.class)) {
                turned(scene, Event.ChecksPassed.class);
              }
            }),
        Sentence.of(
            "One more signature, then it is over",
            (_, scene) -> {
              if (!is(scene, Event.SecondSignatureVoided.class)) {
                turned(scene, Event.SignedRolledBack.class);
              }
            }),
        Sentence.of(
            "Both have signed, what is live is read once more",
            (_, scene) -> turned(scene, Event.SecondSignatureGiven.class)),
        Sentence.of("Cancelled", (_, scene) -> cancelled(scene, false)),
        // The first post of a channel that was opened when it was over already.
        Sentence.of(
            "INCIDENT Shop Feature: Cancelled {severity} Cancelled",
            (_, scene) -> cancelled(scene, false)),
        Sentence.of(
            "Cancelled after some of it had been done", (_, scene) -> cancelled(scene, true)),
        Sentence.of(
            "Cancelled; some of it may have been done",
            (_, scene) -> turned(scene, Event.IncidentCancelled.class)),
        Sentence.of("{bar} {n:some} of {n:all} done", StatusSentences::stepsDone),
        Sentence.of("{bar} {n:some} of {n:all} checks", StatusSentences::checksDone),
        Sentence.of("After {n:some} of {n:all}", StatusSentences::checksDone),
        Sentence.of("{n:minutes} min of {n:limit}", StatusSentences::clock),
        Sentence.of(":warning: over {n:limit} min", StatusSentences::over));
  }

  private static void cancelled(Scene scene, boolean something) {
    turned(scene, Event.IncidentCancelled.class);
    boolean changed =
        scene.world().changedSomething(scene.incident().id(), scene.at())
            || scene.last(Event.StepDoneByHand.class).isPresent();
    require(changed == something, something ? "nothing was done" : "something was done");
  }

  private static Event turn(Scene scene) {
    return scene.latest(TURNS).orElseThrow();
  }

  private static boolean is(Scene scene, Class<? extends Event> type) {
    return type.isInstance(turn(scene));
  }

  private static void turned(Scene scene, Class<? extends Event> type) {
    require(is(scene, type), "the last thing was " + turn(scene));
  }

  private static void gettingReady(Scene scene) {
    if (!is(scene, Event.ApprovalRequested.class)) {
      preparing(scene);
    }
  }

  private static void goingBack(Scene scene) {
    require(StepFacts.of(scene).settled() < StepFacts.of(scene).all().size(), "no step is left");
  }

  private static void stopped(Scene scene) {
    require(
        StepFacts.of(scene).current().stream().noneMatch(StepFacts.StepFact::runs)
            || is(scene, Event.PausedBeforeStep.class)
            || is(scene, Event.StoppedBeforeStep.class),
        "a step runs");
  }

  private static void stepsOver(Scene scene) {
    require(StepFacts.of(scene).settled() == StepFacts.of(scene).all().size(), "a step is left");
  }

  private static void watching(Scene scene) {
    if (is(scene, ProposalEvent.ProposalWatched.class)) {
      return;
    }
    turned(scene, Event.IncidentDeclared.class);
    require(!scene.declared().declaration().affectingUsers(), "a rollback was advised");
  }

  private static void notBegun(List<Event> events) {
    require(
        events.stream()
            .noneMatch(e ->
                e instanceof Event.Approved
                    || e instanceof Event.BreakGlassUsed
                    || e instanceof ProposalEvent.AutomaticRollbackStarted),
        "a rollback has begun");
  }

  private static void preparing(Scene scene) {
    Event turn = turn(scene);
    boolean ready =
        turn instanceof Event.SurveyStarted
            || turn instanceof ProposalEvent.ProposalStarted
            || turn instanceof ProposalEvent.AutomaticRollbackHalted
            || turn instanceof Event.RollbackChosen
            || turn instanceof Event.IncidentReopened
            || turn instanceof Event.MethodChanged
            || turn instanceof Event.MethodStarted
            || turn instanceof Event.PlanVoided
            || (turn instanceof Event.IncidentDeclared declared
                && declared.declaration().affectingUsers());
    require(ready, "the last thing was " + turn);
  }

  private static void rollingBack(Said said, Scene scene) {
    StepFacts steps = StepFacts.of(scene);
    int all = steps.all().size();
    require(said.number("all") == all, "the plan has " + all + " steps");
    // After the last step, while the wait is not begun, it is still said to be at that step.
    if (steps.current().isEmpty()) {
      require(numbers(said).equals(List.of(all)), "every step is settled");
      return;
    }
    List<Integer> running =
        steps.numbers(steps.current().stream().filter(StepFacts.StepFact::runs).toList());
    require(numbers(said).equals(running), "those that run are " + running);
  }

  private static void waiting(Said said, Scene scene) {
    StepFacts steps = StepFacts.of(scene);
    require(said.number("all") == steps.all().size(), "the plan has others");
    require(
        steps.current(numbers(said)).getFirst().last().orElse(null)
                instanceof Event.LockAwaited waits
            && StepText.label(waits.holder()).equals(said.word("holder")),
        "it does not wait for that");
  }

  private static Sentence.Comparison stands(Class<? extends Event> type) {
    return (said, scene) -> {
      turned(scene, type);
      StepFacts steps = StepFacts.of(scene);
      require(
          numbers(said).equals(steps.numbers(steps.current())), "the next are " + steps.current());
    };
  }

  private static Sentence.Comparison is(Class<? extends Event.OfSteps> type) {
    return (said, scene) ->
        require(
            StepFacts.of(scene).current(numbers(said)).getFirst().is(type),
            "that is not its state");
  }

  /** Of the steps that are named. */
  private static List<Integer> numbers(Said said) {
    return Pattern.compile("\\d+")
        .matcher(said.word("at"))
        .results()
        .map(m -> Integer.valueOf(m.group()))
        .toList();
  }

  private static void timeLeft(Said said, Scene scene) {
    turned(scene, Event.PropagationStarted.class);
    Instant until = ((Event.PropagationStarted) turn(scene)).until();
    Duration left = Duration.between(scene.at(), until);
    long seconds = said.number("minutes") * 60L + said.number("seconds");
    require(seconds == Math.max(0, left.toSeconds()), "left are " + left);
  }

  private static void checking(Scene scene) {
    Event turn = turn(scene);
    require(
        turn instanceof Event.PropagationEnded
            || turn instanceof Event.VerificationLost
            || turn instanceof Event.LiveVersionChanged
            || turn instanceof Event.CheckCountedFailed
            || turn instanceof Event.VerificationReopened,
        "the last thing was " + turn);
  }

  private static void stepsDone(Said said, Scene scene) {
    StepFacts steps = StepFacts.of(scene);
    count(said, steps.settled(), steps.all().size());
  }

  private static void checksDone(Said said, Scene scene) {
    count(said, CheckFacts.of(scene.events()).held(), 2);
  }

  static void count(Said said, long some, long all) {
    require(
        said.number("some") == some && said.number("all") == all, "it is " + some + " of " + all);
    if (said.has("bar")) {
      long full = said.word("bar").chars().filter(c -> c == '▓').count();
      require(full == (all == 0 ? 0 : some * 10 / all), "the bar shows " + full + " tenths");
    }
  }

  private static Optional<Duration> limit(Scene scene) {
    return switch (scene.declaration().severity()) {
      case CRITICAL -> Optional.of(Duration.ofMinutes(5));
      case HIGH -> Optional.of(Duration.ofMinutes(15));
      default -> Optional.of(Duration.ofMinutes(60));
    };
  }

  private static void clock(Said said, Scene scene) {
    Duration age = Duration.between(scene.declared().at(), scene.at());
    Duration limit = limit(scene).orElseThrow();
    require(scene.declaration().affectingUsers(), "there is no limit");
    require(said.number("limit") == limit.toMinutes(), "the limit is " + limit);
    require(age.compareTo(limit) <= 0, "it is over");
    require(said.number("minutes") == age.toMinutes(), "it has taken " + age);
  }

  private static void over(Said said, Scene scene) {
    Duration age = Duration.between(scene.declared().at(), scene.at());
    Duration limit = limit(scene).orElseThrow();
    require(scene.declaration().affectingUsers(), "there is no limit");
    require(said.number("limit") == limit.toMinutes(), "the limit is " + limit);
    require(age.compareTo(limit) > 0, "it has taken " + age);
  }
}
