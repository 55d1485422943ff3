package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Decision.Rejected;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.text.StatusText;
import java.util.List;

/** The words of refusals: why, and who can. */
final class Rejections {
  private static final int WHY_LIMIT = 500;
  private static final int EVIDENCE_LIMIT = 1_000;

  private Rejections() {}

  static Rejected notNow(String text) {
    return new Rejected(RejectionCode.NOT_NOW, RichText.of(text));
  }

  /** For whatever means nothing in this state. */
  static Rejected notNow(Incident incident) {
    return notNow(
        incident.id().label()
            + " has moved on: "
            + lower(StatusText.status(incident))
            + ". The panel shows what can be done now.");
  }

  static Rejected stale(String text) {
    return new Rejected(RejectionCode.STALE, RichText.of(text));
  }

  static Rejected unknown(String text) {
    return new Rejected(RejectionCode.UNKNOWN_THING, RichText.of(text));
  }

  /** For a name that the runbook doesn't have, or none at all. */
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

  static Rejected ownApproval(IncidentDetails details) {
    return new Rejected(
        RejectionCode.SAME_PERSON,
        RichText.of("You asked for this rollback, so someone else in ")
            .add(approvers(details))
            .text(" must approve it."));
  }

  static Rejected ownTarget(IncidentDetails details) {
    return new Rejected(
        RejectionCode.SAME_PERSON,
        RichText.of("You chose a target of this plan, so someone else in ")
            .add(approvers(details))
            .text(" must approve it."));
  }

  static Rejected samePerson(String text) {
    return new Rejected(RejectionCode.SAME_PERSON, RichText.of(text));
  }

  static RichText approvers(IncidentDetails details) {
    return details
        .environment()
        .approvers()
        .map(g -> new RichText(List.of()).group(g))
        .orElseGet(() -> RichText.of("the incidents channel"));
  }

  static Rejected incomplete(String text) {
    return new Rejected(RejectionCode.INCOMPLETE, RichText.of(text));
  }

  /** Whether a reason is one that people can read later. */
  static boolean isBlankOrTooLong(String reason) {
    return reason.isBlank() || reason.length() > WHY_LIMIT;
  }

  static Rejected needsReason() {
    return incomplete("Say why, in up to " + WHY_LIMIT + " characters.");
  }

  static boolean tooLong(String evidence) {
    return evidence.length() > EVIDENCE_LIMIT;
  }

  static Rejected shorterEvidence() {
    return incomplete("Keep it under " + EVIDENCE_LIMIT + " characters; a link is enough.");
  }

  static Rejected needsEvidence() {
    return incomplete("Add a link or a note that shows it.");
  }

  private static String lower(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
