package dev.rollbackbot.incident.evolver;

import dev.rollbackbot.incident.CloseReason;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.DeclarationChange;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.Involvement;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.Stage;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.UndeliveredPosts;
import dev.rollbackbot.incident.proposal.AutomaticFacts;
import dev.rollbackbot.incident.proposal.AutomaticRollback;
import dev.rollbackbot.incident.proposal.Proposal;
import dev.rollbackbot.incident.request.PersonRequests;
import dev.rollbackbot.incident.rollback.LiveVersions;
import dev.rollbackbot.incident.rollback.RollbackAuthorization;
import dev.rollbackbot.incident.verification.Baseline;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a proposal begins, changes and becomes an incident that people lead. */
final class ProposalEvolver {
  private ProposalEvolver() {}

  /** Nobody has asked for it, so nobody is involved, and stakeholders know nothing. */
  static Incident proposed(ProposalEvent.RollbackProposed event) {
    Declaration declaration = event.declaration();
    IncidentDetails details =
        new IncidentDetails(
            event.id(),
            event.runbook(),
            declaration,
            event.at(),
            event.by(),
            new IncidentDetails.RollbackRequest(event.by(), declaration.method()),
            Optional.empty(),
            Checklist.initial(event.runbook().checklist(), waitedFor(event)),
            List.of(),
            Set.of(),
            0,
            false,
            Map.of(),
            LiveVersions.NONE,
            PersonRequests.NONE,
            Baseline.NONE,
            UndeliveredPosts.NONE,
            Optional.empty(),
            Stage.FIRST,
            Optional.of(Proposal.of(event.at(), event.mode(), event.suspicion())),
            List.of());
    return new Incident(
        details,
        event.mode() == TriggerMode.PROPOSE
            ? new State.Proposed(new State.Unplanned(), Optional.empty())
            : new State.Preparing(new State.Unplanned()));
  }

  /** What needs nobody's approval waits for no more than a CRITICAL rollback does. */
  private static Severity waitedFor(ProposalEvent.RollbackProposed event) {
    return event.mode() == TriggerMode.AUTO ? Severity.CRITICAL : event.declaration().severity();
  }

  static Incident next(Incident incident, ProposalEvent event) {
    IncidentDetails details = incident.details();
    return switch (event) {
      case ProposalEvent.RollbackProposed e -> throw Evolver.impossible(incident.state(), e);
      case ProposalEvent.ProposalStarted e -> {
        proposed(incident, e);
        yield Evolver.prepare(ledBy(details, e).withStakeholdersTold(e.at()));
      }
      case ProposalEvent.ProposalWatched e -> {
        proposed(incident, e);
        IncidentDetails led = ledBy(details, e);
        yield new Incident(
            led.declaration().affectingUsers() ? led.withStakeholdersTold(e.at()) : led,
            new State.Monitoring());
      }
      case ProposalEvent.ProposalPutOff e ->
          incident.with(
              new State.Proposed(proposed(incident, e).planning(), Optional.of(e.until())));
      case ProposalEvent.ProposalDue e ->
          incident.with(new State.Proposed(proposed(incident, e).planning(), Optional.empty()));
      case ProposalEvent.ProposalRefused e -> {
        proposed(incident, e);
        yield incident.with(closed(CloseReason.NOT_THIS, e.reason(), e));
      }
      case ProposalEvent.TriggerSeen e -> seen(incident, e);
      case ProposalEvent.AlertSeen e ->
          details
              .proposal()
              .map(p -> p.withAlert(e.trigger(), ended(e)))
              .map(p -> incident.with(withProposal(details, p)))
              .orElse(incident);
      case ProposalEvent.TriggerOver e -> over(incident, e);
      case ProposalEvent.AutomaticRollbackAnnounced e ->
          incident.with(
              automatic(
                  details,
                  new AutomaticRollback.Announced(
                      e.at(), e.planHash(), e.begins(), Optional.empty())));
      case ProposalEvent.AutomaticRollbackHeldBack e ->
          led(incident, new AutomaticRollback.HeldBack(e.at(), e.reasons()));
      case ProposalEvent.AutomaticRollbackStopped e ->
          led(incident, new AutomaticRollback.Stopped(e.at(), e.by()));
      case ProposalEvent.AutomaticRollbackStarted e ->
          new Incident(
              details.withStakeholdersTold(e.at()),
              Evolver.start(
                  incident.state(),
                  e,
                  new RollbackAuthorization.Automatic(e.at(), e.by(), e.planHash())));
    };
  }

  private static IncidentDetails automatic(IncidentDetails details, AutomaticRollback next) {
    return details.proposal().map(p -> withProposal(details, p.with(next))).orElse(details);
  }

