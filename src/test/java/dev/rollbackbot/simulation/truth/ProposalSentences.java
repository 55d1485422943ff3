package dev.rollbackbot.simulation.truth;

import static dev.rollbackbot.simulation.truth.Scene.require;
import static dev.rollbackbot.simulation.truth.Scene.shownAs;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.ProposalCommand;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.SmallRunbook;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What fired, what is suspected and proposed, and what begins without an approval. */
final class ProposalSentences {
  private static final String TRIGGER = "“Error rate above 1 %”";
  private static final String NO_RECOVERY =
      "That is no proof of a recovery: an alert also ends when it can't be measured any more.";
  private static final Pattern CHANGE = Pattern.compile("(API|Site) (v\\d+) → (v\\d+)");

  /** A measurement is made a little after its round began, whose time is shown. */
  private static final Duration ROUND = Duration.ofMillis(400);

  private static final Duration WINDOW = Duration.ofHours(1);

  private ProposalSentences() {}

  static List<Sentence> all() {
    return Stream.of(proposed(), answered(), told(), automatic(), reasons())
        .flatMap(List::stream)
        .toList();
  }

  /** The card of a proposal, and why the bot began an incident. */
  private static List<Sentence> proposed() {
    return List.of(
        Sentence.of(
            "The bot proposed a rollback on production: " + TRIGGER,
            (_, scene) -> {
              fired(scene);
              require(!own(scene), "an incident was opened");
            }),
        Sentence.of(
            "The bot opened this on production: " + TRIGGER,
            (_, scene) -> {
              fired(scene);
              require(own(scene), "it is a proposal only");
            }),
        Sentence.of("The bot proposed this", (_, scene) -> fired(scene)),
        Sentence.of(
            "A rollback of Shop Feature in production is proposed", (_, scene) -> waits(scene)),
        Sentence.of(
            "A rollback is proposed[[, {put} off]]",
            (said, scene) -> {
              waits(scene);
              require(
                  said.has("put") == putOff(scene).isPresent(), "put off until " + putOff(scene));
            }),
        Sentence.of(
            "Nobody has asked for it, and nothing was changed.",
            (_, scene) -> {
              waits(scene);
              nothingChanged(scene);
            }),
        Sentence.of(
            "Trigger "
                + TRIGGER
                + " (API), fired {time}[[, as far as was {measured} it began {time}]]",
            ProposalSentences::firedThen),
        Sentence.of(
            "• {reading}[[, {n} times]]",
            (said, scene) -> {
              int times = said.has("n") ? said.number("n") : 1;
              require(
                  scene.world().readings(said.word("reading"), scene.at()) >= times,
                  "it was not measured or alerted so often");
            }),
        Sentence.of("Alert of json.", (_, scene) -> alerted(true, scene)),
        Sentence.of(
            "Alert of json, ended {time}. " + NO_RECOVERY,
            (said, scene) -> {
              alerted(false, scene);
              require(
                  scene
                      .all(ProposalEvent.AlertSeen.class)
                      .anyMatch(e -> !e.firing() && shownAs(e.at(), said.time(0))),
                  "it did not end then");
            }),
        Sentence.of(
            "Suspect {service} {v}, deployed {time}, by dev@example.org. It is the newest"
                + " deployment known from before it began; whether it is the cause is not known.",
            ProposalSentences::suspected),
        Sentence.of(
            "It closes by itself when the bot has measured that it is over and no alert says that"
                + " it fires.",
            Sentence.NOTHING),
        Sentence.of(
            "Put off until {time}.",
            (said, scene) ->
                require(
                    putOff(scene).filter(until -> shownAs(until, said.time(0))).isPresent(),
                    "it is put off until " + putOff(scene))),
        Sentence.of("The plan is being made.", (_, scene) -> waits(scene)),
        Sentence.of(
            "[[Read {time}. ]]It is made again when the rollback is started.",
            (_, scene) -> waits(scene)));
  }

