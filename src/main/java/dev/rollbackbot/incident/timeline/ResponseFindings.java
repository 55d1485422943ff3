package dev.rollbackbot.incident.timeline;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.request.PersonReminder;
import dev.rollbackbot.incident.request.RequestKind;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.incident.verification.ProbeResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What helped and what hindered, as far as it can be computed from the events. */
record ResponseFindings(RecordedIncident incident) {
  List<RichText> helped() {
    List<RichText> out = new ArrayList<>();
    noticed().ifPresent(out::add);
    approvedUnasked().ifPresent(out::add);
    Optional<Instant> baseline = incident.details().baseline().at();
    if (baseline.isPresent() && !incident.details().baseline().results().isEmpty()) {
      out.add(
          RichText.of("The probes ran before anything was changed (")
              .time(baseline.get())
              .text("), so that the effect could be measured."));
    }
    List<StepRun> steps = incident.rollbacks().stream().flatMap(r -> r.steps().stream()).toList();
    if (!steps.isEmpty()
        && steps.stream().allMatch(ResponseFindings::endedAtItsFirstAttempt)
        && incident.all(Event.StepFailed.class).isEmpty()) {
      out.add(
          RichText.of(
              steps.size() == 1
                  ? "The only step ended at its first attempt."
                  : "Each of the " + steps.size() + " steps ended at its first attempt."));
    }
    deadlineKept().ifPresent(out::add);
    return out;
  }

  private static boolean endedAtItsFirstAttempt(StepRun step) {
    return step.settled()
        && step.attempts() == 1
        && !step.wasUnknown()
        && !(step.status() instanceof StepRun.SkippedByPerson);
  }

  private Optional<RichText> noticed() {
    return incident.all(ProposalEvent.RollbackProposed.class).stream()
        .findFirst()
        .map(e ->
            RichText.of(
                    e.suspicion().alert().isPresent()
                        ? "An alert came in, and the bot proposed a rollback at "
                        : "The bot noticed it by itself and proposed a rollback at ")
                .time(e.at())
                .text("."));
  }

  private Optional<RichText> approvedUnasked() {
    boolean reminded =
        !incident.all(Event.ApprovalReminded.class).isEmpty()
            || reminders().containsKey(RequestKind.APPROVAL);
    Optional<Instant> approved = incident.first(Event.Approved.class::isInstance);
    return incident
        .first(Event.ApprovalRequested.class::isInstance)
        .filter(_ -> !reminded)
        .flatMap(asked -> approved.map(at -> Duration.between(asked, at)))
        .map(took ->
            RichText.of(
                "The first approval came "
                    + StatusText.durationText(took)
                    + " after it was asked for, without a reminder."));
  }

  private Optional<RichText> deadlineKept() {
    IncidentDetails details = incident.details();
    Optional<Instant> recovered = ResponseTimes.of(incident).recovered();
    return details
        .deadline()
        .filter(_ -> incident.all(Event.DeadlinePassed.class).isEmpty())
        .filter(
            _ -> incident.resolution().filter(r -> !r.signedResults().waived().isEmpty()).isEmpty())
        .flatMap(deadline ->
            recovered.filter(deadline::isAfter).map(at -> Duration.between(at, deadline)))
        .map(left ->
            RichText.of(
                "The deadline of the advice was kept: every check had passed "
                    + StatusText.durationText(left)
                    + " before it."));
  }

  /** Those that the timeline tells, then what adds up. */
  List<RichText> hindered() {
    List<RichText> out = new ArrayList<>();
    for (RecordedIncident.RecordedEvent recorded : incident.events()) {
      if (hinders(recorded.event())) {
        Timeline.entry(recorded.before(), recorded.after(), recorded.event())
            .map(entry -> RichText.EMPTY.time(entry.at()).text(": ").add(entry.text()))
            .ifPresent(out::add);
      }
    }
    reminded().ifPresent(out::add);
    out.addAll(inconclusive());
    secondAttempts().ifPresent(out::add);
    waited("paused").ifPresent(out::add);
    waited("stopped, waiting for a decision").ifPresent(out::add);
    return out;
  }

