package dev.rollbackbot.simulation.truth;

import static dev.rollbackbot.simulation.truth.Scene.require;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.simulation.truth.StepFacts.StepFact;
import java.util.List;
import java.util.Map;

/** What a step has a provider run, and what became of it. */
final class JobSentences {
  private JobSentences() {}

  static List<Sentence> all() {
    return List.of(
        Sentence.of("• Deploy for API[[, {v} live when planned,]] runs", JobSentences::planned),
        Sentence.of(
            "What is live could not be read for this plan: nothing is compared before it starts.",
            (_, scene) ->
                require(step(scene).planned().job().orElseThrow().live().isEmpty(), "it was read")),
        Sentence.of("Planned: Deploy: runs deploy --to {v}", JobSentences::chosen),
        Sentence.of("deploy --to {v}", JobSentences::chosen),
        Sentence.of("{call}", JobSentences::planned),
        Sentence.of("Way back: Deploy again", JobSentences::planned),
        Sentence.of("To choose: version", JobSentences::planned),
        Sentence.of(
            "{who} chose what is run: deploy --to {v}.",
            (said, scene) ->
                require(
                    scene.pressed(c ->
                        c instanceof Command.ChooseInputs i
                            && i.by().id().equals(said.who("who"))
                            && i.values().equals(Map.of("version", said.word("v")))),
                    "they did not choose it")),
        Sentence.of(
            "{who} asked that nobody looks any more for what “Deploy” has started.",
            (said, scene) ->
                require(
                    scene.pressed(
                        c -> c instanceof Command.StopJob s && s.by().id().equals(said.who("who"))),
                    "they did not")),
        Sentence.of(
            "{who} asked to stop what “Deploy” runs.",
            (said, scene) -> {
              require(
                  scene.pressed(
                      c -> c instanceof Command.StopJob s && s.by().id().equals(said.who("who"))),
                  "they did not ask for it");
              require(step(scene).is(Event.JobStopRequested.class), "it was " + step(scene).last());
            }),
        Sentence.of(
            "○ Deploy deploy --to {v}",
            (said, scene) -> {
              chosen(said, scene);
              boolean open =
                  step(scene).last().isEmpty() || step(scene).is(Event.LockAwaited.class);
              require(open, "it was " + step(scene).last());
            }),
        Sentence.of(
            "○ Deploy",
            (_, scene) ->
                require(
                    step(scene).last().isEmpty() || step(scene).is(Event.LockAwaited.class),
                    "it was " + step(scene).last())),
        Sentence.of("○ Deploy waits for {holder}[[ deploy --to {v}]]", is(Event.LockAwaited.class)),
        Sentence.of(
            "◐ Deploy running since {time}, attempt {n}[[, asked to stop]] deploy --to {v}",
            JobSentences::running),
        Sentence.of("? Deploy outcome unknown deploy --to {v}", is(Event.StepUnknown.class)),
        Sentence.of(
            "✗ Deploy failed[[, it may have been done in part]] deploy --to {v}",
            (said, scene) -> lastRan(scene, true)),
        Sentence.of(
            "✗ Deploy failed to begin[[ again, an earlier attempt may have done a part]] deploy"
                + " --to {v}",
            (said, scene) -> lastRan(scene, false)),
        Sentence.of(
            "“Deploy” failed to begin[[ again, an earlier attempt may have done a part]]: {quote}",
            (said, scene) -> lastRan(scene, false)),
        Sentence.of("✗ Deploy ended, not confirmed deploy --to {v}", is(Event.StepFailed.class)),
        Sentence.of(
            "• Deploy: ended, not confirmed: {quote}", Scene.ofOnePlan(is(Event.StepFailed.class))),
        Sentence.of("✓ Deploy exit status 0 after {duration}", is(Event.StepJobSucceeded.class)),
        Sentence.of("“Deploy”: exit status 0 after {duration}.", is(Event.StepJobSucceeded.class)),
        Sentence.of(
            "• Deploy: exit status 0 after {duration}",
            Scene.ofOnePlan(is(Event.StepJobSucceeded.class))),
        Sentence.of(
            "• Deploy: unknown: it may have run, in whole or in part",
            Scene.ofOnePlan(is(Event.StepUnknown.class))),
        Sentence.of(
            "• Deploy: failed, it may have been done in part: {quote}",
            Scene.ofOnePlan(is(Event.StepFailed.class))),
        Sentence.of(
            "• Deploy: not begun[[ again]]: {quote}", Scene.ofOnePlan(is(Event.StepFailed.class))),
        Sentence.of("✓ Deploy exit status 0", is(Event.StepJobSucceeded.class)),
        Sentence.of("“Deploy”: exit status 0.", is(Event.StepJobSucceeded.class)),
        Sentence.of("• Deploy: exit status 0", Scene.ofOnePlan(is(Event.StepJobSucceeded.class))),
        Sentence.of(
            "What “Deploy” printed.",
            (_, scene) ->
                require(
                    step(scene).is(Event.StepJobSucceeded.class)
                        || step(scene).is(Event.StepFailed.class),
                    "it was " + step(scene).last())));
  }

  private static StepFact step(Scene scene) {
    return StepFacts.of(scene).step("Deploy");
  }

  private static Sentence.Comparison is(Class<? extends Event.OfSteps> type) {
    return (_, scene) -> require(step(scene).is(type), "it was " + step(scene).last());
  }

  private static void planned(Said said, Scene scene) {
    require(step(scene).planned().job().isPresent(), "the plan runs nothing");
  }

  private static void chosen(Said said, Scene scene) {
    require(
        scene.pressed(c ->
            c instanceof Command.ChooseInputs i
                && i.values().equals(Map.of("version", said.word("v")))),
        "nobody chose that");
  }

  private static void lastRan(Scene scene, boolean expected) {
    require(
        scene.last(Event.StepFailed.class).orElseThrow().kind().ran() == expected,
        expected ? "it was not begun" : "it ran");
  }

  private static void running(Said said, Scene scene) {
    StepFact step = step(scene);
    boolean runs =
        step.is(Event.StepStarted.class)
            || step.is(Event.LockObtained.class)
            || step.is(Event.LockTakenOver.class)
            || step.is(Event.JobStopRequested.class);
    require(runs, "it was " + step.last());
  }
}
