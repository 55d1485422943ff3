package dev.rollbackbot.incident.text;

import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.AutomaticConditions;
import dev.rollbackbot.incident.proposal.AutomaticRollback;
import dev.rollbackbot.incident.proposal.Proposal;
import dev.rollbackbot.incident.rollback.Plan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Texts about rollbacks that begin without anybody's approval. */
public final class AutomaticText {
  private AutomaticText() {}

  public static RichText announced(Incident after, ProposalEvent.AutomaticRollbackAnnounced event) {
    return RichText.of(":warning: *Automatic rollback* of ")
        .quote(changes(after))
        .text(" (plan *" + Plan.shortHash(event.planHash()) + "*) begins ")
        .time(event.begins())
        .text(
            " without an approval. Anybody can stop it before with the button below the panel and")
        .text(" the card.");
  }

  public static RichText heldBack(Incident after, List<String> reasons) {
    return RichText.of("It is not rolled back automatically, people decide:")
        .add(lines(reasons))
        .add(asked(after));
  }

  public static RichText stopped(Incident after, String by) {
    return RichText.of("The automatic rollback was stopped by ")
        .person(by)
        .text(" before it began.")
        .add(asked(after));
  }

  public static RichText halted(ProposalEvent.AutomaticRollbackHalted event) {
    return RichText.of("*The automatic rollback does not go on.* ")
        .quote(event.reason())
        .text(" Nobody has approved its plan, so it needs an approval now.");
  }

  public static RichText started(ProposalEvent.AutomaticRollbackStarted event) {
    return RichText.of(
        ":warning: *Automatic rollback.* Nobody has stopped it, and every condition holds. Plan *"
            + Plan.shortHash(event.planHash())
            + "* is carried out without an approval. Two people sign at the end.");
  }

  /** For the panel and the card; empty: no rollback may begin by itself, or it is over. */
  public static Optional<RichText> state(Incident incident) {
    if (!AutomaticConditions.mayBegin(incident.details())) {
      return Optional.empty();
    }
    Optional<AutomaticRollback.Announced> announced = AutomaticConditions.announced(incident);
    if (announced.isPresent()) {
      return Optional.of(
          RichText.of(":warning: *Automatic rollback* of ")
              .quote(changes(incident))
              .text(" begins ")
              .time(announced.get().begins())
              .text(", unless somebody stops it."));
    }
    return switch (incident.state()) {
      case State.Preparing _, State.AwaitingApproval _ -> decided(incident.details());
      case State _ -> Optional.empty();
    };
  }

  private static Optional<RichText> decided(IncidentDetails details) {
    return details
        .proposal()
        .map(Proposal::automatic)
        .flatMap(automatic ->
            switch (automatic) {
              case AutomaticRollback.Undecided _, AutomaticRollback.Announced _ -> Optional.empty();
              case AutomaticRollback.HeldBack heldBack ->
                  Optional.of(
                      RichText.of("*Not automatic*, people decide:")
                          .add(lines(heldBack.reasons())));
              case AutomaticRollback.Halted halted ->
                  Optional.of(
                      RichText.of("*Not automatic any more*, people decide:")
                          .add(lines(List.of(halted.reason()))));
              case AutomaticRollback.Stopped stopped ->
                  Optional.of(
                      RichText.of("*Not automatic*: stopped by ").person(stopped.by()).text("."));
            });
  }

  private static RichText lines(List<String> reasons) {
    RichText text = RichText.EMPTY;
    for (String reason : reasons) {
      text = text.text("\n• ").quote(reason);
    }
    return text;
  }

  private static RichText asked(Incident after) {
    return after.state() instanceof State.AwaitingApproval waiting
        ? RichText.of("\nPlan *" + waiting.plan().shortHash() + "* waits for an approval, on the ")
            .log("panel")
            .text(".")
        : RichText.EMPTY;
  }

  /** Such as: gateway v42 → v41. */
  private static String changes(Incident incident) {
    return incident.state() instanceof State.AwaitingApproval waiting
        ? waiting.plan().steps().stream()
            .flatMap(step -> step.change().stream())
            .map(change ->
                "%s %s → %s"
                    .formatted(
                        change.service().service().name(),
                        change.live().label(),
                        change.target().label()))
            .collect(Collectors.joining(", "))
        : incident.details().runbook().name();
  }
}
