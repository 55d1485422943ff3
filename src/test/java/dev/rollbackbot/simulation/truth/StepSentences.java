package dev.rollbackbot.simulation.truth;

import static dev.rollbackbot.simulation.truth.Scene.require;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.text.StepText;
import dev.rollbackbot.simulation.truth.StepFacts.StepFact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What became of the steps, and who holds a lock. */
final class StepSentences {
  /** What was read before the first change counts for so long. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private static final String WAITING =
      " since {time}: its change is under way, or what became of it is not known. This step begins"
          + " by itself when the lock is free.";

  private StepSentences() {}

  static List<Sentence> all() {
    return List.of(
        // Posts and the timeline.
        Sentence.of("“{step}”: {v:from} → {v:to}[[ in {duration}]].", StepSentences::changed),
        Sentence.of(
            "• {step}: {v:from} → {v:to}[[ in {duration}]]",
            Scene.ofOnePlan(StepSentences::changed)),
        Sentence.of("✓ {step} {v:from} → {v:to}[[ {duration}]]", StepSentences::changed),
        Sentence.of("✓ {step} {v:to}[[ {duration}]]", StepSentences::alreadyLive),
        Sentence.of(
            "“{step}”: {v:to} was live already, nothing was done.", StepSentences::madeByOthers),
        Sentence.of(
            "• {step}: {v:to} was live already, nothing was done",
            Scene.ofOnePlan(StepSentences::madeByOthers)),
        Sentence.of(
            "“{step}”: {v:to} was live already, this attempt did nothing[[; an earlier one may have"
                + " made it live]].",
            StepSentences::madeBefore),
        Sentence.of(
            "• {step}: {v:to} was live already, this attempt did nothing[[; an earlier one may have"
                + " made it live]]",
            Scene.ofOnePlan(StepSentences::madeBefore)),
        Sentence.of("✓ {step} {v:to} was live already", StepSentences::alreadyLive),
        Sentence.of("“{step}”: done by hand by {who}, {quote}[[.]]", StepSentences::byHand),
        Sentence.of(
            "• {step}: done by hand by {who}, {quote}", Scene.ofOnePlan(StepSentences::byHand)),
        Sentence.of("✓ {step} done by hand by {who}, {quote}", StepSentences::byHand),
        Sentence.of(
            "[[– ]]“{step}” of an earlier plan: done by hand by {who}, {quote}[[.]]",
            StepSentences::saidDone),
        Sentence.of("“{step}” was not begun[[ again]]. {quote}", is(Event.StepFailed.class)),
        Sentence.of("“{step}”: skipped by {who}, {quote}[[.]]", StepSentences::skipped),
        Sentence.of(
            "[[– ]]“{step}”: run before, it may have been done in part; skipped by {who},"
                + " {quote}[[.]]",
            StepSentences::skipped),
        Sentence.of(
            "• {step}: run before, it may have been done in part; skipped by {who}, {quote}",
            Scene.ofOnePlan(StepSentences::skipped)),
        Sentence.of(
            "– {step} run before, it may have been done in part; skipped by {who}, {quote}",
            StepSentences::skipped),
        Sentence.of("– “{step}”: skipped by {who}, {quote}", StepSentences::skipped),
        Sentence.of("• {step}: skipped by {who}, {quote}", Scene.ofOnePlan(StepSentences::skipped)),
        Sentence.of("– {step} skipped by {who}, {quote}", StepSentences::skipped),
        Sentence.of("– “{step}”: left out by {who}, {quote}", StepSentences::leftOut),
        Sentence.of("– {step} left out by {who}, {quote}", StepSentences::leftOut),
        Sentence.of(
            "• {step}: left out by {who}, {quote}", Scene.ofOnePlan(StepSentences::leftOut)),
        Sentence.of("{who} left “{step}” out of the plan: {quote}", StepSentences::leftOut),
        Sentence.of("“{step}” was asked for, attempt {n}.", StepSentences::began),
        Sentence.of("“{step}” waits. {quote}[[ Open it]]", StepSentences::waits),
        Sentence.of(
            "[[{step} ]]Waits since {time}: {quote}[[ Open it]]", StepSentences::waitsSince),
        Sentence.of("“{step}” does not wait for a person any more.", StepSentences::waitOver),
        Sentence.of("“{step}” is a person's turn.", is(Event.StepHandedOver.class)),
        Sentence.of(
            "“{step}” is a person's turn: do it by hand, the panel says how.",
            is(Event.StepHandedOver.class)),
        Sentence.of(
            "“{step}” failed[[, it may have been done in part]]: {quote}",
            is(Event.StepFailed.class)),
        Sentence.of("“{step}” ended, not confirmed: {quote}", is(Event.StepFailed.class)),
        Sentence.of("“{step}” did not work. {quote}", is(Event.StepFailed.class)),
        Sentence.of(
            "“{step}” has ended, but is not confirmed. {quote}",
            (said, scene) -> {
              is(Event.StepFailed.class).compare(said, scene);
              require(
                  scene.last(Event.StepFailed.class).orElseThrow().kind()
                      == Outcome.FailureKind.NOT_CONFIRMED,
                  "it failed");
            }),
        Sentence.of("“{step}”: its outcome is unknown.", is(Event.StepUnknown.class)),
        Sentence.of("“{step}”: nobody knows yet whether it worked.", is(Event.StepUnknown.class)),
        Sentence.of("“{step}” begins[[:]][[,]] the lock is free.", is(Event.LockObtained.class)),
        Sentence.of(
            "“{step}” does not begin now: {quote}[[ The rollback pauses, people" + " decide.]]",
            is(Event.StepHeldBack.class)),
        Sentence.of(
            "“{step}” does not begin now: {holder} holds its lock.[[ The rollback pauses, people"
                + " decide.]]",
            is(Event.StepHeldBack.class)),
        Sentence.of(
            "“{step}” does not begin now: What was read before it is too old by now.[[ The rollback"
                + " pauses, people decide.]]",
            StepSentences::tooLate),
        Sentence.of(
            "“{step}” has not begun: {holder} ({lead}) has held its lock since {time}. It begins"
                + " by itself when the lock is free.",
            StepSentences::holder),
        Sentence.of(
            "“{step}” has not begun: {holder} ({lead}) has held its lock since {time}.",
            StepSentences::holder),
        Sentence.of("• {step}: not begun, {holder} ({lead}) held its lock", StepSentences::held),
        Sentence.of(
            "How it goes on can be decided when this has ended: {titles}.",
            (said, scene) ->
                require(
                    said.word("titles")
                        .equals(titles(scene, s -> s.runs() || s.is(Event.LockAwaited.class))),
                    "others are under way")),
        Sentence.of(
            "Not begun before that: {titles}.",
            (said, scene) ->
                require(
                    said.word("titles").equals(titles(scene, s -> s.is(Event.LockAwaited.class))),
                    "others have not begun")),
        Sentence.of(
            "What ran at the same time has ended. A decision is needed about {titles}.",
            (said, scene) -> {
              require(titles(scene, StepFact::runs).isEmpty(), "something runs");
              require(
                  said.word("titles").equals(titles(scene, StepFact::undecided)),
                  "others are undecided");
            }),
        Sentence.of("At the same time: {step}, {step:second}", StepSentences::together),
        Sentence.of(
            "At the same time:",
            (_, scene) ->
                require(StepFacts.of(scene).plan().together().isPresent(), "there is no group")),
        Sentence.of(
            "“{step}” waits for the lock that {holder} ({lead}) has held since {time}.",
            StepSentences::holder),
        Sentence.of(
            "[[{step} ]]Waiting {holder} ({lead}) has held the lock of {resource}" + WAITING,
            StepSentences::holder),
        Sentence.of(
            "[[{step} ]]Waiting {holder} ({lead}) has held the lock of the same job" + WAITING,
            StepSentences::holder),
        Sentence.of(
            "[[{step} ]]Waiting {holder} ({lead}) has held the lock of the programs' folder"
                + WAITING,
            StepSentences::holder),
        Sentence.of(
            "{who:by} took the lock of “{step}” over from {holder} ({lead}): {quote}",
            StepSentences::takenOver),
        Sentence.of(
            "{who:by} took the lock of “{step}” over for {inc}: {quote}", StepSentences::letGo),
        Sentence.of(
            "Whether the attempt here has ended is still unknown.",
            (_, scene) -> endUnknown(scene)),
        Sentence.of(
            "The rollback [[has ]]stopped.",
            (_, scene) -> ended(scene, Event.StoppedBeforeStep.class)),
        Sentence.of("Paused.", (_, scene) -> ended(scene, Event.PausedBeforeStep.class)),
        Sentence.of("{inc} is paused.", (_, scene) -> ended(scene, Event.PausedBeforeStep.class)),
        Sentence.of(
            "The provider is being asked; nothing is tried again meanwhile.",
            (_, scene) -> require(asked(scene), "nobody asks it")),
        Sentence.of(
            "A person has to look and decide.",
            (_, scene) -> require(!asked(scene), "the provider is asked")),
        Sentence.of(
            "The provider is being asked every few seconds. Nothing is tried again meanwhile.",
            (_, scene) -> require(isAsked(scene, true), "nobody asks it")),
        Sentence.of(
            "The provider could not tell either. Look, then decide.",
            (_, scene) -> require(isAsked(scene, false), "the provider is asked")),
        // The panel.
        Sentence.of(
            "Something else went live after this job had run. Make a new plan: it starts from what"
                + " is live, and is approved anew.",
            (_, scene) ->
                require(
                    StepFacts.of(scene).current().stream().anyMatch(StepFact::undecided),
                    "no step is undecided")),
        Sentence.of(
            "What is live after this job is being read. Try again in a moment.",
            (_, scene) ->
                require(scene.last(Event.LiveReadStarted.class).isPresent(), "nothing was read")),
        Sentence.of("○ {step} {v:from} → {v:to} waits for {holder}", is(Event.LockAwaited.class)),
        Sentence.of("○ {step} {v:to} waits for {holder}", is(Event.LockAwaited.class)),
        Sentence.of("○ {step} {v:from} → {v:to}", StepSentences::open),
        Sentence.of("○ {step} {v:to}", StepSentences::open),
        Sentence.of("○ {step} by hand", StepSentences::open),
        Sentence.of(
            "◐ {step} {v:from} → {v:to} running since {time}, attempt {n}", StepSentences::running),
        Sentence.of("◐ {step} {v:to} running since {time}, attempt {n}", StepSentences::running),
        Sentence.of("◐ {step} your turn", is(Event.StepHandedOver.class)),
        Sentence.of(
            "✗ {step} {v:from} → {v:to} failed[[, it may have been done in part]]",
            is(Event.StepFailed.class)),
        Sentence.of(
            "✗ {step} {v:to} failed[[, it may have been done in part]]",
            is(Event.StepFailed.class)),
        Sentence.of("? {step} {v:from} → {v:to} outcome unknown", is(Event.StepUnknown.class)),
        Sentence.of("? {step} {v:to} outcome unknown", is(Event.StepUnknown.class)),
        // After a cancellation.
        Sentence.of("• {step}: not begun", Scene.ofOnePlan(StepSentences::open)),
        Sentence.of("• {step}: not begun again", Scene.ofOnePlan(StepSentences::open)),
        Sentence.of(
            "• {step}: failed[[, it may have been done in part]]",
            Scene.ofOnePlan(is(Event.StepFailed.class))),
        Sentence.of(
            "• {step}: unknown: {v:to} may be live instead of {v:from}",
            Scene.ofOnePlan(is(Event.StepUnknown.class))));
  }

  /** The current steps of which that holds, as they are named. */
  private static String titles(Scene scene, Predicate<StepFact> which) {
    return StepFacts.of(scene).current().stream()
        .filter(which)
        .map(s -> "“" + s.planned().title() + "”")
        .collect(Collectors.joining(", "));
  }

