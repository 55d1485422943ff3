package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.Baselines;
import dev.rollbackbot.incident.assessment.LiveReadings;
import dev.rollbackbot.incident.assessment.OpenRequests;
import dev.rollbackbot.incident.assessment.PublishedItems;
import dev.rollbackbot.incident.assessment.WatchedVersions;
import dev.rollbackbot.incident.drill.DrillProgress;
import dev.rollbackbot.incident.request.PersonReminder;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.VerificationResults;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Results of probes, timers and Slack; a result that the state does not expect is ignored. */
final class ExternalInputDecisions {
  private ExternalInputDecisions() {}

  static Decision channel(Incident incident, Command.OnChannel command) {
    if (incident.details().channel().isPresent()) {
      return CommandRouter.NOTHING;
    }
    return switch (command) {
      case Command.ChannelOpened(Instant at, Actor _, Channel channel) ->
          CommandRouter.accept(incident, new Event.ChannelReady(at, channel, Optional.empty()));
      case Command.ChannelRefused(Instant at, Actor _, String why, Channel fallback)
          when incident.details().isDrill() && !(incident.state() instanceof State.Ended) ->
          DecisionBuilder.from(incident)
              .then(new Event.ChannelReady(at, fallback, Optional.of(why)))
              .then(
                  new Event.IncidentCancelled(
                      at, Actor.BOT.id(), "A drill needs a channel of its own, and Slack: " + why))
              .thenAutomaticTransitions(at);
      case Command.ChannelRefused(Instant at, Actor _, String why, Channel fallback) ->
          CommandRouter.accept(incident, new Event.ChannelReady(at, fallback, Optional.of(why)));
    };
  }

  static Decision decide(Incident incident, Command.ExternalInput command) {
    return switch (command) {
      case Command.InterruptDrill interrupt -> interrupted(incident, interrupt);
      case Command.JobFinished finished -> JobDecisions.ended(incident, finished);
      case Command.JobOutput output -> JobDecisions.printed(incident, output);
      case Command.JobWaits waits -> JobDecisions.waits(incident, waits);
      case Command.JobWaitOver over -> JobDecisions.waitOver(incident, over);
      case Command.OnLock lock -> StepDecisions.lock(incident, lock);
      case Command.ProbesMeasured measured -> probes(incident, measured);
      case Command.TimerFired fired -> timer(incident, fired);
      case Command.LiveMessagePosted(Instant at, Actor _, Effect.LiveMessage message) ->
          incident.details().published().contains(message)
              ? CommandRouter.NOTHING
              : CommandRouter.accept(incident, new Event.MessagePublished(at, message));
      case Command.DeliveryFailed failed -> deliveryFailed(incident, failed);
      case Command.StakeholderPostDelivered(Instant at, Actor _, String channel) ->
          acceptIf(
              incident.details().undelivered().notice(channel).isPresent(),
              incident,
              new Event.StakeholdersReached(at, channel));
    };
  }

  /** What is real goes first: in the same environment the drill ends, elsewhere it is told once. */
  private static Decision interrupted(Incident incident, Command.InterruptDrill command) {
    boolean here = incident.details().declaration().environment().equals(command.environment());
    boolean ending =
        incident.details().drill().flatMap(DrillProgress::yieldsTo).isPresent()
            || incident.state() instanceof State.Ended;
    return acceptIf(
        incident.details().isDrill() && !ending,
        incident,
        new Event.DrillInterrupted(command.at(), command.incident(), command.environment(), here));
  }

  /** An item of the checklist that is done with that message is asked for from now on. */
  private static Decision deliveryFailed(Incident incident, Command.DeliveryFailed failed) {
    DecisionBuilder builder =
        DecisionBuilder.from(incident)
            .then(
                new Event.PostFailed(
                    failed.at(),
                    failed.what(),
                    failed.why(),
                    failed.undelivered(),
                    failed.remedy(),
                    failed.blocked()));
    if (failed.message().isPresent() && !(incident.state() instanceof State.Ended)) {
      for (String item : PublishedItems.waitingFor(incident.details(), failed.message().get())) {
        builder =
            builder.then(
                new Event.ItemFailed(
                    failed.at(),
                    item,
                    "Slack refused its message. It is done as soon as Slack takes it, or skipped"
                        + " with a reason."));
      }
    }
    return builder.thenAutomaticTransitions(failed.at());
  }

  private static Decision probes(Incident incident, Command.ProbesMeasured command) {
    if (!(incident.state() instanceof State.Measuring measuring)) {
      return acceptIf(
          Baselines.wanted(incident) && !command.results().isEmpty(),
          incident,
          new Event.BaselineRead(command.at(), command.results()));
    }
    if (begunBefore(measuring, command.began())) {
      return CommandRouter.NOTHING;
    }
    VerificationResults before = measuring.results();
    VerificationResults after = before.withResults(command.results(), command.at());
    List<ProbeResult> changed =
        command.results().stream()
            .filter(r ->
                changesResults(before, after, r) || changesWatch(measuring, after, r, command.at()))
            .toList();
    if (changed.isEmpty()) {
      return measuring instanceof State.Resolved resolved
          ? WatchedVersions.interrupted(incident.details(), resolved, command.at())
              .map(event -> CommandRouter.accept(incident, event))
              .orElse(CommandRouter.NOTHING)
          : CommandRouter.NOTHING;
    }
    DecisionBuilder builder =
        DecisionBuilder.from(incident).then(new Event.ProbesRead(command.at(), changed));
    if (measuring instanceof State.AwaitingSignOff) {
      changed.stream()
          .filter(r -> r.verdict() == ProbeResult.Verdict.FAILED && !waived(after, r.probe()))
          .findFirst()
          .map(r -> new Event.VerificationLost(command.at(), r.probe(), r.detail()))
          .ifPresent(builder::then);
    }
    return builder.thenAutomaticTransitions(command.at());
  }

