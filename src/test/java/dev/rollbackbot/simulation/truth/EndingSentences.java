package dev.rollbackbot.simulation.truth;

import static dev.rollbackbot.simulation.truth.Scene.require;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.simulation.truth.StepFacts.StepFact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** How it ended, and after how long. */
final class EndingSentences {
  private EndingSentences() {}

  static List<Sentence> all() {
    return List.of(
        Sentence.of(
            ":white_check_mark: RESOLVED: Shop Feature rolled back",
            (_, scene) -> ending("rolled back", scene)),
        Sentence.of(
            ":warning: RESOLVED: Shop Feature partly rolled back",
            (_, scene) -> ending("partly rolled back", scene)),
        Sentence.of(
            ":warning: RESOLVED without a rollback: Shop Feature",
            (_, scene) -> ending("without a rollback", scene)),
        Sentence.of(
            "Shop Feature: the version before is back", (_, scene) -> ending("rolled back", scene)),
        Sentence.of(
            "Shop Feature: the version before is back in part",
            (_, scene) -> ending("partly rolled back", scene)),
        Sentence.of(
            "Shop Feature: another version is live", (_, scene) -> ending("rolled back", scene)),
        Sentence.of(
            "Shop Feature: every step to go back is done",
            (_, scene) -> ending("rolled back", scene)),
        Sentence.of(
            "Shop Feature: another version is live in part",
            (_, scene) -> ending("partly rolled back", scene)),
        Sentence.of(
            "Shop Feature: a part of the steps to go back is done",
            (_, scene) -> ending("partly rolled back", scene)),
        Sentence.of(
            "Shop Feature: we have finished, without going back",
            (_, scene) -> ending("without a rollback", scene)),
        Sentence.of(
            "Resolved after {duration}, {ending}[[{since}]][[.]]",
            (said, scene) -> {
              ending(said.word("ending"), scene);
              changedSince(said.has("since"), scene);
              Instant end = scene.last(Event.SignedVerified.class).orElseThrow().at();
              Duration took = Duration.between(scene.declared().at(), end);
              require(shownAs(took, said.duration("duration")), "it took " + took);
            }),
        Sentence.of(
            "RESOLVED Shop Feature after {duration}",
            (said, scene) -> {
              Instant end = scene.last(Event.SignedVerified.class).orElseThrow().at();
              Duration took = Duration.between(scene.declared().at(), end);
              require(shownAs(took, said.duration("duration")), "it took " + took);
            }),
        Sentence.of(
            "RESOLVED ·",
            (_, scene) ->
                require(
                    scene.events().getLast() instanceof Event.SignedVerified, "it is not over")),
        Sentence.of(
            "Closed: {ending}[[, then something changed again]][[.]]",
            (said, scene) -> ending(said.word("ending"), scene)),
        Sentence.of(
            "Closed: {ending}[[, then something changed again]] by {who}.",
            (said, scene) -> {
              ending(said.word("ending"), scene);
              closedBy(said, scene);
            }),
        Sentence.of(
            "Closed: fixed forward[[.]]", (_, scene) -> require(closed(scene), "it is not closed")),
        Sentence.of(
            "Closed: a false alarm[[.]]", (_, scene) -> require(closed(scene), "it is not closed")),
        Sentence.of(
            "INCIDENT Shop Feature: Closed: a false alarm {severity} Closed: a false alarm",
            (_, scene) -> require(closed(scene), "it is not closed")),
        Sentence.of(
            "INCIDENT Shop Feature: Closed: fixed forward {severity} Closed: fixed forward",
            (_, scene) -> require(closed(scene), "it is not closed")),
        Sentence.of("Closed: a false alarm by {who}.", EndingSentences::closedBy),
        Sentence.of("Closed: fixed forward by {who}.", EndingSentences::closedBy),
        Sentence.of(
            "for what is measured above, and for this ending: {ending}",
            (said, scene) -> {
              if (said.word("ending").equals("rolled back")) {
                require(
                    StepFacts.of(scene).all().stream().allMatch(s -> s.done() && !s.leftOut()),
                    "a step was not done");
              }
            }),
        Sentence.of(
            "The bot changed nothing.",
            (_, scene) ->
                require(
                    !scene.world().changedSomething(scene.incident().id(), scene.at()),
                    "the provider changed something")),
        Sentence.of(
            "the rollback was cancelled after some of it had been done.",
            (_, scene) ->
                require(
                    scene.world().changedSomething(scene.incident().id(), scene.at())
                        || scene.last(Event.StepDoneByHand.class).isPresent(),
                    "nothing was done")),
        Sentence.of(
            "the rollback was cancelled.",
            (_, scene) ->
                require(
                    !scene.world().changedSomething(scene.incident().id(), scene.at())
                        && scene.last(Event.StepDoneByHand.class).isEmpty(),
                    "something was done")),
        Sentence.of(
            "– “{step}”: nobody has seen the end of an attempt, which may still take effect.",
            (said, scene) -> require(endUnseen(said.word("step"), scene), "its end is known")),
        Sentence.of(
            "[[– ]]No service was read: what the steps did is known from their ends alone.",
            Sentence.NOTHING),
        Sentence.of("Not taken back: {service}.", notBack()),
        Sentence.of("Not taken back: API, Site.", Sentence.NOTHING),
        Sentence.of(
            ":warning: Since then something has changed again. This is what was signed.",
            Sentence.NOTHING),
        Sentence.of(
            "Since then something has changed again. We are looking at it.", Sentence.NOTHING),
        Sentence.of(
            "Shop Feature: this came back afterwards. What we said here about the end does not hold"
                + " any more, our later messages say how it stands. Reference: {inc}",
            (_, scene) ->
                require(
                    scene.last(Event.IncidentReopened.class).isPresent(), "nobody reopened it")),
        Sentence.of("Not as planned: {service}.", notBack()),
        Sentence.of("Not as planned: API, Site.", Sentence.NOTHING),
        Sentence.of("What runs could not be read: {service}.", Sentence.NOTHING),
        Sentence.of("What runs could not be read: API, Site.", Sentence.NOTHING),
        Sentence.of("A part of what was planned may have been done.", Sentence.NOTHING),
        Sentence.of("the rollback was cancelled; some of it may have been done.", Sentence.NOTHING),
        Sentence.of(
            "Not checked: API health.",
            (_, scene) ->
                require(CheckFacts.of(scene.events()).probeWaived().isPresent(), "it was checked")),
        Sentence.of(
            "Not checked: Smoke tests pass.",
            (_, scene) ->
                require(
                    CheckFacts.of(scene.events())
                        .check()
                        .filter(Event.CheckWaived.class::isInstance)
                        .isPresent(),
                    "it was checked")),
        Sentence.of(
            "Not checked: API health, Smoke tests pass.",
            (_, scene) -> {
              CheckFacts facts = CheckFacts.of(scene.events());
              require(facts.probeWaived().isPresent(), "the health was checked");
              require(
                  facts.check().filter(Event.CheckWaived.class::isInstance).isPresent(),
                  "the smoke tests were checked");
            }),
        Sentence.of(
            "– Plan {plan} went on by break-glass of {who}: {quote}",
            (said, scene) ->
                require(
                    scene
                        .all(Event.BreakGlassUsed.class)
                        .anyMatch(e ->
                            e.by().equals(said.who("who"))
                                && e.planHash().startsWith(said.word("plan"))
                                && e.reason().equals(said.word("quote"))),
                    "it did not")),
        Sentence.of(
            "What was signed is still live.",
            (_, scene) ->
                require(
                    scene.last(Event.LiveVersionsRead.class).orElseThrow().readings().stream()
                        .allMatch(r ->
                            r.live()
                                .filter(d ->
                                    scene.wasLive(
                                        r.service().service().name(), d.label(), r.at(), r.at()))
                                .isPresent()),
                    "something else was read")));
  }