  /** What people made of it, and how it ended. */
  private static List<Sentence> answered() {
    return List.of(
        Sentence.of(
            "{who} started the rollback that was proposed.",
            by(ProposalCommand.StartProposed.class)),
        Sentence.of(
            "{who} chose to watch it and not to roll back.",
            by(ProposalCommand.WatchProposal.class)),
        Sentence.of(
            "{who} put it off until {time}.",
            (said, scene) -> {
              by(ProposalCommand.NotNow.class).compare(said, scene);
              require(
                  putOff(scene).filter(u -> shownAs(u, said.time(0))).isPresent(), "until then");
            }),
        Sentence.of(
            "{who} said that it is no reason for this rollback: {quote}",
            by(ProposalCommand.NotThis.class)),
        Sentence.of("It was proposed again.", (_, scene) -> due(scene)),
        Sentence.of(
            "{inc} · A rollback of Shop Feature in production is proposed again: it was put off"
                + " until now, and no recovery was seen. The card above has the buttons.",
            (_, scene) -> due(scene)),
        Sentence.of("The card above has the buttons.", (_, scene) -> waits(scene)),
        Sentence.of(
            "{inc} proposes a rollback of Shop Feature in production, and nobody has answered, for"
                + " {duration}.",
            (_, scene) -> waits(scene)),
        Sentence.of(
            "Closed: it recovered before anything was started[[.]]",
            (_, scene) -> {
              nothingChanged(scene);
              require(began(scene).isEmpty(), "it was started");
              recovered(scene.last(ProposalEvent.TriggerOver.class).orElseThrow().at(), scene);
            }),
        Sentence.of(
            "Closed: no reason for this rollback[[ by {who}]][[.]]",
            (said, scene) -> {
              nothingChanged(scene);
              ProposalEvent.ProposalRefused refused =
                  scene.last(ProposalEvent.ProposalRefused.class).orElseThrow();
              require(
                  !said.has("who") || said.who("who").equals(refused.by()),
                  "it was " + refused.by());
            }));
  }

  /** Lines in the thread of an incident. */
  private static List<Sentence> told() {
    return List.of(
        Sentence.of(
            "A trigger fired: " + TRIGGER + "[[: {reading}]][[.]]",
            (_, scene) -> {
              ProposalEvent.TriggerSeen seen =
                  scene.last(ProposalEvent.TriggerSeen.class).orElseThrow();
              fired(seen.suspicion(), scene);
            }),
        Sentence.of(
            "An alert has ended: "
                + TRIGGER
                + ". "
                + NO_RECOVERY
                + "[[ It has come and gone several times: from now on it is told only when it has"
                + " not fired for ten minutes.]]",
            (_, scene) -> alerted(false, scene)),
        Sentence.of("An alert fires again: " + TRIGGER + ".", (_, scene) -> alerted(true, scene)),
        Sentence.of(
            "A trigger has recovered: " + TRIGGER + ".",
            (_, scene) ->
                recovered(scene.last(ProposalEvent.TriggerOver.class).orElseThrow().at(), scene)));
  }

