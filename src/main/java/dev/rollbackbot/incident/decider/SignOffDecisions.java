package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.AdvisedAction;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.Involvement;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.State.AwaitingSignOff;
import dev.rollbackbot.incident.assessment.Involvements;
import dev.rollbackbot.incident.assessment.LiveReadings;
import dev.rollbackbot.incident.assessment.SignOffContent;
import dev.rollbackbot.incident.rollback.LiveReading;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The two signatures. */
final class SignOffDecisions {
  /** Days; a later date is likely a typing error. */
  private static final int LATEST_POST_MORTEM = 365;

  private static final String NOT_EVERY_CHECK =
      "Not every check holds at the moment, so nothing is signed.";

  private static final String CHANGED_SINCE = "What was signed has changed since it was given.";

  private SignOffDecisions() {}

  /** A signature counts for what its person saw, and for nothing that was decided since. */
  static Optional<Event> outdated(IncidentDetails details, AwaitingSignOff state, Instant at) {
    String now = SignOffContent.signed(details, state);
    return state
        .secondSignature()
        .filter(signature -> !signature.content().equals(now))
        .<Event>map(_ -> new Event.SecondSignatureVoided(at, CHANGED_SINCE))
        .or(() ->
            state
                .rolledBackSignature()
                .filter(signature -> !signature.content().equals(now))
                .map(signature -> new Event.FirstSignatureVoided(at, signature.by())));
  }

  static Decision decide(Incident incident, Command.OnSignOff command) {
    if (!(incident.state() instanceof AwaitingSignOff state)) {
      return Rejections.notNow(incident);
    }
    if (state.secondSignature().isPresent()) {
      return Rejections.alreadyDone(
          "Both signatures are given. What is live is being read once more, then it is over.");
    }
    Optional<Decision.Rejected> open = openItem(incident.details());
    if (open.isPresent()) {
      return open.get();
    }
    if (!SignOffContent.fingerprint(incident.details(), state).equals(command.seen())) {
      return Rejections.stale(
          "What is signed has changed since you looked. Read the panel, then sign there.");
    }
    return switch (command) {
      case Command.SignRolledBack rolledBack -> rolledBack(incident, state, rolledBack);
      case Command.SignVerified verified -> verified(incident, state, verified);
    };
  }

  /** What a CRITICAL rollback put off is done, or skipped with a reason, before people sign. */
  private static Optional<Decision.Rejected> openItem(IncidentDetails details) {
    return details.checklist().entries().stream()
        .filter(e -> !e.status().doneOrSkipped())
        .findFirst()
        .map(e ->
            Rejections.notNow(
                    "“" + e.item().title() + "” is still open. Do it or skip it, then sign.")
                .advising(AdvisedAction.SETTLE_ITEM));
  }

  /** Another person may replace the first signature, so that no pair of people is stuck. */
  private static Decision rolledBack(
      Incident incident, AwaitingSignOff state, Command.SignRolledBack command) {
    String person = command.by().id();
    return state.rolledBackSignature().filter(s -> s.by().equals(person)).isPresent()
        ? Rejections.alreadyDone("You have signed. Someone else signs “verified by”.")
        : CommandRouter.accept(incident, new Event.SignedRolledBack(command.at(), person));
  }

  private static Decision verified(
      Incident incident, AwaitingSignOff state, Command.SignVerified command) {
    String person = command.by().id();
    if (state.rolledBackSignature().isEmpty()) {
      return Rejections.notNow("“Rolled back by” is signed first, by another person.");
    }
    if (state.rolledBackSignature().get().by().equals(person)) {
      return Rejections.samePerson(
          "You signed “rolled back by”, so another responder must verify.");
    }
    Optional<Involvement> involvement = Involvements.of(incident.details(), person);
    if (involvement.isPresent()) {
      return Rejections.samePerson(
          Rejections.involvementText(involvement.get()) + ", so another responder must verify.");
    }
    LocalDate today = command.at().atOffset(ZoneOffset.UTC).toLocalDate();
    if (command.postMortem().isBefore(today.minusDays(1))
        || command.postMortem().isAfter(today.plusDays(LATEST_POST_MORTEM))) {
      return Rejections.incomplete("The post-mortem is between today and a year from now.");
    }
    if (!state.results().allPassed()) {
      return Rejections.notNow(
              NOT_EVERY_CHECK + " Wait until they do, or waive what can't be measured.")
          .advising(AdvisedAction.WAIVE_CHECK);
    }
    Event given = new Event.SecondSignatureGiven(command.at(), person, command.postMortem());
    DecisionBuilder builder = DecisionBuilder.from(incident).then(given);
    return (LiveReadings.services(incident.details(), state.rollback()).isEmpty()
            ? builder.then(new Event.SignedVerified(command.at(), person, command.postMortem()))
            : builder.then(new Event.LiveReadStarted(command.at(), incident.details().nextJob())))
        .thenAutomaticTransitions(command.at());
  }

  /**
   * Every service was read while people sign or check again. If something else is live than what
   * was read before, the verification starts again. A second signature that waits for the reading
   * counts if what was verified is still live; if a service can't be read, it does not.
   *
   * @param before the incident before the reading
   */
  static DecisionBuilder afterReading(
      Incident before, State.Measuring state, Event.LiveVersionsRead read) {
    DecisionBuilder builder = DecisionBuilder.from(before).then(read);
    List<LiveReading> changed =
        read.readings().stream().filter(before.details().live()::differs).toList();
    List<String> waived = state.results().waived();
    for (LiveReading reading : changed) {
      String id = reading.service().service().id();
      builder.then(
          new Event.LiveVersionChanged(
              read.at(), id, reading.live().orElseThrow(), Optional.of(waived)));
      waived = List.of();
    }
    return changed.isEmpty()
            && state instanceof AwaitingSignOff signOff
            && signOff.secondSignature().isPresent()
            && outdated(builder.after().details(), signOff, read.at()).isEmpty()
        ? builder.then(counted(before.details(), signOff, signOff.secondSignature().get(), read))
        : builder;
  }

  private static Event counted(
      IncidentDetails details,
      AwaitingSignOff state,
      State.SecondSignature signature,
      Event.LiveVersionsRead read) {
    if (Involvements.of(details, signature.by()).isPresent()) {
      return new Event.SecondSignatureVoided(
          read.at(), "Who gave it has become involved in this incident since.");
    }
    Optional<LiveReading> unread =
        read.readings().stream().filter(r -> r.live().isEmpty()).findFirst();
    if (unread.isPresent()) {
      String name = unread.get().service().service().name();
      return new Event.SecondSignatureVoided(
          read.at(), "What is live of " + name + " can't be read: " + unread.get().problem());
    }
    return state.results().allPassed()
        ? new Event.SignedVerified(read.at(), signature.by(), signature.postMortem())
        : new Event.SecondSignatureVoided(read.at(), NOT_EVERY_CHECK);
  }
}