  /** A probe that turned bad after the end, was told, and has not passed often enough since. */
  private static void changedSince(boolean said, Scene scene) {
    Optional<Event.ChangedAfterResolved> told =
        scene
            .latest(List.of(Event.ChangedAfterResolved.class, Event.SignedVerified.class))
            .filter(Event.ChangedAfterResolved.class::isInstance)
            .map(Event.ChangedAfterResolved.class::cast);
    require(!said || told.isPresent(), "nothing has changed since");
    boolean relapsed =
        told.filter(e -> !e.relapses().isEmpty()).filter(e -> !passedSince(e, scene)).isPresent();
    require(said || !relapsed, "the probe turned bad since");
  }

  /** What passes after a relapse and then fails once has not relapsed again. */
  private static boolean passedSince(Event.ChangedAfterResolved told, Scene scene) {
    return scene
        .all(Event.ProbesRead.class)
        .filter(e -> e.at().isAfter(told.at()))
        .flatMap(e -> e.results().stream())
        .anyMatch(r -> r.verdict() == ProbeResult.Verdict.PASSED);
  }

  private static void closedBy(Said said, Scene scene) {
    Event closed = scene.last(Event.IncidentClosed.class).orElseThrow();
    require(closed.by().equals(said.who("who")), "it was " + closed.by());
  }

  private static boolean closed(Scene scene) {
    return scene.last(Event.IncidentClosed.class).isPresent();
  }

  private static boolean shownAs(Duration truth, Duration shown) {
    long difference = truth.toSeconds() - shown.toSeconds();
    return difference == 0 || (truth.toHours() > 0 && difference >= 0 && difference < 60);
  }

  private static Sentence.Comparison notBack() {
    return (said, scene) -> require(!isBack(said.word("service"), scene), "the target is live");
  }

  /** Whether the last plan's target was live when it was read for the second signature. */
  private static boolean isBack(String service, Scene scene) {
    return Optional.ofNullable(StepFacts.targets(scene).get(service))
        .filter(target ->
            readForSignature(scene)
                .flatMap(at -> scene.liveAt(service, at))
                .filter(d -> d.servesOnly(target))
                .isPresent())
        .isPresent();
  }