  /** What begins without an approval. */
  private static List<Sentence> automatic() {
    return List.of(
        Sentence.of(
            "[[{inc} · ]]:warning: Automatic rollback of {changes} (plan {plan}) begins {time}"
                + " without an approval. Anybody can stop it before with the button below the panel"
                + " and the card.",
            (said, scene) -> {
              announced(said, scene);
              require(
                  Plan.shortHash(announcement(scene).planHash()).equals(said.word("plan")),
                  "that is another plan");
            }),
        Sentence.of(
            ":warning: Automatic rollback of {changes} begins {time}, unless somebody stops it.",
            ProposalSentences::announced),
        Sentence.of(
            "An automatic rollback was announced for {time}.",
            (said, scene) ->
                require(
                    shownAs(announcement(scene).begins(), said.time(0)), "it begins at another")),
        Sentence.of("Begins by itself, unless somebody stops it", (_, scene) -> pending(scene)),
        Sentence.of(
            "INCIDENT Preparing to roll back Shop Feature {severity} Begins by itself, unless"
                + " somebody stops it",
            (_, scene) -> pending(scene)),
        Sentence.of(
            "[[{inc} · ]]:warning: Automatic rollback. Nobody has stopped it, and every condition"
                + " holds. Plan {plan} is carried out without an approval. Two people sign at the"
                + " end.",
            ProposalSentences::begun),
        Sentence.of(
            "An automatic rollback began: plan {plan}, without an approval.",
            ProposalSentences::begun),
        Sentence.of("· automatic, approved by nobody", (_, scene) -> nobodyApproved(scene)),
        Sentence.of(
            "[[– ]]Plan {plan} went on automatically, without an approval.",
            (said, scene) ->
                require(
                    scene
                        .all(ProposalEvent.AutomaticRollbackStarted.class)
                        .anyMatch(e -> Plan.shortHash(e.planHash()).equals(said.word("plan"))),
                    "that plan did not begin by itself")),
        Sentence.of(
            "[[{inc} · ]]The automatic rollback was stopped by {who} before it began.",
            ProposalSentences::stopped),
        Sentence.of(
            "{who} stopped the automatic rollback before it began.", ProposalSentences::stopped),
        Sentence.of("Not automatic: stopped by {who}.", ProposalSentences::stopped),
        Sentence.of(
            "Plan {plan} waits for an approval, on the panel.",
            (said, scene) ->
                require(
                    StepFacts.of(scene).plan().shortHash().equals(said.word("plan")),
                    "that is another plan")),
        Sentence.of(
            "[[{inc} · ]]The automatic rollback does not go on[[.]][[:]]",
            (_, scene) -> halted(scene)),
        Sentence.of(
            "Nobody has approved its plan, so it needs an approval now.",
            (_, scene) -> halted(scene)),
        Sentence.of("Not automatic any more, people decide:", (_, scene) -> halted(scene)),
        Sentence.of(
            "It is not rolled back automatically, people decide:", (_, scene) -> heldBack(scene)),
        Sentence.of("Not automatic, people decide:", (_, scene) -> heldBack(scene)),
        Sentence.of("No automatic rollback:", (_, scene) -> heldBack(scene)));
  }

