package dev.rollbackbot.slack;

import dev.rollbackbot.app.Chat.Delivered;
import dev.rollbackbot.app.Chat.Delivery;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.slack.view.Message;
import dev.rollbackbot.slack.view.Names;
import java.util.Optional;

/** Posts of their own: each is said once, wherever it belongs. */
final class Posting {
  private final Voice voice;
  private final Home home;
  private final Channels channels;
  private final MessageRefs refs;
  private final Names names;

  Posting(Voice voice, Home home, Channels channels, MessageRefs refs, Names names) {
    this.voice = voice;
    this.home = home;
    this.channels = channels;
    this.refs = refs;
    this.names = names;
  }

  Delivered post(Delivery d, Effect.Post post) {
    Draft draft =
        Draft.of(
            Message.text(post.text(), names, d.incident().id()),
            () -> Message.blocks(post.text(), names, d.incident().id()));
    Voice.Once once = new Voice.Once(d.key(), d.maybeDone(), d.incident().facts().declaredAt());
    Reply<MessageRef> said =
        switch (post.place()) {
          case CHANNEL -> home.in(d.incident(), id -> voice.say(Voice.Spot.in(id), draft, once));
          case THREAD -> under(d, Surfaces.PANEL, draft, once);
          case CARD_THREAD -> under(d, Surfaces.CARD, draft, once);
          case STAKEHOLDERS ->
              channels.id(post.channel()).then(id -> voice.say(Voice.Spot.in(id), draft, once));
        };
    return Outcomes.of(said, what(post), _ -> Outcomes.done());
  }

  /** In the thread of a surface; in the channel itself where the surface is not there. */
  private Reply<MessageRef> under(Delivery d, String slot, Draft draft, Voice.Once once) {
    Optional<MessageRef> surface = refs.find(d.incident().id(), slot);
    if (surface.isPresent()) {
      String channel = surface.get().channel();
      return home.orElsewhere(channel, id -> voice.say(spot(surface.get(), id), draft, once));
    }
    return slot.equals(Surfaces.CARD)
        ? channels.incidents().then(id -> voice.say(Voice.Spot.in(id), draft, once))
        : home.in(d.incident(), id -> voice.say(Voice.Spot.in(id), draft, once));
  }

  /** A thread is only where its surface is. */
  static Voice.Spot spot(MessageRef surface, String channel) {
    return channel.equals(surface.channel())
        ? new Voice.Spot(channel, Optional.of(surface.ts()))
        : Voice.Spot.in(channel);
  }

  private static String what(Effect.Post post) {
    return switch (post.place()) {
      case CHANNEL -> "a post to the channel";
      case THREAD -> "a line in the panel's thread";
      case CARD_THREAD -> "a line under the incident's card";
      case STAKEHOLDERS -> "the post to " + post.channel();
    };
  }
}
