package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.proposal.AutomaticFacts;
import dev.rollbackbot.incident.proposal.AutomaticRollback;
import dev.rollbackbot.incident.proposal.Proposal;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.trigger.TriggerMeasurement;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Whether a rollback may begin without anybody's approval. */
public final class AutomaticConditions {
  private final IncidentDetails details;
  private final Proposal proposal;
  private final Plan plan;
  private final List<String> unmet = new ArrayList<>();

  private AutomaticConditions(IncidentDetails details, Proposal proposal, Plan plan) {
    this.details = details;
    this.proposal = proposal;
    this.plan = plan;
  }

  /** Whether a trigger that may roll back by itself has begun it. */
  public static boolean mayBegin(IncidentDetails details) {
    return details.proposal().filter(p -> p.mode() == TriggerMode.AUTO).isPresent();
  }

  /** The announcement that holds for the plan which waits for approval; empty: there is none. */
  public static Optional<AutomaticRollback.Announced> announced(Incident incident) {
    return incident.state() instanceof State.AwaitingApproval waiting
            && incident.details().proposal().map(Proposal::automatic).orElse(null)
                instanceof AutomaticRollback.Announced announced
            && announced.planHash().equals(waiting.plan().hash())
            && !announced.at().isBefore(waiting.since())
        ? Optional.of(announced)
        : Optional.empty();
  }

  /** Whether an announcement follows, so that nobody is asked for an approval. */
  public static boolean willBeAnnounced(Incident incident, Instant at) {
    return mayBegin(incident.details())
        && incident.state() instanceof State.AwaitingApproval waiting
        && isOpen(incident.details())
        && unmet(incident.details(), waiting.plan(), at).isEmpty();
  }

  /** Whether nothing has handed it over to people. */
  public static boolean isOpen(IncidentDetails details) {
    return details
        .proposal()
        .map(Proposal::automatic)
        .filter(a ->
            a instanceof AutomaticRollback.Undecided || a instanceof AutomaticRollback.Announced)
        .isPresent();
  }

  /** Every condition that does not hold for that plan, in a sentence each; empty: all hold. */
  public static List<String> unmet(IncidentDetails details, Plan plan, Instant now) {
    return details
        .proposal()
        .filter(_ -> mayBegin(details))
        .map(p -> new AutomaticConditions(details, p, plan).all(now))
        .orElse(List.of("No trigger may roll back by itself here."));
  }

  private List<String> all(Instant now) {
    if (details.environment().automaticRollback().isEmpty()) {
      unmet.add("The environment " + details.environment().id() + " does not allow it.");
    }
    evidence();
    plan.steps().forEach(this::step);
    oneStepForEachService();
    outside(now);
    people();
    return List.copyOf(unmet);
  }

  /** What is alerted proves nothing, and what has recovered needs nothing. */
  private void evidence() {
    List<Suspicion> firing =
        proposal.firing().stream().filter(s -> rule(details, s).isPresent()).toList();
    Optional<Suspicion> measured = firing.stream().filter(s -> s.onset().isPresent()).findFirst();
    if (measured.isEmpty()) {
      unmet.add(
          proposal.firing().isEmpty()
              ? "No trigger fires any more."
              : "The evidence is not conclusive: the bot has not measured by itself what fired.");
      return;
    }
    Suspicion evidence = measured.get();
    Optional<Suspicion.Suspect> suspect = evidence.suspect();
    if (suspect.isEmpty()) {
      unmet.add("No deployment is suspected.");
      return;
    }
    if (changes().stream().noneMatch(change -> rollsBack(change, suspect.get()))) {
      unmet.add("The plan does not roll back the suspected deployment.");
    }
    Duration window = rule(details, evidence).orElseThrow().after();
    changes().forEach(change -> deployedWithin(change, evidence, window));
  }

  /** How the bot measures it, if it may roll back for it. */
  static Optional<TriggerMeasurement> rule(IncidentDetails details, Suspicion suspicion) {
    return details.runbook().triggers().stream()
        .filter(t -> t.id().equals(suspicion.trigger()))
        .filter(t -> t.modes().in(details.environment().id()) == TriggerMode.AUTO)
        .flatMap(t -> t.measurement().stream())
        .filter(rule -> details.runbook().measures(details.environment(), rule))
        .findFirst();
  }

  private static boolean rollsBack(PlannedStep.Change change, Suspicion.Suspect suspect) {
    return change.service().service().id().equals(suspect.service())
        && change.live().shares().stream()
            .anyMatch(share -> share.version().id().equals(suspect.versionId()));
  }

