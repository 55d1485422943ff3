package dev.rollbackbot.simulation.truth;

import static dev.rollbackbot.simulation.truth.Scene.require;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep.Change;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What a plan changes, why, and what speaks against it. */
final class PlanSentences {
  private PlanSentences() {}

  static List<Sentence> all() {
    return List.of(
        Sentence.of("Plan {plan} {method} · read {time}", PlanSentences::read),
        Sentence.of(
            "Plan {plan} {method} · what is live could not be read {time}, so the plan is of an"
                + " earlier reading",
            PlanSentences::unread),
        Sentence.of("Plan {plan} {method}", PlanSentences::standing),
        Sentence.of("Plan {plan} stands.", PlanSentences::standing),
        Sentence.of(
            "✓ plan {plan} stands; it goes to approval as soon as the list above is settled",
            PlanSentences::standing),
        Sentence.of("· plan {plan}", PlanSentences::carriedOut),
        Sentence.of("The plan is {plan} now.", PlanSentences::standing),
        Sentence.of(
            "Plan {plan} is ready. Someone in @oncall other than {who} must approve it, on the"
                + " panel.",
            (said, scene) -> {
              standing(said, scene);
              require(
                  scene.incident().details().requester().equals(said.who("who")),
                  "they did not ask for it");
            }),
        Sentence.of(
            "Plan {plan} is ready. Someone in @oncall must approve it, on the panel.",
            (said, scene) -> {
              standing(said, scene);
              require(
                  scene.events().getFirst() instanceof ProposalEvent.RollbackProposed,
                  "somebody asked for it");
            }),
        Sentence.of("Plan {plan} is void.", PlanSentences::voided),
        Sentence.of(
            "It was chosen for another time at which the fault began.",
            (_, scene) ->
                require(
                    scene
                        .last(Event.DeclarationChanged.class)
                        .filter(e -> !e.before().beganAt().equals(e.after().beganAt()))
                        .isPresent(),
                    "nobody said that it began at another time")),
        Sentence.of(
            "A new plan is being made; it needs its own approval.",
            (_, scene) ->
                require(
                    scene.events().getLast() instanceof Event.PlanVoided,
                    "it was " + scene.events().getLast())),
        Sentence.of("{service} {v:live} is live already, nothing is done", PlanSentences::already),
        Sentence.of(
            "{resource:service}: {v:live} is live already, nothing is done",
            PlanSentences::already),
        Sentence.of("{service} {v:live} → {v:target}", PlanSentences::planned),
        Sentence.of(
            "{resource:service}: {v:live} → {v:target}[[, {concern}]]", PlanSentences::planned),
        Sentence.of(
            "{service} {v:live}, since {time}, by dev → {v:target}, made {time}[[, took {duration}"
                + " the last time]][[.]]",
            (said, scene) -> {
              planned(said, scene);
              from(said, scene);
            }),
        Sentence.of("{service} {v:live}, since {time}, by dev[[.]]", PlanSentences::from),
        Sentence.of("Good: verified live in {inc}.", PlanSentences::verified),
        Sentence.of("Each target: good: verified live in {inc}.", PlanSentences::verified),
        Sentence.of("Also undone: {v:undone}, since {time}, by dev", PlanSentences::undone),
        Sentence.of("; {v:undone}, since {time}, by dev", PlanSentences::undone),
        Sentence.of("Each target: is live again.", PlanSentences::again),
        Sentence.of("Is live again.", PlanSentences::again),
        Sentence.of("Each target: as in the plan before.", PlanSentences::asBefore),
        Sentence.of("As in the plan before.", PlanSentences::asBefore),
        Sentence.of("Each target: chosen by hand.", PlanSentences::byHand),
        Sentence.of("Chosen by hand.", PlanSentences::byHand),
        Sentence.of(
            "Each target: had all the traffic before the fault began; not known to be good or bad.",
            PlanSentences::hadAll),
        Sentence.of(
            "Each target: had all the traffic before the fault was seen; not known to be good or"
                + " bad.",
            PlanSentences::hadAll),
        Sentence.of(
            "Had all the traffic before the fault began; not known to be good or bad.",
            PlanSentences::hadAll),
        Sentence.of(
            "Had all the traffic before the fault was seen; not known to be good or bad.",
            PlanSentences::hadAll),
        Sentence.of("{service} has no version to propose.", Sentence.NOTHING),
        Sentence.of(
            "✗ {n:some} of {n:all} still open: nobody is asked to approve before that is settled",
            (said, scene) -> {
              List<StepFacts.StepFact> all = StepFacts.of(scene).all();
              long open = all.stream().filter(s -> s.planned().open() && !s.leftOut()).count();
              StatusSentences.count(said, open, all.size());
            }));
  }

  private static Plan plan(Scene scene) {
    Plan plan = Plan.of("", List.of());
    for (Event event : scene.events()) {
      plan =
          switch (event) {
            case Event.PlanMade e -> e.plan();
            case Event.TargetChanged e -> e.plan();
            case Event.InputsChosen e -> e.plan();
            case Event _ -> plan;
          };
    }
    return plan;
  }

  static Stream<Change> changes(Scene scene) {
    return plan(scene).steps().stream().flatMap(s -> s.selectable().stream());
  }