  /** Why one does not begin; what the simulation knows nothing of is merely recognised. */
  private static List<Sentence> reasons() {
    return List.of(
        Sentence.of(
            "[[• ]]It had begun, and stopped before its first change.",
            (_, scene) -> {
              halted(scene);
              nothingChanged(scene);
            }),
        Sentence.of(
            "[[• ]]The environment production does not allow it.",
            (_, scene) ->
                require(
                    scene.incident().details().environment().automaticRollback().isEmpty(),
                    "it allows it")),
        Sentence.of(
            "[[• ]]The evidence is not conclusive: the bot has not measured by itself what fired.",
            (_, scene) ->
                require(
                    scene.world().row(Verdict.FAILED, decided(scene)) < SmallRunbook.FIRES
                        || suspicions(scene).stream().allMatch(s -> s.alert().isPresent()),
                    "it was measured")),
        Sentence.of(
            "[[• ]]The live version of {service} was deployed more than {n} minutes before the"
                + " trigger fired.",
            (said, scene) ->
                require(
                    planned(said.word("service"), scene)
                        .flatMap(Deployment::at)
                        .filter(at ->
                            suspicions(scene).stream()
                                .anyMatch(s -> at.isBefore(s.firedAt().minus(WINDOW))))
                        .isPresent(),
                    "it was deployed later")),
        Sentence.of(
            "[[• ]]The live version of {service} was deployed after the fault began.",
            (said, scene) ->
                require(
                    planned(said.word("service"), scene)
                        .flatMap(Deployment::at)
                        .filter(at ->
                            suspicions(scene).stream()
                                .flatMap(s -> s.onset().stream())
                                .anyMatch(at::isAfter))
                        .isPresent(),
                    "it was deployed before")),
        Sentence.of(
            "[[• ]]Another version of {service} is live than the plan expects.",
            (said, scene) ->
                require(
                    planned(said.word("service"), scene)
                        .filter(p -> !wasLiveThroughout(p, said.word("service"), scene))
                        .isPresent(),
                    "it is live")),
        Sentence.of(
            "[[• ]]One has begun by itself within the last 24 hours.",
            (_, scene) ->
                require(scene.world().startedByItself(decided(scene)), "none has begun by itself")),
        Sentence.of(
            "[[• ]]The last measurements do not say that a trigger still fires.",
            // After a restart it may not be known whether they are about the same version.
            Sentence.NOTHING),
        Sentence.of(
            "[[• ]]No trigger fires any more.",
            (_, scene) ->
                require(
                    scene.last(ProposalEvent.TriggerOver.class).isPresent(), "none has recovered")),
        Sentence.of("[[• ]]What is live of {service} could not be read.", Sentence.NOTHING),
        Sentence.of(
            "[[• ]]Whether a deployment of {service} is under way could not be read.",
            Sentence.NOTHING),
        Sentence.of("[[• ]]There is no plan: {quote}", Sentence.NOTHING),
        Sentence.of("[[• ]]There is no plan: {service} {quote}", Sentence.NOTHING),
        Sentence.of("[[• ]]The step “{service}” has no version to return to.", Sentence.NOTHING),
        Sentence.of("[[• ]]Something speaks against {v}: {concern}.", Sentence.NOTHING),
        Sentence.of(
            "[[• ]]The plan does not roll back the suspected deployment.",
            (_, scene) ->
                require(
                    suspicions(scene).stream()
                        .flatMap(s -> s.suspect().stream())
                        .anyMatch(s ->
                            changes(scene)
                                .filter(c -> c.service().service().id().equals(s.service()))
                                .noneMatch(c -> c.live().label().equals(s.version()))),
                    "it does")),
        Sentence.of("[[• ]]No deployment is suspected.", Sentence.NOTHING),
        Sentence.of("[[• ]]Another incident holds {service}.", Sentence.NOTHING),
        Sentence.of("[[• ]]The step “{step}” is done by a person.", Sentence.NOTHING),
        Sentence.of(
            "[[• ]]The step “{step}” runs a job, and only a version can be put back again.",
            Sentence.NOTHING),
        Sentence.of("[[• ]]What else speaks against this plan is not known.", Sentence.NOTHING),
        Sentence.of(
            "[[• ]]Not all of what was said about it has reached Slack, so it may not be known.",
            Sentence.NOTHING),
        Sentence.of("[[• ]]A person has had a hand in the plan.", Sentence.NOTHING),
        Sentence.of("[[• ]]The checklist waits for a person: {item}.", Sentence.NOTHING),
        Sentence.of(
            "[[• ]]Nobody has approved it, and it could not begin at once.", Sentence.NOTHING));
  }

  private static boolean own(Scene scene) {
    return scene.events().getFirst() instanceof ProposalEvent.RollbackProposed proposed
        && proposed.mode() != TriggerMode.PROPOSE;
  }

  private static Optional<Event> began(Scene scene) {
    return scene.latest(
        List.of(ProposalEvent.ProposalStarted.class, ProposalEvent.ProposalWatched.class));
  }

  /** Somebody is to answer it. */
  private static void waits(Scene scene) {
    require(
        scene.events().getFirst() instanceof ProposalEvent.RollbackProposed, "nothing is proposed");
    require(began(scene).isEmpty() && !own(scene), "it was begun");
    require(
        scene.last(ProposalEvent.ProposalRefused.class).isEmpty(), "somebody said that it is not");
  }