  private static Optional<Instant> readForSignature(Scene scene) {
    Instant signed = scene.last(Event.SignedVerified.class).orElseThrow().at();
    return scene
        .all(Event.LiveVersionsRead.class)
        .filter(e -> !e.at().isAfter(signed))
        .reduce((_, last) -> last)
        .flatMap(e -> e.readings().stream().map(r -> r.at()).reduce((_, last) -> last));
  }

  private static void ending(String words, Scene scene) {
    List<StepFact> steps = StepFacts.of(scene).all();
    Set<String> services = services(scene);
    boolean allBack = services.stream().allMatch(s -> isBack(s, scene) || byJob(s, scene));
    boolean anyBack = services.stream().anyMatch(s -> isBack(s, scene) || byJob(s, scene));
    boolean anyDone =
        anyBack
            || steps.stream().anyMatch(s -> doneByHand(s.planned().title(), steps))
            || byUnknownJob(scene);
    boolean allDone = steps.stream().allMatch(s -> s.done() && !s.leftOut());
    String truth =
        "of %s all are back: %s, some: %s; all steps were done: %s, some: %s"
            .formatted(services, allBack, anyBack, allDone, anyDone);
    boolean holds =
        switch (words) {
          case "rolled back" -> allBack && allDone && anyDone;
          // The last plan's work, which named no target, need not be what brought them back.
          case "partly rolled back" ->
              anyDone
                  && (!(allBack && allDone)
                      || steps.stream().anyMatch(s -> s.planned().change().isEmpty()));
          default -> !anyBack;
        };
    require(holds, truth);
  }

  private static Set<String> services(Scene scene) {
    Set<String> services = new TreeSet<>(StepFacts.targets(scene).keySet());
    boolean runs =
        StepFacts.everyPlan(scene).stream()
            .flatMap(plan -> plan.all().stream())
            .anyMatch(s -> s.planned().job().isPresent());
    if (runs) {
      services.add("API");
    }
    return services;
  }

  /** The provider could not tell what became of an attempt. */
  private static boolean endUnseen(String step, Scene scene) {
    return StepFacts.everyPlan(scene).stream()
        .flatMap(plan -> plan.all().stream())
        .map(StepFact::planned)
        .filter(s -> s.title().equals(step) && s.job().isPresent())
        .anyMatch(s ->
            scene
                .all(Event.StepUnknown.class)
                .anyMatch(e -> e.step().equals(s.id()) && e.reconcileJob().isEmpty()));
  }

  /** A program whose end nobody could tell, or that failed, has deployed all the same. */
  private static boolean byUnknownJob(Scene scene) {
    boolean skipped =
        StepFacts.of(scene).all().stream()
            .anyMatch(s ->
                s.planned().job().isPresent()
                    && (!s.done() || endUnseen(s.planned().title(), scene)));
    return skipped
        && changed("API", scene)
        && (scene.world().changedSomething(scene.incident().id(), scene.at())
            || mayBeItsEffect(scene));
  }

  /**
   * What went live so soon after a program failed may be its effect: nobody can tell it from what
   * somebody else deployed then.
   */
  private static boolean mayBeItsEffect(Scene scene) {
    return scene
        .all(Event.StepFailed.class)
        .filter(e -> e.kind().ran())
        .reduce((_, last) -> last)
        .filter(failed -> !deployedLater("API", failed.at(), scene))
        .isPresent();
  }

  /**
   * The program has run, and what was live before the first plan is not live any more. What went
   * live long after its end is somebody else's.
   */
  private static boolean byJob(String service, Scene scene) {
    Optional<Instant> ended =
        StepFacts.of(scene).all().stream()
            .filter(s -> s.planned().job().isPresent() && s.done())
            .flatMap(s -> s.last().stream())
            .map(Event::at)
            .findFirst();
    return service.equals("API")
        && ended.isPresent()
        && changed(service, scene)
        && !deployedLater(service, ended.get(), scene);
  }

  /** After the program's effect had time to arrive, and clocks may differ by a minute. */
  private static boolean deployedLater(String service, Instant ended, Scene scene) {
    IncidentDetails details = scene.incident().details();
    Instant limit =
        ended.plus(details.runbook().propagation(details.environment())).plusSeconds(60);
    return readForSignature(scene)
        .flatMap(at -> scene.liveAt(service, at))
        .flatMap(Deployment::at)
        .filter(limit::isBefore)
        .isPresent();
  }

  /** What was live before is not known: it is not known that it was changed either. */
  private static boolean changed(String service, Scene scene) {
    Optional<String> before =
        scene
            .all(Event.PlanMade.class)
            .flatMap(e -> e.live().orElse(List.of()).stream())
            .filter(r -> r.service().service().name().equals(service))
            .flatMap(r -> r.live().stream())
            .map(Deployment::label)
            .findFirst();
    Optional<String> now =
        readForSignature(scene).flatMap(at -> scene.liveAt(service, at)).map(Deployment::label);
    return before.isPresent() && !before.equals(now);
  }

  private static boolean doneByHand(String step, List<StepFact> steps) {
    return steps.stream()
        .anyMatch(s ->
            s.planned().title().equals(step)
                && (s.is(Event.StepDoneByHand.class) || s.is(Event.StepJobSucceeded.class)));
  }
}
