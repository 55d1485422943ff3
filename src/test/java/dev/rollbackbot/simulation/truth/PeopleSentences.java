package dev.rollbackbot.simulation.truth;

import static dev.rollbackbot.simulation.truth.Scene.require;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.rollback.Plan;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Who did what: who leads, asked, approved, signed, changed something, and for which plan. */
final class PeopleSentences {
  private PeopleSentences() {}

  static List<Sentence> all() {
    return List.of(
        Sentence.of("Lead {who}", PeopleSentences::lead),
        Sentence.of("Lead: {who}", PeopleSentences::lead),
        Sentence.of("lead {who}", PeopleSentences::lead),
        Sentence.of("{who}:", PeopleSentences::lead),
        Sentence.of("· asked by {who}", PeopleSentences::asked),
        Sentence.of(
            "· declared by {who}", (said, scene) -> same(said.who("who"), scene.declared().by())),
        Sentence.of("· approved by {who}", PeopleSentences::approvedBy),
        Sentence.of("· glass broken by {who}", PeopleSentences::brokenBy),
        Sentence.of("· {severity}", PeopleSentences::severity),
        Sentence.of("{who} approved plan {plan}.", PeopleSentences::approved),
        Sentence.of("Rolling back.", (_, scene) -> is(scene, Event.Approved.class)),
        Sentence.of(
            ":warning: Break-glass. {who} goes on with plan {plan} without a second person. The"
                + " reason: {quote}",
            PeopleSentences::brokeGlass),
        Sentence.of("{who} broke the glass on plan {plan}: {quote}", PeopleSentences::brokeGlass),
        Sentence.of("{who} asked for a new plan: {method}.", PeopleSentences::newPlan),
        Sentence.of(
            "{who} asked for a new plan with “{method}”. It needs its own approval.",
            PeopleSentences::newPlan),
        Sentence.of("{who} changed the method to “{method}”.", by(Event.MethodChanged.class)),
        Sentence.of("{who} took “{method}”.", by(Event.MethodChanged.class)),
        Sentence.of("{who} chose to roll back after all.", by(Event.RollbackChosen.class)),
        Sentence.of(
            "{who} asked for a pause[[ before the next step]].", by(Event.PauseRequested.class)),
        Sentence.of("{who} asked to stop after this step.", by(Event.StopRequested.class)),
        Sentence.of("{who} asked to stop after these steps.", by(Event.StopRequested.class)),
        Sentence.of("{who} let it go on.", by(Event.Resumed.class)),
        Sentence.of(
            "the bot cancelled it: {inc} is declared for the same services and goes first.",
            PeopleSentences::interrupted),
        Sentence.of(
            "{inc} is cancelled by the bot: {inc:other} is declared for the same services and goes"
                + " first.",
            PeopleSentences::interrupted),
        Sentence.of(
            "{inc} is declared for the same services and goes first.",
            PeopleSentences::interrupted),
        Sentence.of(
            "Nobody knows what became of “{step}”[[, “{step:two}”]]: its lock is kept until"
                + " somebody takes it over in {inc}.",
            (_, scene) ->
                require(
                    scene.all(Event.StepUnknown.class).anyMatch(e -> e.reconcileJob().isEmpty()),
                    "the outcome of each step is known")),
        Sentence.of(
            "Whoever carries out “{step}” by hand: stop, and say in {inc} how far it has come.",
            (_, scene) ->
                require(
                    scene.last(Event.StepHandedOver.class).isPresent(),
                    "no step was handed to a person")),
        Sentence.of(
            "✓ Can roll back",
            (_, scene) ->
                require(
                    scene
                        .all(Event.OfSteps.class)
                        .anyMatch(e ->
                            e instanceof Event.StepSucceeded
                                || e instanceof Event.StepJobSucceeded
                                || e instanceof Event.StepDoneByHand),
                    "nothing was rolled back")),
        Sentence.of(
            "{who} cancelled it: {quote}", reasoned(Command.Cancel.class, Command.Cancel::reason)),
        Sentence.of(
            "{inc} is cancelled by {who}: {quote}",
            reasoned(Command.Cancel.class, Command.Cancel::reason)),
        Sentence.of(
            "{who} reopened it: {quote}", reasoned(Command.Reopen.class, Command.Reopen::reason)),
        Sentence.of(
            "{inc} is open again. {who}: {quote}",
            reasoned(Command.Reopen.class, Command.Reopen::reason)),
        Sentence.of(
            "{who} ended the wait: {quote}",
            reasoned(Command.EndPropagation.class, Command.EndPropagation::reason)),
        Sentence.of("{who} had every probe count again.", by(Event.ChecksRestarted.class)),
        Sentence.of(
            "{who} had everything checked again: {quote}",
            reasoned(Command.ReopenVerification.class, Command.ReopenVerification::reason)),
        Sentence.of(
            "nothing is signed. {who} has everything checked again, and what people confirmed or"
                + " waived is asked for again, on the panel: {quote}",
            reasoned(Command.ReopenVerification.class, Command.ReopenVerification::reason)),
        Sentence.of("{who} took the post-mortem's draft.", by(Event.PostMortemDrafted.class)),
        Sentence.of("The post-mortem's draft, for {who}.", by(Event.PostMortemDrafted.class)),
        Sentence.of(
            "A draft of the post-mortem, made of what is on record. People write on from here; a"
                + " later draft is a new file.",
            (_, scene) -> is(scene, Event.SignedVerified.class)),
        Sentence.of(
            "{who} tries again what did not reach stakeholders.", by(Event.PostRepeated.class)),
        Sentence.of("{who} closed it.", by(Event.IncidentClosed.class)),
        Sentence.of("{who} signed “rolled back by”.", by(Event.SignedRolledBack.class)),
        Sentence.of(
            "The signature “rolled back by” of {who} does not count any more: what is signed has"
                + " changed since. Read the panel, then sign there.",
            PeopleSentences::voided),
        Sentence.of(
            "The signature “rolled back by” of {who} did not count any more: what is signed had"
                + " changed.",
            PeopleSentences::voided),
        Sentence.of("{who} signed “verified by”.", by(Event.SecondSignatureGiven.class)),
        Sentence.of(
            "✓ Rolled back by {who}, {time}",
            (said, scene) -> signed(said, scene.last(Event.SignedRolledBack.class))),
        Sentence.of(
            "✓ Verified by {who}, {time}",
            (said, scene) -> signed(said, scene.last(Event.SignedVerified.class))),
        Sentence.of(
            "◐ Verified by {who}, counts once what is live has been read again",
            (said, scene) ->
                require(
                    scene
                        .last(Event.SecondSignatureGiven.class)
                        .filter(e -> e.by().equals(said.who("who")))
                        .isPresent(),
                    "they did not sign")),
        Sentence.of("Involved, so not second: {people}", PeopleSentences::involved),
        Sentence.of("{who} declared {severity} on production:", PeopleSentences::declared));
  }

