package dev.rollbackbot.incident;

import dev.rollbackbot.incident.Decision.Rejected;
import java.util.List;

/** The words of refusals: why, and who can. */
final class Refusals {
  private static final int WHY_LIMIT = 500;
  private static final int EVIDENCE_LIMIT = 1_000;

  private Refusals() {}

  static Rejected notNow(String text) {
    return new Rejected(Reason.NOT_NOW, Prose.of(text));
  }

  /** For whatever means nothing in this state. */
  static Rejected notNow(Incident incident) {
    return notNow(
        incident.id().label()
            + " has moved on: "
            + lower(Headlines.situation(incident))
            + ". The panel shows what can be done now.");
  }

  static Rejected stale(String text) {
    return new Rejected(Reason.STALE, Prose.of(text));
  }

  static Rejected unknown(String text) {
    return new Rejected(Reason.UNKNOWN_THING, Prose.of(text));
  }

  /** For a name that the runbook doesn't have, or none at all. */
  static Rejected noSuch(String what, String id) {
    return unknown(
        id.isBlank()
            ? "Choose one of the list."
            : "This runbook has no " + what + " “" + id + "”.");
  }

  static Rejected alreadyDone(String text) {
    return new Rejected(Reason.ALREADY_DONE, Prose.of(text));
  }

  static Rejected notAResponder(Facts f) {
    return new Rejected(
        Reason.NOT_A_RESPONDER,
        f.environment()
            .responders()
            .map(g -> Prose.of("Only members of ").group(g).text(" can do this."))
            .orElseGet(() -> Prose.of("Only members of the incidents channel can do this.")));
  }

  static Rejected notAnApprover(Facts f) {
    return new Rejected(
        Reason.NOT_AN_APPROVER,
        Prose.of("Only ").add(approvers(f)).text(" can approve this rollback."));
  }

  static Rejected ownApproval(Facts f) {
    return new Rejected(
        Reason.SAME_PERSON,
        Prose.of("You asked for this rollback, so someone else in ")
            .add(approvers(f))
            .text(" must approve it."));
  }

  static Rejected ownTarget(Facts f) {
    return new Rejected(
        Reason.SAME_PERSON,
        Prose.of("You chose a target of this plan, so someone else in ")
            .add(approvers(f))
            .text(" must approve it."));
  }

  static Rejected samePerson(String text) {
    return new Rejected(Reason.SAME_PERSON, Prose.of(text));
  }

  static Prose approvers(Facts f) {
    return f.environment()
        .approvers()
        .map(g -> new Prose(List.of()).group(g))
        .orElseGet(() -> Prose.of("the incidents channel"));
  }

  static Rejected incomplete(String text) {
    return new Rejected(Reason.INCOMPLETE, Prose.of(text));
  }

  /** Whether a reason is one that people can read later. */
  static boolean saysNothing(String reason) {
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