  private static void together(Said said, Scene scene) {
    require(
        StepFacts.of(scene).plan().groups().stream()
            .map(group -> group.stream().map(PlannedStep::title).toList())
            .anyMatch(List.of(said.word("step"), said.word("second"))::equals),
        "they are not planned for the same time");
  }

  private static StepFact step(Said said, Scene scene) {
    return StepFacts.of(scene).step(said.word("step"));
  }

  private static Sentence.Comparison is(Class<? extends Event.OfSteps> type) {
    return (said, scene) ->
        require(step(said, scene).is(type), "it was " + step(said, scene).last());
  }

  /** Nobody approved it, and it was decided long before. */
  private static void tooLate(Said said, Scene scene) {
    is(Event.StepHeldBack.class).compare(said, scene);
    Instant began =
        scene.last(ProposalEvent.AutomaticRollbackStarted.class).map(Event::at).orElseThrow();
    Instant held = step(said, scene).last().orElseThrow().at();
    require(held.isAfter(began.plus(FRESH)), "it was read at " + began);
  }

  private static void ended(Scene scene, Class<? extends Event> type) {
    require(type.isInstance(scene.events().getLast()), "it was " + scene.events().getLast());
  }

  /** Of what became unknown last. */
  private static boolean asked(Scene scene) {
    return scene
        .last(Event.StepUnknown.class)
        .filter(e -> e.reconcileJob().isPresent())
        .isPresent();
  }

