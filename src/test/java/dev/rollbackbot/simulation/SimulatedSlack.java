package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Promise.require;

import dev.rollbackbot.app.Chat;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Slack has of the incident. Answers are lost before and after it did what was asked; it asks
 * to wait, is away, refuses for good. What may have been done is looked for first, as the real
 * adapter does; what is not said to be in doubt is done, even if that makes it twice.
 */
final class SimulatedSlack implements Chat {
  private final Chance chance;
  private final Trace trace;

  /** The keys of the posts, as they came. */
  final List<String> posted = new ArrayList<>();

  /** What was refused for good. */
  final Set<String> refused = new HashSet<>();

  /** What each surface shows. */
  final Map<Effect.Surface, Incident> shown = new EnumMap<>(Effect.Surface.class);

  private boolean channel;

  SimulatedSlack(Chance chance, Trace trace) {
    this.chance = chance;
    this.trace = trace;
  }

  @Override
  public Delivered deliver(Delivery d) {
    chance.maybeCrash("before Slack");
    if (chance.fault(0.08)) {
      return new Later(chance.seconds(1, 30), "ratelimited", false);
    }
    if (chance.fault(0.04)) {
      return new Later(Duration.ofSeconds(2), "no answer", true);
    }
    if (chance.fault(0.02)) {
      throw new IllegalStateException("a bug in the adapter");
    }
    if (chance.fault(0.01) && d.effect() instanceof Effect.Post) {
      refused.add(d.key());
      return new Lost("a post", "is_archived");
    }
    Optional<Command> tell = perform(d);
    trace.note("Slack: " + d.key() + " " + d.effect().getClass().getSimpleName());
    chance.maybeCrash("after Slack");
    return chance.fault(0.05)
        ? new Later(Duration.ofSeconds(2), "answer lost", true)
        : new Done(tell);
  }

  private Optional<Command> perform(Delivery d) {
    return switch (d.effect()) {
      case Effect.Post post -> {
        boolean found = d.maybeDone() && posted.contains(d.key());
        require(
            channel || post.place() != Effect.Place.CHANNEL, d.key() + " has no channel to go to");
        require(
            shown.containsKey(Effect.Surface.PANEL) || post.place() != Effect.Place.THREAD,
            d.key() + " has no thread to go to");
        if (!found) {
          posted.add(d.key());
        }
        yield Optional.empty();
      }
      case Effect.OpenChannel open -> {
        channel = true;
        yield Optional.of(
            new Command.ChannelOpened(
                trace.instant(), Actor.BOT, new Channel("C1", open.name(), true)));
      }
      case Effect.Refresh(Effect.Surface surface) ->
          shown.put(surface, d.incident()) == null
              ? Optional.of(new Command.Shown(trace.instant(), Actor.BOT, surface))
              : Optional.empty();
      case Effect.Invite _,
          Effect.SetTopic _,
          Effect.Bookmark _,
          Effect.Attach _,
          Effect.AttachPostMortem _ ->
          Optional.empty();
    };
  }
}