  private static void interrupted(Said said, Scene scene) {
    require(
        scene.last(Event.DrillInterrupted.class).filter(Event.DrillInterrupted::ends).isPresent(),
        "no incident was declared");
  }

  private static void same(String said, String truth) {
    require(said.equals(truth), "it was " + truth);
  }

  /** They had signed, and somebody has decided something or another version was read since. */
  private static void voided(Said said, Scene scene) {
    Event.FirstSignatureVoided voided = scene.last(Event.FirstSignatureVoided.class).orElseThrow();
    Event.SignedRolledBack signed =
        scene
            .all(Event.SignedRolledBack.class)
            .filter(e -> !e.at().isAfter(voided.at()))
            .reduce((_, last) -> last)
            .orElseThrow();
    same(said.who("who"), signed.by());
    require(
        scene
                .all(Event.CheckWaived.class)
                .anyMatch(e -> !e.at().isBefore(signed.at()) && !e.at().isAfter(voided.at()))
            || scene
                .all(Event.LiveVersionsRead.class)
                .anyMatch(e -> !e.at().isBefore(signed.at()) && !e.at().isAfter(voided.at())),
        "nothing has changed since they signed");
  }

  private static void lead(Said said, Scene scene) {
    same(said.who("who"), scene.declaration().lead());
  }

  private static void severity(Said said, Scene scene) {
    same(said.word("severity"), scene.declaration().severity().name());
  }

  private static void asked(Said said, Scene scene) {
    List<Class<? extends Event>> asking =
        List.of(
            Event.IncidentDeclared.class,
            ProposalEvent.RollbackProposed.class,
            ProposalEvent.ProposalStarted.class,
            ProposalEvent.ProposalWatched.class,
            Event.RollbackChosen.class,
            Event.IncidentReopened.class,
            Event.MethodChanged.class,
            Event.MethodStarted.class);
    same(said.who("who"), scene.latest(asking).orElseThrow().by());
  }

  private static void is(Scene scene, Class<? extends Event> type) {
    require(type.isInstance(scene.events().getLast()), "it was " + scene.events().getLast());
  }

  /** The event that it is about is the last one, and that person pressed something then. */
  private static Sentence.Comparison by(Class<? extends Event> type) {
    return (said, scene) -> {
      is(scene, type);
      Event event = scene.events().getLast();
      same(said.who("who"), event.by());
      require(
          scene.pressed(c -> c.by().id().equals(event.by()) && c.at().equals(event.at())),
          "they pressed nothing");
    };
  }

