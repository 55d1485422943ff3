package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Decision.Rejected;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.Involvement;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.runbook.DrillScope.SharedUse;
import dev.rollbackbot.runbook.Evidence;
import dev.rollbackbot.runbook.Runbook;
import java.util.Optional;
import java.util.Set;

/** Texts of rejections: why, and who is allowed to. */
final class Rejections {
  private static final int REASON_LIMIT = 500;
  private static final int BREAK_GLASS_REASON = 10;
  private static final int EVIDENCE_LIMIT = 1_000;

  private Rejections() {}

  static Rejected notNow(String text) {
    return new Rejected(RejectionCode.NOT_NOW, RichText.of(text));
  }

  static Rejected notNow(Incident incident) {
    if (incident.state() instanceof State.Proposed) {
      return notNow(
          incident.id().label()
              + " is only proposed. Its card in the incidents channel shows what can be done now.");
    }
    String status = StatusText.status(incident);
    return notNow(
        incident.id().label()
            + " has moved on: "
            + Character.toLowerCase(status.charAt(0))
            + status.substring(1)
            + ". The panel shows what can be done now.");
  }

  /** The runbook says where; a production is never among them. */
  static Rejected noDrillThere(Runbook runbook, String environment) {
    Set<String> allowed = runbook.drill().environments();
    return notNow(
        allowed.isEmpty()
            ? "This runbook allows drills in no environment. Its “drill” says in which."
            : "No drill is opened in “%s”. This runbook allows them in %s."
                .formatted(environment, String.join(", ", allowed)));
  }

  /** Something of it is another environment's, too. */
  static Rejected noDrillSo(SharedUse shared) {
    return notNow(
        "A drill doesn't use this method: its step “%s” uses %s, as in “%s”."
            .formatted(shared.by(), shared.text(), shared.other().id()));
  }

  static Rejected stale(String text) {
    return new Rejected(RejectionCode.STALE, RichText.of(text));
  }

  static Rejected planChanged(Plan plan) {
    return stale("The plan has changed since you looked. It is " + plan.shortHash() + " now.");
  }

  static Rejected unknown(String text) {
    return new Rejected(RejectionCode.UNKNOWN_THING, RichText.of(text));
  }

  static Rejected unknownId(String what, String id) {
    return unknown(
        id.isBlank()
            ? "Choose one of the list."
            : "This runbook has no " + what + " “" + id + "”.");
  }

  static Rejected alreadyDone(String text) {
    return new Rejected(RejectionCode.ALREADY_DONE, RichText.of(text));
  }

  static Rejected notAResponder(IncidentDetails details) {
    return new Rejected(
        RejectionCode.NOT_A_RESPONDER,
        details
            .environment()
            .responders()
            .map(g -> RichText.of("Only members of ").group(g).text(" can do this."))
            .orElseGet(() -> RichText.of("Only members of the incidents channel can do this.")));
  }

  static Rejected notAnApprover(IncidentDetails details) {
    return new Rejected(
        RejectionCode.NOT_AN_APPROVER,
        RichText.of("Only ").add(approvers(details)).text(" can approve this rollback."));
  }

  static Rejected anotherApprover(IncidentDetails details, String because) {
    return new Rejected(
        RejectionCode.SAME_PERSON,
        RichText.of(because + ", so someone else in ")
            .add(approvers(details))
            .text(" must approve it."));
  }

  /** How the person is involved, for them. */
  static String involvementText(Involvement involvement) {
    return switch (involvement) {
      case REQUESTED -> "You asked for this rollback";
      case CHANGED_PLAN -> "You changed a plan of this incident";
      case CORRECTED_BEGIN -> "You corrected when the fault of this incident began";
      case BROKE_GLASS -> "You used break-glass in this incident";
      case DID_STEP -> "You carried out a step of this incident";
      case ASKED_FOR_RESTORE -> "You asked for a database to be restored in this incident";
      case SKIPPED_STEP -> "You skipped a step of this incident";
      case RETRIED_STEP -> "You had a step of this incident tried again";
      case TOOK_LOCK -> "You took a lock over for this incident";
      case STOPPED_JOB -> "You had a job of this incident stopped";
    };
  }

  static Rejected samePerson(String text) {
    return new Rejected(RejectionCode.SAME_PERSON, RichText.of(text));
  }

  static RichText approvers(IncidentDetails details) {
    return details
        .environment()
        .approvers()
        .map(RichText.EMPTY::group)
        .orElseGet(() -> RichText.of("the incidents channel"));
  }

  static Rejected incomplete(String text) {
    return new Rejected(RejectionCode.INCOMPLETE, RichText.of(text));
  }

  /** A reason must not be blank or too long. */
  static Optional<Rejected> reasonProblem(String reason) {
    return reason.isBlank() || reason.length() > REASON_LIMIT
        ? Optional.of(incomplete("Say why, in up to " + REASON_LIMIT + " characters."))
        : Optional.empty();
  }

  /** Everybody reads it instead of an approval, so it must say something. */
  static Optional<Rejected> breakGlassReasonProblem(String reason) {
    int length = reason.strip().codePointCount(0, reason.strip().length());
    return length < BREAK_GLASS_REASON || reason.length() > REASON_LIMIT
        ? Optional.of(
            incomplete(
                "Say why, in " + BREAK_GLASS_REASON + " to " + REASON_LIMIT + " characters."))
        : Optional.empty();
  }

  /** Required evidence must not be blank, and no evidence too long. */
  static Optional<Rejected> evidenceProblem(Evidence rule, String evidence) {
    if (rule == Evidence.REQUIRED && evidence.isBlank()) {
      return Optional.of(incomplete("Add a link or a note that shows it."));
    }
    return evidence.length() > EVIDENCE_LIMIT
        ? Optional.of(
            incomplete("Keep it under " + EVIDENCE_LIMIT + " characters; a link is enough."))
        : Optional.empty();
  }
}