  /** From then on people decide, and it waits for what they do before. */
  private static Incident led(Incident incident, AutomaticRollback next) {
    IncidentDetails details = automatic(incident.details(), next);
    return incident.with(
        incident.state() instanceof State.Preparing
            ? details.withChecklist(
                details.checklist().forSeverity(details.declaration().severity()))
            : details);
  }

  /**
   * A reading that begins after the delay of an announced rollback is the one that it waits for.
   */
  static IncidentDetails readBy(IncidentDetails details, Event.LiveReadStarted event) {
    return details.proposal().map(Proposal::automatic).orElse(null)
            instanceof AutomaticRollback.Announced announced
        ? automatic(details, announced.readBy(event.job(), event.at()))
        : details;
  }

  /** With what was found together with a reading, where it is of interest. */
  static IncidentDetails read(IncidentDetails details, Event.LiveVersionsRead event) {
    return event.facts().isPresent() ? withFacts(details, event.facts()) : details;
  }

  /** With what was found for a new plan, where it is of interest. */
  static IncidentDetails planned(IncidentDetails details, Event.PlanMade event) {
    return withFacts(details, event.facts());
  }

  private static IncidentDetails withFacts(
      IncidentDetails details, Optional<AutomaticFacts> facts) {
    return details.proposal().map(p -> withProposal(details, p.withFacts(facts))).orElse(details);
  }

  private static Optional<Instant> ended(ProposalEvent.AlertSeen event) {
    return event.firing() ? Optional.empty() : Optional.of(event.at());
  }

  private static Incident seen(Incident incident, ProposalEvent.TriggerSeen event) {
    IncidentDetails details = incident.details();
    Proposal next =
        details.proposal().map(p -> p.with(event.suspicion())).orElseGet(() -> seen(event));
    IncidentDetails after = withProposal(details, next);
    boolean anew =
        next.automatic() instanceof AutomaticRollback.Undecided
            && next.mode() == TriggerMode.AUTO
            && incident.state() instanceof State.Preparing;
    // What people were asked for while it was held back, and have not done, is put off again.
    return incident.with(
        anew ? after.withChecklist(after.checklist().forSeverity(Severity.CRITICAL)) : after);
  }

  /** Of an incident that a person declared: only which triggers fire is of interest. */
  private static Proposal seen(ProposalEvent.TriggerSeen event) {
    return Proposal.of(event.at(), TriggerMode.SHADOW, event.suspicion());
  }

  private static Incident over(Incident incident, ProposalEvent.TriggerOver event) {
    Optional<Proposal> left = incident.details().proposal().map(p -> p.without(event.trigger()));
    if (left.isEmpty()) {
      return incident;
    }
    Incident after = incident.with(withProposal(incident.details(), left.get()));
    return incident.state() instanceof State.Proposed && left.get().firing().isEmpty()
        ? after.with(closed(CloseReason.RECOVERED, "", event))
        : after;
  }

  private static State closed(CloseReason reason, String note, Event event) {
    return new State.Closed(reason, note, event.by(), event.at(), Optional.empty(), false);
  }

  private static State.Proposed proposed(Incident incident, Event event) {
    return Evolver.require(State.Proposed.class, incident.state(), event);
  }

  /** From then on it is as if that person had declared it. */
  private static IncidentDetails ledBy(IncidentDetails details, Event event) {
    Declaration before = details.declaration();
    Declaration declaration =
        before.with(
            new DeclarationChange(
                Optional.empty(),
                Optional.empty(),
                before.description(),
                Optional.of(event.by()),
                new DeclarationChange.Kept()));
    return copy(details, declaration, event.at(), event.by(), details.proposal())
        .requestedBy(event.by(), declaration.method())
        .withInvolved(event.by(), Involvement.REQUESTED);
  }

  private static IncidentDetails withProposal(IncidentDetails details, Proposal next) {
    return copy(
        details,
        details.declaration(),
        details.declaredAt(),
        details.declaredBy(),
        Optional.of(next));
  }

  private static IncidentDetails copy(
      IncidentDetails details,
      Declaration declaration,
      Instant declaredAt,
      String declaredBy,
      Optional<Proposal> proposal) {
    return new IncidentDetails(
        details.id(),
        details.runbook(),
        declaration,
        declaredAt,
        declaredBy,
        details.rollbackRequest(),
        details.channel(),
        details.checklist(),
        details.earlierRollbacks(),
        details.published(),
        details.jobCount(),
        details.deadlinePassed(),
        details.involved(),
        details.live(),
        details.requests(),
        details.baseline(),
        details.undelivered(),
        details.stakeholdersToldAt(),
        details.stage(),
        proposal,
        details.unsettled());
  }
}
