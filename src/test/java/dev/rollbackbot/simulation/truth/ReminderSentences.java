package dev.rollbackbot.simulation.truth;

import static dev.rollbackbot.simulation.truth.Scene.require;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.text.StepText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What is changed of a declaration, what people are waited for, how long, and until when. */
final class ReminderSentences {
  private ReminderSentences() {}

  static List<Sentence> all() {
    List<Sentence> all = new ArrayList<>(reminders());
    all.addAll(declaration());
    all.add(
        Sentence.of(
            "The deadline is {time} now.",
            (said, scene) ->
                require(
                    Scene.shownAs(deadline(scene).orElseThrow(), said.time(0)),
                    "it is " + deadline(scene))));
    all.add(
        Sentence.of(
            "There is no deadline any more.",
            (_, scene) -> require(deadline(scene).isEmpty(), "it is " + deadline(scene))));
    all.add(
        Sentence.of(
            "The lead was reminded that it is only watched.",
            (_, scene) ->
                require(
                    scene
                        .latest(List.of(Event.IncidentDeclared.class, Event.RollbackChosen.class))
                        .filter(Event.IncidentDeclared.class::isInstance)
                        .isPresent(),
                    "it is not only watched")));
    all.add(
        Sentence.of(
            "An update for stakeholders was written.",
            (_, scene) ->
                require(
                    scene.incident().details().stakeholdersToldAt().isPresent(),
                    "they know nothing of it")));
    all.add(Sentence.of("The deadline has passed.", (_, scene) -> passed(scene)));
    all.add(Sentence.of("The deadline passed.", (_, scene) -> passed(scene)));
    all.add(
        Sentence.of(
            "Advice now: Users feel it. Nothing is rolled back by itself: the panel has the"
                + " button.",
            (_, scene) -> require(scene.declaration().affectingUsers(), "nobody feels it")));
    all.add(
        Sentence.of(
            "Advice now: Nobody feels it. Nothing is rolled back by itself: the panel has the"
                + " button.",
            (_, scene) -> require(!scene.declaration().affectingUsers(), "users feel it")));
    all.add(
        Sentence.of(
            "Advice Nobody feels it.",
            (_, scene) -> require(!scene.declaration().affectingUsers(), "users feel it")));
    all.add(
        Sentence.of(
            "Advice Users feel it.",
            (_, scene) -> require(scene.declaration().affectingUsers(), "nobody feels it")));
    return List.copyOf(all);
  }

  private static List<Sentence> declaration() {
    return List.of(
        Sentence.of(
            "{who} changed the impact (it affects users now): {quote}",
            (said, scene) -> changed(said, scene, e -> e.after().affectingUsers())),
        Sentence.of(
            "{who} changed the impact (it does not affect users now): {quote}",
            (said, scene) -> changed(said, scene, e -> !e.after().affectingUsers())),
        Sentence.of(
            "{who} changed the severity from {severity:before} to {severity:after}: {quote}",
            (said, scene) ->
                changed(
                    said,
                    scene,
                    e ->
                        e.before().severity().name().equals(said.word("before"))
                            && e.after().severity().name().equals(said.word("after")))),
        Sentence.of(
            "{who} changed the lead from {who:before} to {who:after}: {quote}",
            (said, scene) ->
                changed(
                    said,
                    scene,
                    e ->
                        e.before().lead().equals(said.who("before"))
                            && e.after().lead().equals(said.who("after")))),
        Sentence.of(
            "{who} changed when it began from not known to {time}: {quote}",
            (said, scene) ->
                changed(
                    said,
                    scene,
                    e ->
                        e.before().beganAt().isEmpty()
                            && Scene.shownAs(e.after().beganAt().orElseThrow(), said.time(0)))),
        Sentence.of(
            "{who} changed when it began from {time} to not known: {quote}",
            (said, scene) ->
                changed(
                    said,
                    scene,
                    e ->
                        Scene.shownAs(e.before().beganAt().orElseThrow(), said.time(0))
                            && e.after().beganAt().isEmpty())),
        Sentence.of(
            "{who} changed when it began from {time} to {time}: {quote}",
            (said, scene) ->
                changed(
                    said,
                    scene,
                    e ->
                        Scene.shownAs(e.before().beganAt().orElseThrow(), said.time(0))
                            && Scene.shownAs(e.after().beganAt().orElseThrow(), said.time(1)))),
        Sentence.of(
            "It affects users now.",
            (_, scene) -> require(scene.declaration().affectingUsers(), "it does not")),
        Sentence.of(
            "It does not affect users now, as far as we know.",
            (_, scene) -> require(!scene.declaration().affectingUsers(), "it does")),
        Sentence.of(
            "It is less serious than we thought.",
            (_, scene) -> require(more(scene) < 0, "it is not")),
        Sentence.of(
            "It is more serious than we thought.",
            (_, scene) -> require(more(scene) > 0, "it is not")));
  }

  private static void changed(Said said, Scene scene, Predicate<Event.DeclarationChanged> change) {
    Event.DeclarationChanged event = scene.last(Event.DeclarationChanged.class).orElseThrow();
    require(said.who("who").equals(event.by()), "it was " + event.by());
    require(change.test(event) && event.reason().equals(said.word("quote")), "it was " + event);
  }

  private static int more(Scene scene) {
    Event.DeclarationChanged event = scene.last(Event.DeclarationChanged.class).orElseThrow();
    return event.before().severity().compareTo(event.after().severity());
  }

