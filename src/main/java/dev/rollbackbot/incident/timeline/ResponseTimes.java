package dev.rollbackbot.incident.timeline;

import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.text.Milestones;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The moments between which an incident's times are measured; empty: it was not reached, or nobody
 * knows when it was. After a reopening the first decision and the last recovery count.
 *
 * @param began when the fault began, as somebody entered it
 * @param declared when a person declared it, or began what the bot had proposed
 * @param decided when the first plan was approved, or went on without an approval
 * @param stepsOver when the last step of the last plan was settled
 * @param recovered when every check had passed; empty also: there was none
 */
record ResponseTimes(
    Optional<Instant> began,
    Instant detected,
    Instant declared,
    Optional<Instant> decided,
    Optional<Instant> stepsOver,
    Optional<Instant> recovered,
    Optional<Instant> ended) {

  /**
   * A time and its two ends.
   *
   * @param definition from when to when
   */
  record MeasuredTime(
      String name, String definition, Optional<Instant> from, Optional<Instant> to) {
    /** Empty: one of its ends is not known, or they are the wrong way round. */
    Optional<Duration> length() {
      return from.flatMap(start -> to.map(end -> Duration.between(start, end)))
          .filter(length -> !length.isNegative());
    }
  }

  static ResponseTimes of(RecordedIncident incident) {
    IncidentDetails details = incident.details();
    Declaration declaration = details.declaration();
    List<Rollback> rollbacks = incident.rollbacks();
    Optional<State.Resolved> resolution = incident.resolution();
    return new ResponseTimes(
        declaration.beganAt(),
        declaration.detectedAt(),
        incident
            .first(ProposalEvent.ProposalStarted.class::isInstance)
            .orElse(details.declaredAt()),
        rollbacks.stream().map(Rollback::startedAt).findFirst(),
        resolution.flatMap(Milestones::rollbackCompleted),
        resolution.filter(r -> r.signedResults().count() > 0).map(State.Resolved::verifiedAt),
        incident.events().reversed().stream()
            .filter(e -> e.after().state() instanceof State.Ended)
            .filter(e -> e.before().filter(b -> b.state() instanceof State.Ended).isEmpty())
            .map(e -> e.event().at())
            .findFirst());
  }

  List<MeasuredTime> all() {
    Optional<Instant> seen = Optional.of(detected);
    return List.of(
        new MeasuredTime("Detection", "from the begin of the fault until it was seen", began, seen),
        new MeasuredTime(
            "Declaration",
            "from when it was seen until a person declared it",
            seen,
            Optional.of(declared)),
        new MeasuredTime(
            "Decision",
            "from the declaration until the first plan was approved or went on without an approval",
            Optional.of(declared),
            decided),
        new MeasuredTime(
            "Response",
            "from when it was seen until the first plan was approved or went on",
            seen,
            decided),
        new MeasuredTime(
            "Rollback",
            "from then until the last step of the last plan was settled",
            decided,
            stepsOver),
        new MeasuredTime(
            "Verification",
            "from the last step until every check had passed or was waived",
            stepsOver,
            recovered),
        new MeasuredTime(
            "Recovery",
            "from when it was seen until every check had passed or was waived",
            seen,
            recovered),
        new MeasuredTime(
            "Impact",
            "from the begin of the fault until every check had passed or was waived",
            began,
            recovered),
        new MeasuredTime(
            "In all", "from the declaration until it ended", Optional.of(declared), ended));
  }
}
