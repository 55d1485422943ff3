package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Effect.Destination;
import dev.rollbackbot.incident.Effect.LiveMessage;
import dev.rollbackbot.incident.Effect.Timer;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.text.AutomaticText;
import dev.rollbackbot.incident.text.ProposalText;

/** Effects of what the bot proposes, and of what people make of it. */
record ProposalReactions(Incident after, IncidentDetails details, Effects effects) {
  void to(ProposalEvent event) {
    switch (event) {
      case ProposalEvent.RollbackProposed e -> {
        if (after.state() instanceof State.Proposed) {
          card();
        } else {
          new LifecycleReactions(after, details, effects).begun(e);
        }
      }
      case ProposalEvent.ProposalStarted e ->
          new LifecycleReactions(after, details, effects).begun(e);
      case ProposalEvent.ProposalWatched e ->
          new LifecycleReactions(after, details, effects).begun(e);
      case ProposalEvent.ProposalPutOff e -> {
        effects.add(new Effect.WakeAt(Timer.PROPOSAL, e.until()));
        card();
      }
      case ProposalEvent.ProposalDue _ -> {
        effects.post(Destination.INCIDENTS, ProposalText.due(details));
        card();
      }
      case ProposalEvent.ProposalRefused _ -> card();
      case ProposalEvent.TriggerSeen e -> told(ProposalText.seen(details, e.suspicion()));
      case ProposalEvent.AlertSeen e -> told(ProposalText.alert(details, e));
      case ProposalEvent.TriggerOver e -> told(ProposalText.over(details, e.trigger()));
      case ProposalEvent.AutomaticRollbackAnnounced e -> {
        effects.add(new Effect.WakeAt(Timer.AUTOMATIC_ROLLBACK, e.begins()));
        loud(AutomaticText.announced(after, e));
      }
      case ProposalEvent.AutomaticRollbackHeldBack e ->
          effects.postInChannel(AutomaticText.heldBack(after, e.reasons()));
      case ProposalEvent.AutomaticRollbackStopped e -> loud(AutomaticText.stopped(after, e.by()));
      case ProposalEvent.AutomaticRollbackHalted e -> loud(AutomaticText.halted(e));
      case ProposalEvent.AutomaticRollbackStarted e -> {
        loud(AutomaticText.started(e));
        new LifecycleReactions(after, details, effects).tellStakeholdersOfBeginning(e);
      }
    }
  }

  /** Also where those look who are not in its channel: anybody may stop it. */
  private void loud(RichText text) {
    if (details.channel().filter(Channel::own).isPresent()) {
      effects.postInChannel(text);
    }
    effects.post(Destination.INCIDENTS, RichText.of(details.id().label() + " · ").add(text));
    effects.refreshPanelAndCard();
  }

  /** Before it is an incident the card itself says it. */
  private void told(RichText line) {
    if (details.channel().isEmpty()) {
      card();
    } else {
      effects.postInThread(line);
    }
  }

  private void card() {
    effects.add(new Effect.Refresh(LiveMessage.CARD));
  }
}
