package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Effect.Destination;
import dev.rollbackbot.incident.Effect.LiveMessage;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import java.util.ArrayList;
import java.util.List;

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
    effects.add(new Effect.Post(destination, "", text));
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

  void postToStakeholders(RichText text) {
    for (String channel : details.environment().stakeholders()) {
      effects.add(new Effect.Post(Destination.STAKEHOLDERS, channel, text));
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
