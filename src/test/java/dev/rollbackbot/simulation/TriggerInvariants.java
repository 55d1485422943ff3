package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.app.trigger.FiringRecord;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.ProposalCommand;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.SmallRunbook;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.proposal.AutomaticRollback;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.promises.Transition;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the bot did because of a trigger had its reason in the simulated world: in what was measured
 * and alerted there, in what was live, and in what people pressed. The bot's own judgement of its
 * conditions counts for nothing here.
 *
 * @param events of each incident
 * @param firings what the bot has stored of what fired
 */
record TriggerInvariants(
    SimulatedWatch watch,
    SimulatedProvider provider,
    Map<IncidentId, List<Event>> events,
    Map<IncidentId, SimulatedUsers> users,
    List<FiringRecord> firings) {
  private static final Duration YOUNG = Duration.ofHours(1);
  private static final String SUSPECTED = "api";

  /** What was read right before a change counts for so long, and the change is asked for then. */
  private static final Duration FRESH = Duration.ofMinutes(1).plusSeconds(1);

  TriggerInvariants {
    events = Map.copyOf(events);
    users = Map.copyOf(users);
    firings = List.copyOf(firings);
  }

  void check() {
    firings.forEach(this::fired);
    events.forEach((incident, all) -> {
      nothingWithoutConsent(incident, all);
      stoppedStaysSo(incident, all);
      for (int i = 0; i < all.size(); i++) {
        check(incident, all.subList(0, i), all.get(i));
      }
    });
    oneADay();
    oneAtATime();
    nothingIsMissed();
  }

  private void check(IncidentId incident, List<Event> before, Event event) {
    switch (event) {
      case ProposalEvent.RollbackProposed e -> {
        require(watch.mode().compareTo(TriggerMode.PROPOSE) >= 0, incident + " came from a shadow");
        require(e.mode() == watch.mode(), incident + " is of the mode " + e.mode());
        suspected(e.suspicion());
        require(e.suspicion().suspect().isPresent(), "nothing is suspected by " + incident);
      }
      case ProposalEvent.TriggerSeen e -> suspected(e.suspicion());
      case ProposalEvent.TriggerOver e -> recovered(e.at());
      case ProposalEvent.AutomaticRollbackStarted e -> begunByItself(incident, before, e);
      case Event _ -> {
        // Nothing that a measurement began.
      }
    }
  }

  /** Also what nobody was shown. */
  private void fired(FiringRecord firing) {
    if (firing.alertedBy().isEmpty()) {
      failedInARow(firing.firedAt());
    } else {
      alerted(firing.firedAt());
    }
    firing.recoveredAt().filter(_ -> firing.alertedBy().isEmpty()).ifPresent(this::recovered);
  }

  private void suspected(Suspicion suspicion) {
    if (suspicion.onset().isPresent()) {
      failedInARow(suspicion.firedAt());
      Instant onset = suspicion.onset().get().plus(SimulatedErrors.ROUND);
      require(
          !onset.isBefore(
              provider.errors.begin(
                  Verdict.FAILED, suspicion.firedAt().plus(SimulatedErrors.ROUND))),
          "it passed after " + onset);
    } else {
      alerted(suspicion.firedAt());
    }
    suspicion
        .suspect()
        .ifPresent(suspect ->
            require(
                provider.deployments("shop-" + suspect.service()).stream()
                    .anyMatch(d ->
                        d.onlyVersion().orElseThrow().id().equals(suspect.versionId())
                            && d.at().orElseThrow().equals(suspect.at())
                            && !suspect
                                .at()
                                .isAfter(suspicion.onset().orElse(suspicion.firedAt()))),
                () -> suspect + " was not deployed then"));
  }

  private void failedInARow(Instant at) {
    require(
        provider.errors.row(Verdict.FAILED, at.plus(SimulatedErrors.ROUND)) >= SmallRunbook.FIRES,
        "it fired at " + at + " without a row of bad measurements");
  }

  private void alerted(Instant at) {
    require(
        watch.alerts().fired.stream().anyMatch(sent -> !sent.isAfter(at)),
        "nothing was alerted until " + at);
  }

  private void recovered(Instant at) {
    require(
        provider.errors.row(Verdict.PASSED, at.plus(SimulatedErrors.ROUND))
            >= SmallRunbook.RECOVERS,
        "it recovered at " + at + " without a row of good measurements");
  }

  /** The mode is auto, and all of its conditions hold. */
  private void begunByItself(
      IncidentId incident, List<Event> before, ProposalEvent.AutomaticRollbackStarted started) {
    Instant at = started.at();
    require(watch.mode() == TriggerMode.AUTO, incident + " began in the mode " + watch.mode());
    require(watch.allowed(), incident + " began where the environment forbids it");
    require(
        provider.errors.row(Verdict.FAILED, at) >= SmallRunbook.FIRES,
        incident + " began although the last measurements do not fail");
    require(
        provider.errors.lastIsConclusive(at),
        incident + " began although the last measurement is not conclusive");
    ProposalEvent.AutomaticRollbackAnnounced announced =
        last(before, ProposalEvent.AutomaticRollbackAnnounced.class).orElseThrow();
    require(
        !at.isBefore(announced.at().plus(SmallRunbook.DELAY)),
        incident + " began before the delay was over");
    asSuspected(incident, before, at);
    inTime(incident, at);
    events.keySet().stream()
        .filter(other -> !other.equals(incident))
        .forEach(other ->
            require(!holds(other, at), () -> incident + " began while " + other + " holds it"));
    require(
        users.get(incident).pressed.stream()
            .noneMatch(c ->
                c instanceof ProposalCommand.StopAutomaticRollback
                    && !c.at().isBefore(announced.at())
                    && c.at().isBefore(at)),
        incident + " began although somebody pressed stop");
  }

  /** What was read right before was live, is what was suspected, and was deployed lately. */
  private void asSuspected(IncidentId incident, List<Event> before, Instant at) {
    Event.LiveVersionsRead read = last(before, Event.LiveVersionsRead.class).orElseThrow();
    Instant readAt =
        read.readings().stream()
            .filter(r -> r.service().service().id().equals(SUSPECTED))
            .map(LiveReading::at)
            .findFirst()
            .orElseThrow();
    Deployment live =
        provider.deployments("shop-" + SUSPECTED).stream()
            .filter(d -> !d.at().orElseThrow().isAfter(readAt))
            .findFirst()
            .orElseThrow();
    require(
        suspects(before).stream()
            .anyMatch(s ->
                s.service().equals(SUSPECTED)
                    && live.onlyVersion().orElseThrow().id().equals(s.versionId())),
        () -> incident + " began although " + live.label() + " is live, which is not suspected");
    require(
        !live.at().orElseThrow().isBefore(at.minus(YOUNG).minus(YOUNG)),
        () -> incident + " began for a deployment of " + live.at());
  }

  /** Its first change is asked for on what was read right before, unless somebody approves it. */
  private void inTime(IncidentId incident, Instant at) {
    provider
        .firstAsked(incident)
        .ifPresent(asked ->
            require(
                !asked.isAfter(at.plus(FRESH)) || consented(incident, asked),
                incident + " began at " + at + " and changed something only at " + asked));
  }

  private static List<Suspicion.Suspect> suspects(List<Event> before) {
    List<Suspicion.Suspect> suspects = new ArrayList<>();
    for (Event event : before) {
      switch (event) {
        case ProposalEvent.RollbackProposed e -> e.suspicion().suspect().ifPresent(suspects::add);
        case ProposalEvent.TriggerSeen e -> e.suspicion().suspect().ifPresent(suspects::add);
        case Event _ -> {
          // Nothing is suspected by it.
        }
      }
    }
    return suspects;
  }

  /** Whether a change of that incident on a service of the runbook was under way. */
  private boolean holds(IncidentId other, Instant at) {
    Optional<Incident> then = Optional.empty();
    for (Event event : events.get(other)) {
      if (!event.at().isBefore(at)) {
        break;
      }
      then = Optional.of(Transition.of(then, event).after());
    }
    return then.filter(i ->
            i.currentSteps().stream()
                .anyMatch(step ->
                    step.status() instanceof StepRun.Running && !step.step().lockKeys().isEmpty()))
        .isPresent();
  }

  private boolean consented(IncidentId incident, Instant by) {
    return users.get(incident).pressed.stream()
        .anyMatch(c ->
            !c.at().isAfter(by)
                && (c instanceof Command.Approve || c instanceof Command.BreakGlass));
  }

  /** By what people pressed, and not by what the bot has stored of it. */
  private void nothingWithoutConsent(IncidentId incident, List<Event> all) {
    provider
        .changes(incident)
        .forEach((job, at) ->
            require(
                consented(incident, at)
                    || (watch.mode() == TriggerMode.AUTO
                        && watch.allowed()
                        && all.stream()
                            .anyMatch(e ->
                                e instanceof ProposalEvent.AutomaticRollbackStarted
                                    && !e.at().isAfter(at))),
                job + " was carried out without anybody's consent"));
  }

  /** Stopped means that nothing was changed, and nothing is until somebody approves it. */
  private void stoppedStaysSo(IncidentId incident, List<Event> all) {
    last(all, ProposalEvent.AutomaticRollbackStopped.class)
        .ifPresent(stopped -> {
          require(
              users.get(incident).pressed.stream()
                  .anyMatch(c ->
                      c instanceof ProposalCommand.StopAutomaticRollback
                          && c.at().equals(stopped.at())),
              "nobody stopped " + incident);
          require(
              all.stream().noneMatch(ProposalEvent.AutomaticRollbackStarted.class::isInstance),
              incident + " was stopped and began");
          Optional<Instant> approved =
              all.stream()
                  .filter(e -> e instanceof Event.Approved || e instanceof Event.BreakGlassUsed)
                  .map(Event::at)
                  .findFirst();
          provider
              .changes(incident)
              .forEach((job, at) ->
                  require(
                      approved.filter(a -> !a.isAfter(at)).isPresent(),
                      job + " was carried out although it was stopped"));
        });
  }

  private void oneADay() {
    List<Instant> all =
        events.values().stream()
            .flatMap(List::stream)
            .filter(ProposalEvent.AutomaticRollbackStarted.class::isInstance)
            .map(Event::at)
            .sorted()
            .toList();
    for (int i = 1; i < all.size(); i++) {
      require(
          !all.get(i).isBefore(all.get(i - 1).plus(AutomaticRollback.AT_MOST_ONE_IN)),
          "two rollbacks began by themselves within a day");
    }
  }

  /** One proposal or incident of the runbook, and the next one after its end. */
  private void oneAtATime() {
    Optional<Instant> free = Optional.of(Instant.MIN);
    List<IncidentId> inOrder =
        events.keySet().stream().sorted(Comparator.comparingInt(IncidentId::number)).toList();
    for (IncidentId id : inOrder) {
      if (!runbook(id).id().equals(watch.runbook().id())) {
        continue;
      }
      Instant begun = events.get(id).getFirst().at();
      require(
          free.filter(since -> !begun.isBefore(since)).isPresent(),
          id + " was begun beside another one");
      free = ended(id);
    }
  }

  private Runbook runbook(IncidentId id) {
    return Transition.of(Optional.empty(), events.get(id).getFirst()).after().details().runbook();
  }

  private Optional<Instant> ended(IncidentId id) {
    Optional<Incident> then = Optional.empty();
    for (Event event : events.get(id)) {
      then = Optional.of(Transition.of(then, event).after());
      if (then.get().state() instanceof State.Ended) {
        return Optional.of(event.at());
      }
    }
    return Optional.empty();
  }

  /** A row of bad measurements that nothing interrupts has fired, in the shadow too. */
  private void nothingIsMissed() {
    int row = 0;
    for (SimulatedErrors.Measured each : provider.errors.all()) {
      row = each.verdict() == Verdict.FAILED ? row + 1 : 0;
      require(
          row < SURELY || firings.stream().anyMatch(f -> !f.firedAt().isAfter(each.at())),
          "nothing fired until " + each.at());
    }
  }

  /** A deployment or a crash in between begins a row anew. */
  private static final int SURELY = 5 * SmallRunbook.FIRES;

  private static <T extends Event> Optional<T> last(List<Event> events, Class<T> type) {
    return events.reversed().stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}
