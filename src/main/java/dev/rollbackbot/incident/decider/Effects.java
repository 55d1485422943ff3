package dev.rollbackbot.incident.decider;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Effect.Destination;
import dev.rollbackbot.incident.Effect.LiveMessage;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import java.util.ArrayList;
import java.util.List;

/** Effects as they are collected, with the few things that are said again and again. */
final class Effects {
  private final IncidentDetails details;
  private final List<Effect> effects = new ArrayList<>();

  Effects(IncidentDetails details) {
    this.details = details;
  }

  void add(Effect effect) {
    effects.add(effect);
  }

  void addAll(List<Effect> added) {
    effects.addAll(added);
  }

  List<Effect> all() {
    return List.copyOf(effects);
  }

  /** Begins with the lead's name: what they must not miss. */
  RichText mentionLead(String text) {
    return new RichText(List.of()).person(details.declaration().lead()).text(": " + text);
  }

  void postInChannel(RichText text) {
    effects.add(new Effect.Post(Destination.CHANNEL, "", text));
  }

  /** Before there is a channel there is no thread; what is said then is said when it is there. */
  void postInThread(RichText text) {
    if (details.channel().isPresent()) {
      effects.add(new Effect.Post(Destination.THREAD, "", text));
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