  /** Whether the provider is asked about one of the current steps, or is not asked any more. */
  private static boolean isAsked(Scene scene, boolean expected) {
    return StepFacts.of(scene).current().stream()
        .flatMap(s -> s.last().stream())
        .anyMatch(e ->
            e instanceof Event.StepUnknown unknown
                && unknown.reconcileJob().isPresent() == expected);
  }

  /** The target became live while it ran, from the version that is named. */
  private static void changed(Said said, Scene scene) {
    StepFact step = step(said, scene);
    Optional<Event.StepSucceeded> done =
        step.last()
            .filter(Event.StepSucceeded.class::isInstance)
            .map(Event.StepSucceeded.class::cast)
            .filter(e -> !e.already());
    require(done.isPresent(), "it was " + step.last());
    Instant end = step.last().orElseThrow().at();
    // Whoever made it live meanwhile: the provider can't always tell.
    Instant begin = scene.last(Event.PlanMade.class).orElseThrow().at();
    String service = said.word("step");
    require(
        scene.world().deployments("API".equals(service) ? "shop-api" : "shop-site").stream()
            .filter(d -> !d.at().orElseThrow().isBefore(begin))
            .filter(d -> !d.at().orElseThrow().isAfter(end))
            .anyMatch(d -> d.label().equals(said.word("to"))),
        "it was not made live between " + begin + " and " + end);
    require(
        said.has("duration") == done.get().changeTook().isPresent(),
        "it took " + done.get().changeTook());
    if (said.has("duration")) {
      require(!foundOut(step.planned().id(), scene), "nobody saw how long it took");
      require(
          said.duration("duration").compareTo(Duration.between(firstBegan(said, scene), end)) <= 0,
          "it had only " + Duration.between(firstBegan(said, scene), end));
    }
  }