  /** A slow round may have looked at what was live before the last change: it is run again. */
  private static boolean begunBefore(State.Measuring state, Instant began) {
    return switch (state) {
      case State.Propagating propagating -> began.isBefore(propagating.since());
      case State.Verifying verifying -> began.isBefore(verifying.since());
      case State.AwaitingSignOff _, State.Resolved _ -> false;
    };
  }

  /** Results that change neither the verdict nor the passes in a row are not stored. */
  private static boolean changesResults(
      VerificationResults before, VerificationResults after, ProbeResult result) {
    Optional<VerificationResults.ProbeRun> was = before.probe(result.probe());
    Optional<VerificationResults.ProbeRun> current = after.probe(result.probe());
    return was.isPresent()
        && current.isPresent()
        && (was.get().passesInARow() != current.get().passesInARow()
            || !was.get()
                .lastResult()
                .map(ProbeResult::verdict)
                .equals(current.get().lastResult().map(ProbeResult::verdict)));
  }

  /** After RESOLVED bad readings are counted too. */
  private static boolean changesWatch(
      State.Measuring state, VerificationResults after, ProbeResult result, Instant at) {
    return state instanceof State.Resolved resolved
        && !resolved.watch().withProbes(after, List.of(result), at).equals(resolved.watch());
  }

  private static boolean waived(VerificationResults results, String probe) {
    return results.probe(probe).flatMap(VerificationResults.ProbeRun::waiver).isPresent();
  }

  private static Decision timer(Incident incident, Command.TimerFired command) {
    State state = incident.state();
    Instant at = command.at();
    return switch (command.timer()) {
      case PROPAGATION ->
          acceptIf(
              state instanceof State.Propagating propagating && !at.isBefore(propagating.until()),
              incident,
              new Event.PropagationEnded(at, command.by().id(), ""));
      case APPROVAL_FIRST_REMINDER, APPROVAL_SECOND_REMINDER, REMINDER -> remind(incident, at);
      case LIVE_READ ->
          acceptIf(
              state instanceof State.AwaitingApproval waiting
                  && LiveReadings.due(incident.details(), waiting, at)
                  && !LiveReadings.services(incident).isEmpty(),
              incident,
              new Event.LiveReadStarted(at, incident.details().nextJob()));
      case DEADLINE ->
          acceptIf(
              !(state instanceof State.Ended || state instanceof State.Proposed)
                  && !incident.details().deadlinePassed()
                  && incident.details().deadline().filter(d -> !at.isBefore(d)).isPresent(),
              incident,
              new Event.DeadlinePassed(at));
      case WATCH ->
          state instanceof State.Resolved resolved
              ? watch(incident, resolved, at)
              : CommandRouter.NOTHING;
      case UPDATE ->
          acceptIf(
              !(state instanceof State.Ended || state instanceof State.Proposed),
              incident,
              new Event.UpdateDue(at));
      case AUTOMATIC_ROLLBACK -> AutomaticRollbackDecisions.timeIsOver(incident, command);
      case PROPOSAL ->
          acceptIf(
              state instanceof State.Proposed proposed
                  && proposed.putOffUntil().filter(until -> !at.isBefore(until)).isPresent(),
              incident,
              new ProposalEvent.ProposalDue(at));
    };
  }

  private static Decision watch(Incident incident, State.Resolved state, Instant at) {
    if (incident.details().live().job().isPresent() || at.isBefore(state.watch().nextRead())) {
      return CommandRouter.NOTHING;
    }
    Optional<Event> away = WatchedVersions.away(incident.details(), state, at);
    boolean over = !at.isBefore(state.watchUntil());
    if (over && away.isEmpty()) {
      return CommandRouter.NOTHING;
    }
    DecisionBuilder builder = DecisionBuilder.from(incident);
    away.ifPresent(builder::then);
    if (!over) {
      builder.then(new Event.LiveReadStarted(at, incident.details().nextJob()));
    }
    return builder.thenAutomaticTransitions(at);
  }

  /** Of what is open and due, whatever the timer was set for. */
  private static Decision remind(Incident incident, Instant at) {
    List<PersonReminder> due = OpenRequests.due(incident.details(), at);
    return acceptIf(!due.isEmpty(), incident, new Event.PeopleReminded(at, due));
  }

  static Decision acceptIf(boolean expected, Incident incident, Event event) {
    return expected ? CommandRouter.accept(incident, event) : CommandRouter.NOTHING;
  }
}