  private static List<Sentence> reminders() {
    return List.of(
        Sentence.of(
            "[[• ]]The plan still waits for an approval, for {duration}.",
            (said, scene) -> since(said, scene, List.of(Event.ApprovalRequested.class))),
        Sentence.of(
            "[[• ]]Stakeholders in {channel} still lack a post that Slack refused, for {duration}.",
            (said, scene) -> atMost(said, scene, List.of(Event.PostFailed.class))),
        Sentence.of(
            "[[• ]]There is still no plan that can be approved, for {duration}.",
            (said, scene) ->
                atMost(said, scene, List.of(Event.PlanningFailed.class, Event.PlanMade.class))),
        Sentence.of(
            "[[• ]]“{item}” is still open, for {duration}.",
            (said, scene) ->
                atMost(
                    said,
                    scene,
                    List.of(
                        Event.IncidentDeclared.class,
                        Event.RollbackChosen.class,
                        Event.IncidentReopened.class,
                        Event.PropagationStarted.class))),
        Sentence.of(
            "[[• ]]“{step}” is still to be done by hand, for {duration}.",
            (said, scene) -> since(said, scene, List.of(Event.StepHandedOver.class))),
        Sentence.of(
            "[[• ]]“{step}” still waits for {holder} to let go of its lock, for {duration}.",
            (said, scene) -> {
              require(
                  StepFacts.of(scene).current().stream()
                      .anyMatch(s ->
                          s.last().orElse(null) instanceof Event.LockAwaited waits
                              && StepText.label(waits.holder()).equals(said.word("holder"))),
                  "nothing waits for that");
              atMost(said, scene, List.of(Event.LockAwaited.class));
            }),
        Sentence.of(
            "[[• ]]Something has changed again after RESOLVED, and nobody has reopened or closed"
                + " it, for {duration}.",
            (said, scene) -> {
              require(
                  scene
                      .latest(
                          List.of(
                              Event.ChangedAfterResolved.class,
                              Event.IncidentReopened.class,
                              Event.IncidentClosed.class))
                      .filter(Event.ChangedAfterResolved.class::isInstance)
                      .isPresent(),
                  "nothing was told");
              atMost(said, scene, List.of(Event.ChangedAfterResolved.class));
            }),
        Sentence.of(
            ". Somebody still has to decide how it goes on. It has waited, for {duration}.",
            (said, scene) ->
                atMost(
                    said,
                    scene,
                    List.of(
                        Event.StepFailed.class,
                        Event.StepUnknown.class,
                        Event.PausedBeforeStep.class,
                        Event.StoppedBeforeStep.class))),
        Sentence.of(
            "[[• ]]“API health” still fails, for {duration}.",
            (said, scene) -> {
              CheckFacts facts = CheckFacts.of(scene.events());
              require(facts.now().name().equals("FAILED"), "it was " + facts.now());
              atMost(said, scene, List.of(Event.PropagationStarted.class));
            }),
        Sentence.of(
            "[[• ]]“Smoke tests pass” is still to be confirmed, for {duration}.",
            (said, scene) -> {
              CheckFacts facts = CheckFacts.of(scene.events());
              require(facts.check().isEmpty(), "it was " + facts.check());
              atMost(said, scene, List.of(Event.PropagationStarted.class));
            }),
        Sentence.of(
            "[[• ]]“API health” gives no usable answer, so a person decides: waive it with a"
                + " reason, count it as failed, or measure again. It has been so, for {duration}.",
            (said, scene) -> {
              CheckFacts facts = CheckFacts.of(scene.events());
              require(facts.now().name().equals("INCONCLUSIVE"), "it was " + facts.now());
              atMost(said, scene, List.of(Event.PropagationStarted.class));
            }),
        Sentence.of(
            "[[• ]]The signature “Rolled back by” is still missing, for {duration}.",
            (said, scene) -> since(said, scene, List.of(Event.ChecksPassed.class))),
        Sentence.of(
            "[[• ]]The signature “Verified by” is still missing, for {duration}.",
            (said, scene) -> atMost(said, scene, List.of(Event.SignedRolledBack.class))));
  }

  private static Optional<Instant> deadline(Scene scene) {
    if (!scene.declaration().affectingUsers()) {
      return Optional.empty();
    }
    Duration limit =
        switch (scene.declaration().severity()) {
          case CRITICAL -> Duration.ofMinutes(5);
          case HIGH -> Duration.ofMinutes(15);
          default -> Duration.ofMinutes(60);
        };
    return Optional.of(scene.declared().at().plus(limit));
  }

  private static void passed(Scene scene) {
    require(
        deadline(scene).filter(d -> !scene.at().isBefore(d)).isPresent(),
        "it is " + deadline(scene));
  }

  /** Since the newest of these events. */
  private static void since(Said said, Scene scene, List<Class<? extends Event>> types) {
    Duration waited = Duration.between(scene.latest(types).orElseThrow().at(), scene.at());
    require(close(waited, said.duration("duration")), "it is " + waited);
  }

  /** Not longer than since the first of these events. */
  private static void atMost(Said said, Scene scene, List<Class<? extends Event>> types) {
    Instant first =
        scene.events().stream()
            .filter(e -> types.stream().anyMatch(t -> t.isInstance(e)))
            .map(Event::at)
            .findFirst()
            .orElseThrow();
    Duration longest = Duration.between(first, scene.at());
    require(said.duration("duration").compareTo(longest) <= 0, "it is at most " + longest);
  }

  private static boolean close(Duration truth, Duration shown) {
    long difference = truth.toSeconds() - shown.toSeconds();
    return difference >= 0 && difference < (truth.toHours() > 0 ? 60 : 1);
  }
}