  /** Whether it was unknown for a time what became of its last attempt. */
  private static boolean foundOut(String id, Scene scene) {
    for (Event event : scene.events().reversed()) {
      if (event instanceof Event.StepUnknown e && e.step().equals(id)) {
        return true;
      }
      if (event instanceof Event.StepStarted e && e.step().equals(id)) {
        return false;
      }
    }
    return false;
  }

  /** When the first attempt began since the approval. */
  private static Instant firstBegan(Said said, Scene scene) {
    Instant consent =
        scene
            .latest(
                List.of(
                    Event.Approved.class,
                    Event.BreakGlassUsed.class,
                    ProposalEvent.AutomaticRollbackStarted.class))
            .orElseThrow()
            .at();
    String id = step(said, scene).planned().id();
    return scene
        .all(Event.StepStarted.class)
        .filter(e -> !e.at().isBefore(consent) && e.step().equals(id))
        .map(Event.StepStarted::at)
        .findFirst()
        .orElse(consent);
  }

  private static void alreadyLive(Said said, Scene scene) {
    StepFact step = step(said, scene);
    require(step.last().orElseThrow() instanceof Event.StepSucceeded, "it was " + step.last());
    require(
        scene.wasLive(
            said.word("step"),
            said.word("to"),
            step.began().orElseThrow(),
            step.last().orElseThrow().at()),
        "it was not live then");
  }

