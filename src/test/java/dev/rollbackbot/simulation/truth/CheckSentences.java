package dev.rollbackbot.simulation.truth;

import static dev.rollbackbot.simulation.truth.Scene.require;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import java.util.List;

/** What was measured, confirmed and waived. */
final class CheckSentences {
  private CheckSentences() {}

  static List<Sentence> all() {
    return List.of(
        // Longer than the one that it begins with.
        Sentence.of("✗ API health:", (_, scene) -> is(scene, Verdict.FAILED)),
        // Before anything was changed.
        Sentence.of(
            "At {time} nothing that we measure was broken.",
            (said, scene) -> baseline(said, scene, Verdict.PASSED)),
        Sentence.of(
            "Measured {time}: {n:some} of {n:all} check fails (✗ API health).",
            (said, scene) -> baseline(said, scene, Verdict.FAILED)),
        Sentence.of(
            "Measured {time}: {n:some} of {n:all} check could not be measured (? API health).",
            (said, scene) -> baseline(said, scene, Verdict.INCONCLUSIVE)),
        // The panel.
        Sentence.of(
            "[[{mark:before}→]]– API health: waived by {who}, {quote}",
            (said, scene) -> {
              before(said, scene);
              waived(said, scene);
            }),
        Sentence.of(
            "[[{mark:before}→]]○ API health: not measured yet",
            (said, scene) -> {
              before(said, scene);
              require(facts(scene).last().isEmpty(), "it was " + facts(scene).last());
            }),
        Sentence.of(
            "[[{mark:before}→]]◐ API health {n:some} of {n:all}",
            (said, scene) -> {
              before(said, scene);
              require(facts(scene).now() == Verdict.PASSED, "it was " + facts(scene).now());
              StatusSentences.count(said, facts(scene).passes(), CheckFacts.NEEDED);
            }),
        Sentence.of(
            "[[{mark:before}→]]✓ API health",
            (said, scene) -> {
              before(said, scene);
              is(scene, Verdict.PASSED);
              require(facts(scene).passes() >= CheckFacts.NEEDED, "it passed too seldom");
            }),
        Sentence.of(
            "[[{mark:before}→]]✗ API health[[ counted as failed: {quote}]]",
            (said, scene) -> {
              before(said, scene);
              is(scene, Verdict.FAILED);
            }),
        Sentence.of(
            "[[{mark:before}→]]? API health",
            (said, scene) -> {
              before(said, scene);
              is(scene, Verdict.INCONCLUSIVE);
            }),
        Sentence.of("✓ Smoke tests pass {who}", (said, scene) -> confirmed(said, scene)),
        Sentence.of("– Smoke tests pass: waived by {who}, {quote}", CheckSentences::waivedCheck),
        Sentence.of(
            "○ Smoke tests pass",
            (_, scene) ->
                require(facts(scene).check().isEmpty(), "it was " + facts(scene).check())),
        // Posts and the timeline.
        Sentence.of(
            "API health {verdict} ().",
            (said, scene) -> is(scene, Verdict.valueOf(said.word("verdict")))),
        Sentence.of(
            "{who} confirmed “Smoke tests pass”[[.]][[: {quote}]]", CheckSentences::confirmed),
        Sentence.of("{who} waived “API health”: {quote}", CheckSentences::waived),
        Sentence.of("{who} waived “Smoke tests pass”: {quote}", CheckSentences::waivedCheck),
        Sentence.of("– Waived: “API health” by {who}, {quote}", CheckSentences::waived),
        Sentence.of("– Waived: “Smoke tests pass” by {who}, {quote}", CheckSentences::waivedCheck),
        Sentence.of(
            "{who} counted “API health” as failed: {quote}",
            (said, scene) -> {
              is(scene, Verdict.FAILED);
              require(
                  scene.pressed(c ->
                      c instanceof Command.CountAsFailed f
                          && f.by().id().equals(said.who("who"))
                          && f.reason().equals(said.word("quote"))),
                  "they did not say so");
            }),
        Sentence.of(
            "“API health” turned bad[[ while signatures were collected]]:",
            (_, scene) -> is(scene, Verdict.FAILED)),
        Sentence.of(
            "“API health” turned bad after all, {n} times in a row: .",
            (said, scene) -> {
              is(scene, Verdict.FAILED);
              require(said.number("n") == CheckFacts.NEEDED, "it is " + CheckFacts.NEEDED);
            }),
        Sentence.of(
            "“API health” could not be read since {time}: .",
            (said, scene) -> {
              is(scene, Verdict.INCONCLUSIVE);
              require(!said.time(0).isAfter(scene.at()), "that is in the future");
            }),
        Sentence.of(
            "Can't be read now: [[“API health”]][[, ]][[what is live of {service:one}]][[, what is"
                + " live of {service:other}]].",
            (_, scene) ->
                require(
                    scene.last(Event.WatchInterrupted.class).isPresent(), "it was not found out")),
        Sentence.of(
            "Every check holds.",
            (_, scene) -> {
              allHold(scene);
              require(waivers(scene) == 0, "something is waived");
            }),
        Sentence.of(
            "Not every check holds at the moment, so nothing is signed.",
            (_, scene) -> require(facts(scene).held() < 2, "every check holds")),
        Sentence.of(
            "Every check holds or was waived.",
            (_, scene) -> {
              allHold(scene);
              require(waivers(scene) > 0, "nothing is waived");
            }),
        Sentence.of(
            "The steps are over and it has had time to spread.",
            (_, scene) -> spread(scene, false)),
        Sentence.of(
            "The steps are over; the wait for it to spread was cut short.",
            (_, scene) -> spread(scene, true)),
        Sentence.of(
            "One check needs a person, on the panel.",
            (_, scene) -> require(facts(scene).check().isEmpty(), "it was confirmed")),
        Sentence.of(
            "0 checks need a person, on the panel.",
            (_, scene) -> require(facts(scene).check().isPresent(), "one is open")),
        // After the end.
        Sentence.of("Passed before too: API health", comparison(Verdict.PASSED, Verdict.PASSED)),
        Sentence.of(
            "Before: failed, now: passed: API health", comparison(Verdict.FAILED, Verdict.PASSED)),
        Sentence.of(
            "Before: failed, now: failed: API health", comparison(Verdict.FAILED, Verdict.FAILED)),
        Sentence.of(
            "Before: passed, now: failed: API health", comparison(Verdict.PASSED, Verdict.FAILED)),
        Sentence.of(
            "Before: not measured, now: passed: API health",
            comparison(Verdict.INCONCLUSIVE, Verdict.PASSED)),
        Sentence.of(
            "Before: not measured, now: failed: API health",
            comparison(Verdict.INCONCLUSIVE, Verdict.FAILED)),
        Sentence.of(
            "Before: failed, now: not measured: API health",
            comparison(Verdict.FAILED, Verdict.INCONCLUSIVE)),
        Sentence.of(
            "Before: passed, now: not measured: API health",
            comparison(Verdict.PASSED, Verdict.INCONCLUSIVE)),
        Sentence.of(
            "Before: not measured, now: not measured: API health",
            comparison(Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE)),
        Sentence.of(
            "✓ Health checks passing",
            (_, scene) -> {
              wasSigned(scene, Verdict.PASSED);
              require(facts(scene).probeWaived().isEmpty(), "it was waived");
            }),
        Sentence.of(
            "– Health not confirmed (waived)",
            (_, scene) -> require(facts(scene).probeWaived().isPresent(), "it was not waived")),
        Sentence.of(
            "✗ Health not confirmed",
            (_, scene) -> require(signed(scene).now() != Verdict.PASSED, "it passed")),
        Sentence.of(
            "✓ Smoke tests",
            (_, scene) ->
                require(
                    facts(scene).check().filter(Event.CheckConfirmed.class::isInstance).isPresent(),
                    "it was " + facts(scene).check())),
        Sentence.of(
            "– Smoke tests not confirmed (waived)",
            (_, scene) ->
                require(
                    facts(scene).check().filter(Event.CheckWaived.class::isInstance).isPresent(),
                    "it was " + facts(scene).check())));
  }

