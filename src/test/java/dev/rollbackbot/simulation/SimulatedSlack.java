package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Invariant.require;

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
  private final SeededRandom seededRandom;
  private final TracingClock tracingClock;

  /** The keys of the posts, as they came. */
  final List<String> posted = new ArrayList<>();

  /** What was refused for good. */
  final Set<String> refused = new HashSet<>();

  /** What each surface shows. */
  final Map<Effect.LiveMessage, Incident> shown = new EnumMap<>(Effect.LiveMessage.class);

  private boolean channel;

  SimulatedSlack(SeededRandom seededRandom, TracingClock tracingClock) {
    this.seededRandom = seededRandom;
    this.tracingClock = tracingClock;
  }

  @Override
  public DeliveryResult deliver(Delivery delivery) {
    seededRandom.maybeCrash("before Slack");
    if (seededRandom.fault(0.08)) {
      return new RetryLater(seededRandom.seconds(1, 30), "ratelimited", false);
    }
    if (seededRandom.fault(0.04)) {
      return new RetryLater(Duration.ofSeconds(2), "no answer", true);
    }
    if (seededRandom.fault(0.02)) {
      throw new IllegalStateException("a bug in the adapter");
    }
    if (seededRandom.fault(0.01) && delivery.effect() instanceof Effect.Post) {
      refused.add(delivery.key());
      return new PermanentFailure("a post", "is_archived");
    }
    Optional<Command> tell = perform(delivery);
    tracingClock.note(
        "Slack: " + delivery.key() + " " + delivery.effect().getClass().getSimpleName());
    seededRandom.maybeCrash("after Slack");
    return seededRandom.fault(0.05)
        ? new RetryLater(Duration.ofSeconds(2), "answer lost", true)
        : new Completed(tell);
  }

  private Optional<Command> perform(Delivery delivery) {
    return switch (delivery.effect()) {
      case Effect.Post post -> {
        boolean found = delivery.maybeDone() && posted.contains(delivery.key());
        require(
            channel || post.destination() != Effect.Destination.CHANNEL,
            delivery.key() + " has no channel to go to");
        require(
            shown.containsKey(Effect.LiveMessage.PANEL)
                || post.destination() != Effect.Destination.THREAD,
            delivery.key() + " has no thread to go to");
        if (!found) {
          posted.add(delivery.key());
        }
        yield Optional.empty();
      }
      case Effect.OpenChannel open -> {
        channel = true;
        yield Optional.of(
            new Command.ChannelOpened(
                tracingClock.instant(), Actor.BOT, new Channel("C1", open.name(), true)));
      }
      case Effect.Refresh(Effect.LiveMessage liveMessage) ->
          shown.put(liveMessage, delivery.incident()) == null
              ? Optional.of(
                  new Command.LiveMessagePosted(tracingClock.instant(), Actor.BOT, liveMessage))
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