  /** No rollback of this incident has ever made it live. */
  private static void madeByOthers(Said said, Scene scene) {
    alreadyLive(said, scene);
    // A later plan may have made it live again, after somebody deployed over it.
    Instant found = step(said, scene).last().orElseThrow().at();
    require(!madeLive(said, scene, found), "this incident made it live");
  }

  /** Another attempt has begun before, of this plan or of an earlier one. */
  private static void madeBefore(Said said, Scene scene) {
    alreadyLive(said, scene);
    String id = step(said, scene).planned().id();
    require(
        scene.all(Event.StepStarted.class).filter(e -> e.step().equals(id)).count() > 1,
        "there was no other attempt");
  }

  private static boolean madeLive(Said said, Scene scene, Instant by) {
    String service = "API".equals(said.word("step")) ? "shop-api" : "shop-site";
    return scene.world().madeLive(scene.incident().id(), service, said.word("to"), by);
  }

  private static void byHand(Said said, Scene scene) {
    require(step(said, scene).is(Event.StepDoneByHand.class), "it was " + step(said, scene).last());
    saidDone(said, scene);
  }

  private static void saidDone(Said said, Scene scene) {
    require(
        scene.pressed(c ->
            c instanceof Command.MarkStepDone d
                && d.by().id().equals(said.who("who"))
                && d.evidence().equals(said.word("quote"))),
        "they did not say so");
  }

  private static void skipped(Said said, Scene scene) {
    require(step(said, scene).is(Event.StepSkipped.class), "it was " + step(said, scene).last());
    require(
        scene.pressed(c ->
            c instanceof Command.SkipStep s
                && s.by().id().equals(said.who("who"))
                && s.reason().equals(said.word("quote"))),
        "they did not skip it");
  }

  private static void leftOut(Said said, Scene scene) {
    require(step(said, scene).leftOut(), "it is in the plan");
    require(
        scene.pressed(c ->
            c instanceof Command.LeaveOutStep s
                && s.by().id().equals(said.who("who"))
                && s.reason().equals(said.word("quote"))),
        "they did not leave it out");
  }

  private static void began(Said said, Scene scene) {
    StepFact step = step(said, scene);
    require(step.is(Event.StepStarted.class), "it was " + step.last());
    require(step.attempts() >= said.number("n"), "it was attempt " + step.attempts());
  }

  private static void running(Said said, Scene scene) {
    StepFact step = step(said, scene);
    boolean runs =
        step.is(Event.StepStarted.class)
            || step.is(Event.LockObtained.class)
            || step.is(Event.LockTakenOver.class);
    require(runs, "it was " + step.last());
    require(
        Scene.shownAs(step.last().orElseThrow().at(), said.time(0)),
        "it runs since " + step.last());
  }

  private static void waits(Said said, Scene scene) {
    String id = step(said, scene).planned().id();
    require(
        scene
            .all(Event.JobWaitsForPerson.class)
            .filter(e -> e.step().equals(id) && e.text().equals(said.word("quote")))
            .anyMatch(e -> scene.world().waited(scene.incident().id(), e.at())),
        "the provider did not say so");
  }

  /** And that nothing else was read of it since. */
  private static void waitsSince(Said said, Scene scene) {
    List<Event.JobWaitsForPerson> open =
        scene
            .all(Event.JobWaitsForPerson.class)
            .filter(e -> Scene.shownAs(e.at(), said.time(0)))
            .filter(e -> scene.world().waited(scene.incident().id(), e.at()))
            .filter(e ->
                scene
                    .all(Event.JobWaitEnded.class)
                    .noneMatch(o -> o.job().equals(e.job()) && o.at().isAfter(e.at())))
            .toList();
    require(!open.isEmpty(), "the provider did not say so, or said that it is over");
  }