  private void deployedWithin(PlannedStep.Change change, Suspicion evidence, Duration window) {
    String name = name(change);
    Deployment live = change.live();
    if (live.onlyVersion().isEmpty()) {
      unmet.add("More than one version of " + name + " is live.");
    }
    Optional<Instant> deployed = live.deployedAt();
    if (deployed.isEmpty()) {
      unmet.add("When the live version of " + name + " was deployed is not known.");
      return;
    }
    Instant at = deployed.get();
    if (evidence.onset().filter(at::isAfter).isPresent()) {
      unmet.add("The live version of " + name + " was deployed after the fault began.");
    }
    if (at.isBefore(evidence.firedAt().minus(window))) {
      unmet.add(
          "The live version of %s was deployed more than %d minutes before the trigger fired."
              .formatted(name, window.toMinutes()));
    }
    Optional<LiveReading> reading = details.live().reading(change.service().service().id());
    if (reading.filter(r -> r.live().isEmpty()).isPresent()) {
      unmet.add("What is live of " + name + " could not be read.");
    }
    if (reading.flatMap(LiveReading::live).filter(Predicate.not(live::servesSameAs)).isPresent()) {
      unmet.add("Another version of " + name + " is live than the plan expects.");
    }
  }

  private void step(PlannedStep step) {
    String title = "The step “" + step.title() + "”";
    if (step.job().isPresent()) {
      unmet.add(title + " runs a job, and only a version can be put back again.");
    } else if (step.change().isEmpty()) {
      unmet.add(
          step.noTarget().isPresent()
              ? title + " has no version to return to."
              : title + " is done by a person.");
    }
    step.change().ifPresent(change -> reversible(title, step, change));
  }

  private void reversible(String title, PlannedStep step, PlannedStep.Change change) {
    List<String> kept =
        details.runbook().method(plan.method()).stream()
            .flatMap(method -> method.steps().stream())
            .filter(s -> s.id().equals(step.id()))
            .flatMap(s ->
                s instanceof Step.RollBackService rollBack
                    ? rollBack.cannotUndo().stream()
                    : List.<String>of().stream())
            .toList();
    if (!kept.isEmpty()) {
      unmet.add(
          title
              + " has a caveat in the runbook, it does not undo: "
              + String.join(", ", kept)
              + ".");
    }
    change
        .concern(change.target())
        .ifPresent(concern ->
            unmet.add(
                "Something speaks against " + change.target().label() + ": " + concern + "."));
    change
        .changedSecrets()
        .ifPresent(secrets ->
            unmet.add(title + " overrides changed secrets: " + String.join(", ", secrets) + "."));
    if (Stream.concat(
            change.running().stream(),
            details.live().reading(change.service().service().id()).stream()
                .flatMap(reading -> reading.running().stream()))
        .anyMatch(Predicate.not(List::isEmpty))) {
      unmet.add("A deployment of " + name(change) + " is under way.");
    }
  }

  private void oneStepForEachService() {
    Set<String> seen = new HashSet<>();
    changes().stream()
        .filter(change -> !seen.add(change.service().id()))
        .map(AutomaticConditions::name)
        .distinct()
        .forEach(name -> unmet.add("More than one step changes " + name + "."));
  }

  private void outside(Instant now) {
    if (proposal.facts().isEmpty()) {
      unmet.add("What else speaks against this plan is not known.");
      return;
    }
    AutomaticFacts facts = proposal.facts().get();
    facts.doubts().forEach(doubt -> unmet.add("There is a doubt about the plan: " + doubt));
    facts.held().forEach(name -> unmet.add("Another incident holds " + name + "."));
    if (facts
        .before()
        .filter(b -> now.isBefore(b.plus(AutomaticRollback.AT_MOST_ONE_IN)))
        .isPresent()) {
      unmet.add("One has begun by itself within the last 24 hours.");
    }
  }

  /** Who has a hand in it decides. */
  private void people() {
    if (!details.requester().equals(Actor.BOT.id()) || !details.involved().isEmpty()) {
      unmet.add("A person has had a hand in the plan.");
    }
    List<String> open =
        details.checklist().entries().stream()
            .filter(AutomaticConditions::waitsForPerson)
            .map(entry -> entry.item().title())
            .toList();
    if (!open.isEmpty()) {
      unmet.add("The checklist waits for a person: " + String.join(", ", open) + ".");
    }
  }

  private static boolean waitsForPerson(Checklist.TrackedItem entry) {
    return !entry.status().settled()
        && (entry.item().assignee() instanceof ChecklistItem.PersonAssignee
            || entry.status() instanceof ItemStatus.TaskFailed);
  }

  private List<PlannedStep.Change> changes() {
    return plan.steps().stream().flatMap(s -> s.change().stream()).toList();
  }

  private static String name(PlannedStep.Change change) {
    return change.service().service().name();
  }
}
