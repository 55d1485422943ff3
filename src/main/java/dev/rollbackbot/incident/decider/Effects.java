package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Effect.Destination;
import dev.rollbackbot.incident.Effect.LiveMessage;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the effects of an event. */
final class Effects {
  private final IncidentDetails details;
  private final List<Effect> effects = new ArrayList<>();

  Effects(IncidentDetails details) {
    this.details = details;
  }

  void add(Effect effect) {
    effects.add(effect);
  }

  List<Effect> all() {
    return List.copyOf(effects);
  }

  RichText mentionLead(String text) {
    return RichText.EMPTY.person(details.declaration().lead()).text(": " + text);
  }

  void post(Destination destination, RichText text) {
    effects.add(new Effect.Post(destination, "", text, Optional.empty()));
  }

  void postInChannel(RichText text) {
    post(Destination.CHANNEL, text);
  }

  /** Without a channel there is no thread; results are posted when the channel is ready. */
  void postInThread(RichText text) {
    if (details.channel().isPresent()) {
      post(Destination.THREAD, text);
    }
  }

  void postToStakeholders(Effect.StakeholderNotice notice, RichText text) {
    for (String channel : details.environment().stakeholders()) {
      effects.add(new Effect.Post(Destination.STAKEHOLDERS, channel, text, Optional.of(notice)));
    }
  }

  void refreshNotices() {
    for (String channel : details.environment().stakeholders()) {
      effects.add(new Effect.RefreshNotice(channel));
    }
  }

  /** The next reading of what is live, unless the watch is over by then. */
  void wakeForWatch(State.Resolved resolved) {
    Instant next = resolved.watch().nextRead();
    if (next.isBefore(resolved.watchUntil())) {
      effects.add(new Effect.WakeAt(Effect.Timer.WATCH, next));
    }
  }

  void refreshPanel() {
    if (details.channel().isPresent()) {
      effects.add(new Effect.Refresh(LiveMessage.PANEL));
    }
  }

  void refreshPanelAndCard() {
    refreshPanel();
    effects.add(new Effect.Refresh(LiveMessage.CARD));
  }
}