  private static void waitOver(Said said, Scene scene) {
    String id = step(said, scene).planned().id();
    require(
        scene.all(Event.JobWaitEnded.class).anyMatch(e -> e.step().equals(id)),
        "nothing was read of it");
  }

  private static void open(Said said, Scene scene) {
    StepFact step = step(said, scene);
    boolean open =
        step.last().isEmpty()
            || step.is(Event.LockAwaited.class)
            || step.is(Event.StepHeldBack.class);
    require(open, "it was " + step.last());
  }

  /** Of a step that waited until the end. */
  private static void held(Said said, Scene scene) {
    LockHolder holder = awaited(said, scene).holder();
    require(said.word("holder").equals(StepText.label(holder)), "it is " + StepText.label(holder));
    require(holder.lead().equals(leader(said)), "their lead is " + holder.lead());
  }

  private static void holder(Said said, Scene scene) {
    Event.LockAwaited awaited = awaited(said, scene);
    LockHolder holder = awaited.holder();
    IncidentId other = new IncidentId(holder.incident());
    require(said.word("holder").equals(StepText.label(holder)), "it is " + StepText.label(holder));
    Scene theirs =
        new Scene(
            scene.world(),
            scene.place(),
            scene.at(),
            scene.incident(),
            scene.world().events(other, awaited.at()));
    require(
        theirs.declaration().forDrill() == holder.mark().isPresent(),
        "theirs is declared for " + theirs.declaration().purpose());
    require(
        theirs.declaration().lead().equals(leader(said)),
        "their lead is " + theirs.declaration().lead());
    require(
        theirs.all(Event.StepStarted.class).anyMatch(e -> !e.at().isAfter(holder.since())),
        "they have not begun a step by then");
    require(Scene.shownAs(holder.since(), said.time(0)), "it is since " + holder.since());
  }

  /** Of the step, or of the resource of a step, that is named. */
  private static Event.LockAwaited awaited(Said said, Scene scene) {
    StepFact step =
        said.has("step")
            ? step(said, scene)
            : StepFacts.of(scene).current().stream()
                .filter(s ->
                    said.has("resource")
                        ? s.planned().lockKeys().stream()
                            .anyMatch(key -> key.endsWith("/" + said.word("resource")))
                        : s.planned().job().isPresent())
                .findFirst()
                .orElseThrow();
    return scene
        .all(Event.LockAwaited.class)
        .filter(e -> e.step().equals(step.planned().id()))
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  private static void takenOver(Said said, Scene scene) {
    require(
        scene.pressed(c ->
            c instanceof Command.TakeOverLock t
                && t.by().id().equals(said.who("by"))
                && t.reason().equals(said.word("quote"))),
        "they did not take it over");
  }

  /** The person pressed it in the other incident. */
  private static void letGo(Said said, Scene scene) {
    Event.LockLetGo event = scene.last(Event.LockLetGo.class).orElseThrow();
    require(
        said.word("inc").equals(new IncidentId(event.claimant()).label())
            && said.who("by").equals(event.by()),
        "it was " + event);
  }

  /** Of the attempts that it names, whatever later ones came to. */
  private static void endUnknown(Scene scene) {
    Event.LockLetGo event = scene.last(Event.LockLetGo.class).orElseThrow();
    for (String job : event.attempts().orElseThrow()) {
      String step =
          scene.events().stream()
              .filter(e -> e instanceof Event.StepStarted s && s.job().equals(job))
              .map(e -> ((Event.StepStarted) e).step())
              .findFirst()
              .orElseThrow();
      require(
          scene.events().stream()
              .dropWhile(e -> !(e instanceof Event.StepStarted s && s.job().equals(job)))
              .anyMatch(e ->
                  (e instanceof Event.StepUnknown unknown && unknown.step().equals(step))
                      || (e instanceof Event.StepFailed failed
                          && failed.step().equals(step)
                          && failed.kind() == Outcome.FailureKind.PARTLY_DONE)),
          "nobody was in doubt about " + job);
    }
  }

  /** The person's id, or the bot's where nobody leads. */
  private static String leader(Said said) {
    return said.people("lead").stream().findFirst().orElse(Actor.BOT.id());
  }
}