  private static Change change(Said said, Scene scene) {
    return changes(scene)
        .filter(c ->
            said.word("service").equals(c.service().service().name())
                || said.word("service").equals(c.service().resource()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("it is not in the plan"));
  }

  /** The hash of the plan with what was left out is known to the bot alone. */
  private static void standing(Said said, Scene scene) {
    boolean leftOut = StepFacts.of(scene).all().stream().anyMatch(StepFacts.StepFact::leftOut);
    require(
        leftOut || plan(scene).shortHash().equals(said.word("plan")),
        "the plan is " + plan(scene).shortHash());
  }

  /** The one that was approved, which may be an older one while another is made. */
  private static void carriedOut(Said said, Scene scene) {
    String hash =
        switch (scene
            .latest(
                List.of(
                    Event.Approved.class,
                    Event.BreakGlassUsed.class,
                    ProposalEvent.AutomaticRollbackStarted.class))
            .orElseThrow()) {
          case Event.Approved e -> e.planHash();
          case ProposalEvent.AutomaticRollbackStarted e -> e.planHash();
          case Event.BreakGlassUsed e -> e.planHash();
          case Event e -> throw new AssertionError(e);
        };
    require(hash.startsWith(said.word("plan")), "approved was " + hash);
  }

  /** That incident has ended well. */
  private static void verified(Said said, Scene scene) {
    int number = Integer.parseInt(said.word("inc").substring("INC-".length()));
    require(
        scene.world().events(new IncidentId(number), scene.at()).stream()
            .anyMatch(Event.SignedVerified.class::isInstance),
        "it is not signed");
  }

  private static void voided(Said said, Scene scene) {
    Event.PlanVoided event = scene.last(Event.PlanVoided.class).orElseThrow();
    require(event.planHash().startsWith(said.word("plan")), "it was " + event);
  }

  /** Whatever the card says of versions was so when it was read. */
  private static void read(Said said, Scene scene) {
    standing(said, scene);
    changes(scene)
        .forEach(change ->
            require(
                scene.wasLive(
                    change.service().service().name(), change.live().label(), said.time(0)),
                change.service().resource() + " ran something else then"));
  }

  private static void unread(Said said, Scene scene) {
    standing(said, scene);
    require(
        changes(scene)
            .anyMatch(c ->
                LiveSentences.newest(c.service().service().name(), scene)
                    .filter(r -> r.live().isEmpty() && Scene.shownAs(r.at(), said.time(0)))
                    .isPresent()),
        "it could be read");
  }

  private static void already(Said said, Scene scene) {
    Change change = change(said, scene);
    require(
        change.live().label().equals(said.word("live"))
            && change.target().label().equals(said.word("live")),
        "the plan is " + change.live().label() + " → " + change.target().label());
  }

  private static void planned(Said said, Scene scene) {
    Change change = change(said, scene);
    require(
        change.live().label().equals(said.word("live"))
            && change.target().label().equals(said.word("target")),
        "the plan is " + change.live().label() + " → " + change.target().label());
  }

  /** The deployment that was live when it was read. */
  private static void from(Said said, Scene scene) {
    Instant read =
        LiveSentences.newest(said.word("service"), scene)
            .filter(r -> r.live().isPresent())
            .map(r -> r.at())
            .orElseGet(() -> scene.last(Event.PlanMade.class).orElseThrow().at());
    Deployment live = scene.liveAt(said.word("service"), read).orElseThrow();
    require(
        live.label().equals(said.word("live"))
            && Scene.shownAs(live.at().orElseThrow(), said.time(0)),
        "live was " + live.label() + " since " + live.at());
  }

  private static void undone(Said said, Scene scene) {
    require(
        Stream.of("shop-api", "shop-site")
            .flatMap(service -> scene.world().deployments(service).stream())
            .anyMatch(d ->
                d.label().equals(said.word("undone"))
                    && Scene.shownAs(d.at().orElseThrow(), said.time(0))),
        "there was no such deployment");
  }

  private static void asBefore(Said said, Scene scene) {
    long plans = scene.all(Event.PlanMade.class).count();
    require(plans > 1, "there was no plan before");
  }

  private static void byHand(Said said, Scene scene) {
    require(scene.pressed(Command.ChangeTarget.class::isInstance), "nobody chose a target");
  }

  /** Another version was live since it was so before. */
  private static void again(Said said, Scene scene) {
    require(
        changes(scene)
            .filter(c -> c.why().startsWith("Is live again"))
            .allMatch(c -> {
              List<Deployment> all =
                  scene.world().deployments(c.service().resource()).stream()
                      .dropWhile(d -> !d.at().equals(c.live().at()))
                      .toList();
              List<Deployment> before =
                  all.stream().dropWhile(d -> d.servesOnly(c.target())).toList();
              return before.size() < all.size()
                  && before.stream().anyMatch(d -> d.servesOnly(c.target()));
            }),
        "it was live all the time, or never before");
  }

  private static void hadAll(Said said, Scene scene) {
    require(
        changes(scene)
            .filter(c -> c.why().contains("ad all the traffic before"))
            .allMatch(c ->
                scene.world().deployments(c.service().resource()).stream()
                    .anyMatch(d ->
                        d.servesOnly(c.target())
                            && d.at().orElseThrow().isBefore(ConcernSentences.began(scene)))),
        "a target had not");
  }
}