  private Optional<RichText> waited(String phase) {
    return Optional.ofNullable(incident.times().get(phase))
        .map(time ->
            RichText.of(
                "The rollback was "
                    + phase
                    + ", for "
                    + StatusText.durationText(time)
                    + " in all, which is part of the times above."));
  }

  private static boolean hinders(Event event) {
    return switch (event) {
      case Event.DeadlinePassed _,
          Event.IncidentReopened _,
          Event.PostFailed _,
          Event.ItemFailed _,
          Event.PlanVoided _,
          Event.PlanningFailed _,
          Event.BreakGlassUsed _,
          Event.JobWaitsForPerson _,
          Event.StepFailed _,
          Event.StepUnknown _,
          Event.LockAwaited _,
          Event.StepHeldBack _,
          Event.VerificationReopened _,
          Event.CheckCountedFailed _,
          Event.VerificationLost _,
          Event.LiveVersionChanged _,
          Event.ChangedAfterResolved _,
          Event.FirstSignatureVoided _,
          Event.SecondSignatureVoided _,
          ProposalEvent.AutomaticRollbackHeldBack _,
          ProposalEvent.AutomaticRollbackHalted _ ->
          true;
      case Event.ConsentAsked e -> e.again();
      case Event _ -> false;
    };
  }

  private Map<RequestKind, Integer> reminders() {
    Map<RequestKind, Integer> counts = new EnumMap<>(RequestKind.class);
    incident
        .all(Event.ApprovalReminded.class)
        .forEach(_ -> counts.merge(RequestKind.APPROVAL, 1, Integer::sum));
    for (Event.PeopleReminded event : incident.all(Event.PeopleReminded.class)) {
      for (PersonReminder reminder : event.reminders()) {
        counts.merge(reminder.kind(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private Optional<RichText> reminded() {
    Map<RequestKind, Integer> counts = reminders();
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    String of =
        counts.entrySet().stream()
            .map(e -> subject(e.getKey()) + " (" + times(e.getValue()) + ")")
            .collect(Collectors.joining(", "));
    return Optional.of(RichText.of("People had to be reminded of " + of + "."));
  }

  private static String subject(RequestKind kind) {
    return switch (kind) {
      case APPROVAL -> "an approval";
      case ITEM -> "an item of the checklist";
      case STEP -> "a step by hand";
      case DECISION -> "a decision";
      case CHECK -> "a check by hand";
      case INCONCLUSIVE_PROBE -> "a probe without a usable answer";
      case SIGNATURE -> "a signature";
      case LOCK -> "a lock of another incident";
      case PROVIDER_WAIT -> "a wait at a provider";
      case PROPOSAL -> "a proposal without an answer";
      case RELAPSE -> "a change after RESOLVED";
      case CONSENT -> "a consent to a script";
      case DELIVERY -> "a post that stakeholders lack";
    };
  }

  private List<RichText> inconclusive() {
    Map<String, Integer> counts = new TreeMap<>();
    Stream.concat(
            incident.all(Event.ProbesRead.class).stream().flatMap(e -> e.results().stream()),
            incident.all(Event.BaselineRead.class).stream().flatMap(e -> e.results().stream()))
        .filter(result -> result.verdict() == ProbeResult.Verdict.INCONCLUSIVE)
        .forEach(result -> counts.merge(result.probe(), 1, Integer::sum));
    List<RichText> out = new ArrayList<>();
    counts.forEach((probe, count) ->
        out.add(
            RichText.of(
                "“"
                    + incident.details().runbook().checkTitle(probe)
                    + "” gave no usable answer "
                    + times(count)
                    + ".")));
    return out;
  }

  private Optional<RichText> secondAttempts() {
    List<String> titles =
        incident.rollbacks().stream()
            .map(Rollback::steps)
            .flatMap(List::stream)
            .filter(step -> step.attempts() > 1)
            .map(step -> "“" + step.step().title() + "” (" + step.attempts() + ")")
            .toList();
    return titles.isEmpty()
        ? Optional.empty()
        : Optional.of(
            RichText.of("More than one attempt was needed: " + String.join(", ", titles) + "."));
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }
}