  private static Optional<Instant> putOff(Scene scene) {
    return scene
        .latest(List.of(ProposalEvent.ProposalPutOff.class, ProposalEvent.ProposalDue.class))
        .filter(ProposalEvent.ProposalPutOff.class::isInstance)
        .map(e -> ((ProposalEvent.ProposalPutOff) e).until());
  }

  private static void due(Scene scene) {
    ProposalEvent.ProposalPutOff before =
        scene.last(ProposalEvent.ProposalPutOff.class).orElseThrow();
    require(!scene.at().isBefore(before.until()), "it is put off until " + before.until());
    require(
        scene.all(ProposalEvent.TriggerOver.class).noneMatch(e -> e.at().isAfter(before.at())),
        "a recovery was seen");
  }

  private static void nothingChanged(Scene scene) {
    require(!scene.world().changedSomething(scene.incident().id(), scene.at()), "it was changed");
  }

  private static List<Suspicion> suspicions(Scene scene) {
    return Stream.concat(
            scene
                .all(ProposalEvent.RollbackProposed.class)
                .map(ProposalEvent.RollbackProposed::suspicion),
            scene.all(ProposalEvent.TriggerSeen.class).map(ProposalEvent.TriggerSeen::suspicion))
        .toList();
  }

  private static void fired(Scene scene) {
    fired(suspicions(scene).getFirst(), scene);
  }

  private static void fired(Suspicion suspicion, Scene scene) {
    if (suspicion.onset().isPresent()) {
      require(
          scene.world().row(Verdict.FAILED, suspicion.firedAt().plus(ROUND)) >= SmallRunbook.FIRES,
          "it was not measured three times");
    } else {
      require(scene.world().alerted(true, suspicion.firedAt()), "nothing was alerted");
    }
  }

  private static void firedThen(Said said, Scene scene) {
    Suspicion then =
        suspicions(scene).stream()
            .filter(s -> shownAs(s.firedAt(), said.time(0)))
            .findFirst()
            .orElseThrow(() -> new AssertionError("nothing fired then"));
    fired(then, scene);
    if (said.has("measured")) {
      require(
          suspicions(scene).stream()
              .flatMap(s -> s.onset().stream())
              .anyMatch(onset ->
                  shownAs(onset, said.time(1))
                      && scene.world().row(Verdict.FAILED, onset.plus(ROUND)) >= 1),
          "it did not fail then");
    }
  }

  /** What could not be read then may be newer. */
  private static void suspected(Said said, Scene scene) {
    Instant at = said.time(0);
    require(scene.wasLive(said.word("service"), said.word("v"), at), "it was not deployed then");
    Instant before =
        suspicions(scene).stream()
            .filter(s -> s.suspect().filter(x -> x.version().equals(said.word("v"))).isPresent())
            .map(s -> s.onset().orElse(s.firedAt()))
            .max(Comparator.naturalOrder())
            .orElseThrow();
    require(!at.isAfter(before), "it began before, at " + before);
  }

  private static void alerted(boolean firing, Scene scene) {
    require(scene.world().alerted(firing, scene.at()), "nothing was alerted");
  }

  private static void recovered(Instant at, Scene scene) {
    require(
        scene.world().row(Verdict.PASSED, at.plus(ROUND)) >= SmallRunbook.RECOVERS,
        "it has not passed often enough");
  }

  private static Sentence.Comparison by(Class<? extends ProposalCommand> type) {
    return (said, scene) ->
        require(
            scene.pressed(c -> type.isInstance(c) && c.by().id().equals(said.who("who"))),
            "they did not press that");
  }

  private static ProposalEvent.AutomaticRollbackAnnounced announcement(Scene scene) {
    return scene.last(ProposalEvent.AutomaticRollbackAnnounced.class).orElseThrow();
  }

