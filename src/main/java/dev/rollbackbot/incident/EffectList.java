package dev.rollbackbot.incident;

import dev.rollbackbot.incident.Effect.Place;
import dev.rollbackbot.incident.Effect.Surface;
import java.util.ArrayList;
import java.util.List;

/** Effects as they are collected, with the few things that are said again and again. */
final class EffectList {
  private final Facts facts;
  private final List<Effect> effects = new ArrayList<>();

  EffectList(Facts facts) {
    this.facts = facts;
  }

  void add(Effect effect) {
    effects.add(effect);
  }

  void addAll(List<Effect> more) {
    effects.addAll(more);
  }

  List<Effect> all() {
    return List.copyOf(effects);
  }

  /** Begins with the lead's name: what they must not miss. */
  Prose lead(String text) {
    return new Prose(List.of()).person(facts.declaration().lead()).text(": " + text);
  }

  void say(Prose text) {
    effects.add(new Effect.Post(Place.CHANNEL, "", text));
  }

  /** Before there is a channel there is no thread; what is said then is said when it is there. */
  void whisper(Prose text) {
    if (facts.channel().isPresent()) {
      effects.add(new Effect.Post(Place.THREAD, "", text));
    }
  }

  void tellStakeholders(Prose text) {
    for (String channel : facts.environment().stakeholders()) {
      effects.add(new Effect.Post(Place.STAKEHOLDERS, channel, text));
    }
  }

  void draw() {
    if (facts.channel().isPresent()) {
      effects.add(new Effect.Refresh(Surface.PANEL));
    }
  }

  void drawAll() {
    draw();
    effects.add(new Effect.Refresh(Surface.CARD));
  }
}