  private static CheckFacts facts(Scene scene) {
    return CheckFacts.of(scene.events());
  }

  /** What the last second signature was for: whatever was measured since changes none of it. */
  private static CheckFacts signed(Scene scene) {
    int end = scene.events().size();
    for (int i = 0; i < scene.events().size(); i++) {
      if (scene.events().get(i) instanceof Event.SignedVerified) {
        end = i;
      }
    }
    return CheckFacts.of(scene.events().subList(0, end));
  }

  /** The probe had that verdict when it was signed, and the simulated service had shown it then. */
  private static void wasSigned(Scene scene, Verdict verdict) {
    is(scene, signed(scene), verdict);
  }

  private static void is(Scene scene, Verdict verdict) {
    is(scene, facts(scene), verdict);
  }

  /** The probe had that verdict last, and the simulated service had shown it then. */
  private static void is(Scene scene, CheckFacts facts, Verdict verdict) {
    require(facts.now() == verdict, "it was " + facts.now());
    boolean counted =
        scene
            .last(Event.CheckCountedFailed.class)
            .filter(e -> facts.measuredAt().equals(java.util.Optional.of(e.at())))
            .isPresent();
    require(
        counted
            || facts.measuredAt().isEmpty()
            || scene.world().measured(verdict, facts.measuredAt().get()),
        "the service did not show that at " + facts.measuredAt());
  }