  /** It is announced and has not begun, and nobody has stopped it. */
  private static void pending(Scene scene) {
    require(
        scene
            .latest(
                List.of(
                    ProposalEvent.AutomaticRollbackAnnounced.class,
                    ProposalEvent.AutomaticRollbackHeldBack.class,
                    ProposalEvent.AutomaticRollbackStopped.class,
                    ProposalEvent.AutomaticRollbackStarted.class))
            .filter(ProposalEvent.AutomaticRollbackAnnounced.class::isInstance)
            .isPresent(),
        "it does not begin by itself");
    nothingChanged(scene);
  }

  private static void announced(Said said, Scene scene) {
    pending(scene);
    require(
        shownAs(announcement(scene).begins(), said.time(0)),
        "it begins at " + announcement(scene).begins());
    Matcher change = CHANGE.matcher(said.word("changes"));
    int changes = 0;
    while (change.find()) {
      Matcher one = change;
      require(
          changes(scene)
              .anyMatch(c ->
                  c.service().service().name().equals(one.group(1))
                      && c.live().label().equals(one.group(2))
                      && c.target().label().equals(one.group(3))),
          "the plan does not say so");
      changes++;
    }
    require(changes == changes(scene).count(), "it changes something else");
  }

  private static void begun(Said said, Scene scene) {
    ProposalEvent.AutomaticRollbackStarted started =
        scene.last(ProposalEvent.AutomaticRollbackStarted.class).orElseThrow();
    require(Plan.shortHash(started.planHash()).equals(said.word("plan")), "that is another plan");
    require(
        scene.world().row(Verdict.FAILED, started.at()) >= SmallRunbook.FIRES,
        "it does not fail any more");
    require(
        scene.all(ProposalEvent.AutomaticRollbackStopped.class).findAny().isEmpty(),
        "somebody has stopped it");
  }

  /** Of the rollback that was begun last. */
  private static void nobodyApproved(Scene scene) {
    require(
        scene
            .latest(
                List.of(
                    ProposalEvent.AutomaticRollbackStarted.class,
                    Event.Approved.class,
                    Event.BreakGlassUsed.class))
            .filter(ProposalEvent.AutomaticRollbackStarted.class::isInstance)
            .isPresent(),
        "somebody has approved it");
  }

  private static void stopped(Said said, Scene scene) {
    require(
        scene.pressed(c ->
            c instanceof ProposalCommand.StopAutomaticRollback
                && c.by().id().equals(said.who("who"))),
        "they did not stop it");
    require(scene.last(ProposalEvent.AutomaticRollbackStarted.class).isEmpty(), "it had begun");
  }

  private static void halted(Scene scene) {
    require(scene.last(ProposalEvent.AutomaticRollbackHalted.class).isPresent(), "it did not stop");
  }

  private static void heldBack(Scene scene) {
    require(
        scene.last(ProposalEvent.AutomaticRollbackHeldBack.class).isPresent(),
        "nothing holds it back");
  }

  /** When it was decided not to begin. */
  private static Instant decided(Scene scene) {
    return scene
        .last(ProposalEvent.AutomaticRollbackHeldBack.class)
        .map(Event::at)
        .orElseGet(scene::at);
  }

  private static Stream<PlannedStep.Change> changes(Scene scene) {
    return StepFacts.of(scene).plan().steps().stream().flatMap(s -> s.change().stream());
  }

  /** What the plan says is live. */
  private static Optional<Deployment> planned(String service, Scene scene) {
    return changes(scene)
        .filter(c -> c.service().service().name().equals(service))
        .map(PlannedStep.Change::live)
        .findFirst();
  }

  private static boolean wasLiveThroughout(Deployment planned, String service, Scene scene) {
    Instant made = scene.last(Event.PlanMade.class).map(Event::at).orElseThrow();
    return scene.liveAt(service, made).filter(d -> d.label().equals(planned.label())).isPresent()
        && scene
            .liveAt(service, decided(scene))
            .filter(d -> d.label().equals(planned.label()))
            .isPresent();
  }
}