  private static <C extends Command> Sentence.Comparison reasoned(
      Class<C> type, java.util.function.Function<C, String> reason) {
    return (said, scene) ->
        require(
            scene.pressed(c ->
                type.isInstance(c)
                    && c.by().id().equals(said.who("who"))
                    && reason.apply(type.cast(c)).equals(said.word("quote"))),
            "they did not press that with that reason");
  }

  private static void approved(Said said, Scene scene) {
    approval(said.who("who"), Optional.of(said.word("plan")), scene);
  }

  private static void approvedBy(Said said, Scene scene) {
    Event consent =
        scene.latest(List.of(Event.Approved.class, Event.BreakGlassUsed.class)).orElseThrow();
    require(consent instanceof Event.Approved, "nobody approved it: " + consent);
    String plan = Plan.shortHash(((Event.Approved) consent).planHash());
    approval(said.who("who"), Optional.of(plan), scene);
    require(!said.who("who").equals(requester(scene)), "they asked for it themselves");
  }

  private static String requester(Scene scene) {
    List<Class<? extends Event>> asking =
        List.of(
            Event.IncidentDeclared.class,
            ProposalEvent.RollbackProposed.class,
            ProposalEvent.ProposalStarted.class,
            ProposalEvent.ProposalWatched.class,
            Event.RollbackChosen.class,
            Event.IncidentReopened.class,
            Event.MethodChanged.class,
            Event.MethodStarted.class);
    return scene.latest(asking).orElseThrow().by();
  }

  private static void approval(String who, Optional<String> plan, Scene scene) {
    require(
        scene.pressed(c ->
            c instanceof Command.Approve a
                && a.by().id().equals(who)
                && plan.filter(a.planHash()::startsWith).isPresent()),
        "they did not approve that plan");
  }

  private static void brokenBy(Said said, Scene scene) {
    Event consent =
        scene.latest(List.of(Event.Approved.class, Event.BreakGlassUsed.class)).orElseThrow();
    require(consent instanceof Event.BreakGlassUsed, "it was approved: " + consent);
    same(said.who("who"), consent.by());
  }

  private static void brokeGlass(Said said, Scene scene) {
    require(
        scene.pressed(c ->
            c instanceof Command.BreakGlass b
                && b.by().id().equals(said.who("who"))
                && b.planHash().startsWith(said.word("plan"))
                && b.reason().equals(said.word("quote"))),
        "they did not break the glass on that plan");
  }

  private static void newPlan(Said said, Scene scene) {
    by(Event.MethodStarted.class).compare(said, scene);
    String method = ((Event.MethodStarted) scene.events().getLast()).method();
    require(
        said.word("method").equals(method.equals("rollback") ? "Deployment rollback" : "By hand")
            || !Set.of("rollback", "by-hand").contains(method),
        "they took " + method);
  }

  private static void signed(Said said, Optional<? extends Event> signature) {
    require(
        signature
            .filter(e -> e.by().equals(said.who("who")))
            .filter(e -> Scene.shownAs(e.at(), said.time(0)))
            .isPresent(),
        "the signature is " + signature);
  }

  private static void declared(Said said, Scene scene) {
    same(said.who("who"), scene.declared().by());
    same(said.word("severity"), scene.declared().declaration().severity().name());
  }

  private static void involved(Said said, Scene scene) {
    Set<String> people = new TreeSet<>();
    for (Event event : scene.events()) {
      boolean involves =
          event instanceof Event.IncidentDeclared
              || event instanceof ProposalEvent.ProposalStarted
              || event instanceof ProposalEvent.ProposalWatched
              || event instanceof Event.RollbackChosen
              || event instanceof Event.IncidentReopened
              || event instanceof Event.MethodChanged
              || event instanceof Event.MethodStarted
              || event instanceof Event.TargetChanged
              || event instanceof Event.StepLeftOut
              || event instanceof Event.InputsChosen
              || event instanceof Event.BreakGlassUsed
              || event instanceof Event.StepDoneByHand
              || event instanceof Event.StepSkipped
              || event instanceof Event.LockTakenOver
              || event instanceof Event.JobStopRequested
              || (event instanceof Event.StepStarted s && s.retriedBy().isPresent())
              || (event instanceof Event.StepHandedOver h && h.retriedBy().isPresent())
              || (event instanceof Event.DeclarationChanged c
                  && !c.before().beganAt().equals(c.after().beganAt()));
      if (involves) {
        people.add(event.by());
      }
    }
    Set<String> named = new TreeSet<>(said.people("people"));
    require(named.equals(people), "involved are " + people);
  }
}