  private static void baseline(Said said, Scene scene, Verdict verdict) {
    Event.BaselineRead read = facts(scene).baseline().orElseThrow();
    require(Scene.shownAs(read.at(), said.time(0)), "it was measured at " + read.at());
    require(scene.world().measured(verdict, read.at()), "the service did not show that");
    require(facts(scene).before() == verdict, "it was " + facts(scene).before());
    if (said.has("some")) {
      StatusSentences.count(said, 1, 1);
    }
  }

  private static void before(Said said, Scene scene) {
    Verdict before = facts(scene).before();
    if (said.has("before")) {
      String mark =
          switch (before) {
            case PASSED -> "✓";
            case FAILED -> "✗";
            case INCONCLUSIVE -> "?";
          };
      require(said.word("before").equals(mark), "before it was " + before);
    } else {
      require(
          facts(scene).baseline().isEmpty()
              || (before == Verdict.PASSED && facts(scene).now() == Verdict.PASSED),
          "before it was " + before);
    }
  }

  private static Sentence.Comparison comparison(Verdict before, Verdict now) {
    return (_, scene) -> {
      require(facts(scene).before() == before, "before it was " + facts(scene).before());
      wasSigned(scene, now);
    };
  }

  private static void confirmed(Said said, Scene scene) {
    require(
        facts(scene)
            .check()
            .filter(e -> e instanceof Event.CheckConfirmed && e.by().equals(said.who("who")))
            .isPresent(),
        "it was " + facts(scene).check());
    require(
        scene.pressed(
            c -> c instanceof Command.ConfirmCheck k && k.by().id().equals(said.who("who"))),
        "they did not confirm it");
  }

  private static void waived(Said said, Scene scene) {
    require(
        facts(scene)
            .probeWaived()
            .filter(e -> e.by().equals(said.who("who")) && e.reason().equals(said.word("quote")))
            .isPresent(),
        "it was " + facts(scene).probeWaived());
    pressedWaive(said, scene, "health");
  }

  private static void waivedCheck(Said said, Scene scene) {
    require(
        facts(scene).check().filter(Event.CheckWaived.class::isInstance).isPresent(),
        "it was " + facts(scene).check());
    pressedWaive(said, scene, "smoke");
  }

  private static void pressedWaive(Said said, Scene scene, String check) {
    require(
        scene.pressed(c ->
            c instanceof Command.WaiveCheck w
                && w.by().id().equals(said.who("who"))
                && w.check().equals(check)
                && w.reason().equals(said.word("quote"))),
        "they did not waive it");
  }

  private static void allHold(Scene scene) {
    require(facts(scene).held() == 2, "only " + facts(scene).held() + " hold");
  }

  private static long waivers(Scene scene) {
    CheckFacts facts = facts(scene);
    return (facts.probeWaived().isPresent() ? 1 : 0)
        + facts.check().filter(Event.CheckWaived.class::isInstance).stream().count();
  }

  private static void spread(Scene scene, boolean cut) {
    Event.PropagationStarted began = scene.last(Event.PropagationStarted.class).orElseThrow();
    require(
        StepFacts.of(scene).settled() == StepFacts.of(scene).all().size(), "a step is not over");
    require(cut || !scene.at().isBefore(began.until()), "it had until " + began.until());
  }
}
