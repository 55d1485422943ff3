package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.request.PersonReminder;
import dev.rollbackbot.incident.request.PersonRequest;
import dev.rollbackbot.incident.request.PersonRequests;
import dev.rollbackbot.incident.request.RequestKind;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.Checklist;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.VerificationResults;
import dev.rollbackbot.runbook.Reminders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The one place that decides what people are asked for. It follows from the state alone, so no
 * command can forget to ask or to stop asking; a request that stays open keeps its time, whatever
 * else happens.
 */
public final class OpenRequests {
  /** As many reminders are sent of what is open when an incident is over. */
  private static final int AFTER_THE_END = 4;

  private final Incident incident;
  private final PersonRequests before;
  private final Instant now;
  private final List<PersonRequest> open = new ArrayList<>();

  private OpenRequests(Incident incident, PersonRequests before, Instant now) {
    this.incident = incident;
    this.before = before;
    this.now = now;
  }

  /**
   * The requests after an event.
   *
   * @param incident after the event, with the requests before it
   */
  public static PersonRequests after(Incident incident, Event event) {
    PersonRequests requests = incident.details().requests();
    PersonRequests known =
        switch (event) {
          case Event.PeopleReminded e -> requests.reminded(e.reminders());
          case Event.ChecksRestarted _ -> withoutProbes(requests);
          case Event _ -> requests;
        };
    OpenRequests next = new OpenRequests(incident, known, event.at());
    next.ofState();
    next.deliveries();
    Optional<Instant> reminder =
        next.open.stream()
            .map(r -> r.nextReminder(clock(incident.details(), r)))
            .min(Comparator.naturalOrder());
    return requests.with(next.open, reminder);
  }

  /** The reminders that are due. */
  public static List<PersonReminder> due(IncidentDetails details, Instant now) {
    List<PersonReminder> due = new ArrayList<>();
    for (PersonRequest request : details.requests().open()) {
      int number = request.dueReminder(clock(details, request), now);
      if (number > request.reminders()) {
        due.add(
            new PersonReminder(
                request.kind(),
                request.about(),
                request.since(),
                number,
                Optional.of(request.sent() + 1)));
      }
    }
    return List.copyOf(due);
  }

  private static PersonRequests withoutProbes(PersonRequests requests) {
    return new PersonRequests(
        requests.open().stream().filter(r -> r.kind() != RequestKind.INCONCLUSIVE_PROBE).toList(),
        requests.nextReminder(),
        requests.rescheduled());
  }

  private static PersonRequest.Clock clock(IncidentDetails details, PersonRequest request) {
    Reminders times = details.runbook().reminders();
    Duration quiet =
        request.kind() == RequestKind.INCONCLUSIVE_PROBE
            ? details.runbook().verification().inconclusiveAfter()
            : Duration.ZERO;
    Duration time =
        switch (request.kind()) {
          case APPROVAL ->
              details
                  .deadline()
                  .map(deadline -> Duration.between(request.since(), deadline))
                  .filter(Duration::isPositive)
                  .orElse(times.approval());
          case PROPOSAL -> times.approval();
          case ITEM -> times.item();
          case STEP, CONSENT, PROVIDER_WAIT -> times.step();
          case DECISION, INCONCLUSIVE_PROBE, LOCK, RELAPSE, DELIVERY -> times.decision();
          case CHECK -> times.check();
          case SIGNATURE -> times.signature();
        };
    return new PersonRequest.Clock(quiet, time);
  }

  private void ofState() {
    switch (incident.state()) {
      case State.Preparing(State.Planning planning) -> {
        items();
        if (planning instanceof State.NoPlan
            || (planning instanceof State.Planned planned
                && !planned.plan().openSteps().isEmpty())) {
          add(RequestKind.DECISION, "");
        }
      }
      case State.AwaitingApproval _ -> {
        items();
        // What begins by itself waits for nobody.
        if (AutomaticConditions.announced(incident).isEmpty()) {
          add(RequestKind.APPROVAL, "");
        }
      }
      case State.RollingBack rollingBack -> steps(rollingBack.rollback());
      case State.Paused _ -> add(RequestKind.DECISION, "");
      case State.Blocked blocked -> {
        providerWaits(blocked.rollback());
        if (!onlyReconciling(blocked.rollback())) {
          add(RequestKind.DECISION, "");
        }
      }
      case State.Propagating _ -> items();
      case State.Verifying verifying -> {
        items();
        verifying.results().checks().stream()
            .filter(c -> !c.status().settled())
            .forEach(c -> add(RequestKind.CHECK, c.check().id()));
        verifying.results().probes().forEach(p -> probe(verifying.results(), p));
      }
      case State.AwaitingSignOff signOff -> {
        items();
        signOff.results().probes().forEach(p -> probe(signOff.results(), p));
        if (open.isEmpty() && signOff.results().allPassed()) {
          signature(signOff);
        }
      }
      case State.Proposed proposed -> {
        if (proposed.putOffUntil().isEmpty()) {
          add(RequestKind.PROPOSAL, "");
        }
      }
      case State.Resolved resolved -> {
        if (resolved.watch().toldOfChange()) {
          add(RequestKind.RELAPSE, "");
        }
      }
      // While it is only watched, people are asked at the runbook's cadence for updates.
      case State.Monitoring _, State.Closed _, State.Cancelled _ -> {}
    }
  }

  /** Those that don't go on, or may never, before a person acts: here, or somewhere else. */
  private void steps(Rollback rollback) {
    for (StepRun step : rollback.currentGroup()) {
      if (step.status() instanceof StepRun.HandedOver) {
        add(RequestKind.STEP, step.step().id());
      } else if (step.status() instanceof StepRun.AwaitingConsent) {
        add(RequestKind.CONSENT, step.step().id());
      } else if (step.status() instanceof StepRun.WaitingForLock) {
        add(RequestKind.LOCK, step.step().id());
      }
    }
    providerWaits(rollback);
  }

  /** Also while the provider is asked what became of it. */
  private void providerWaits(Rollback rollback) {
    rollback.currentGroup().stream()
        .filter(step -> step.waits().isPresent())
        .forEach(step -> add(RequestKind.PROVIDER_WAIT, step.step().id()));
  }

  /** Those that wait for a person; the bot's own ones that failed do too. */
  private void items() {
    for (Checklist.TrackedItem entry : incident.details().checklist().entries()) {
      boolean open = entry.status() instanceof ItemStatus.Open && entry.item().byPerson();
      if (open || entry.status() instanceof ItemStatus.TaskFailed) {
        add(RequestKind.ITEM, entry.item().id());
      }
    }
  }

  /** Nobody can decide anything before the provider has answered. */
  private static boolean onlyReconciling(Rollback rollback) {
    return !rollback.undecided().isEmpty()
        && rollback.undecided().stream().allMatch(StepRun::reconciling);
  }

  private void probe(VerificationResults results, VerificationResults.ProbeRun run) {
    boolean tooEarly =
        run.lastResult().isEmpty()
            && MetricTimes.measurableFrom(incident, run.probe()).filter(now::isBefore).isPresent();
    if (tooEarly) {
      return;
    }
    if (results.inconclusive(run)) {
      add(RequestKind.INCONCLUSIVE_PROBE, run.probe().id());
    } else if (!results.passed(run)
        && run.lastResult().filter(r -> r.verdict() == ProbeResult.Verdict.FAILED).isPresent()) {
      add(RequestKind.DECISION, run.probe().id());
    }
  }

  /** After the end people are reminded of them for a time, and not for ever. */
  private void deliveries() {
    for (String channel : incident.details().undelivered().refused()) {
      boolean reminded =
          before
              .request(RequestKind.DELIVERY, channel)
              .filter(r -> r.reminders() >= AFTER_THE_END)
              .isPresent();
      if (!(incident.state() instanceof State.Ended && reminded)) {
        add(RequestKind.DELIVERY, channel);
      }
    }
  }

  private void signature(State.AwaitingSignOff state) {
    if (state.rolledBackSignature().isEmpty()) {
      add(RequestKind.SIGNATURE, "first");
    } else if (state.secondSignature().isEmpty()) {
      add(RequestKind.SIGNATURE, "second");
    }
  }

  private void add(RequestKind kind, String about) {
    open.add(
        before.request(kind, about).orElseGet(() -> new PersonRequest(kind, about, now, 0, 0)));
  }
}
