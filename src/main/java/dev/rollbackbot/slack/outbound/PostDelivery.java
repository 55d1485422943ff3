package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.app.Chat.Delivery;
import dev.rollbackbot.app.Chat.DeliveryResult;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.slack.client.ChannelLookup;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.panel.PostBlocks;
import java.util.Optional;

/** Posts of their own: each is said once, wherever it belongs. */
final class PostDelivery {
  private final MessageSender sender;
  private final IncidentHome incidentHome;
  private final ChannelLookup channelLookup;
  private final MessageRefs refs;
  private final MentionLookup mentions;

  PostDelivery(
      MessageSender sender,
      IncidentHome incidentHome,
      ChannelLookup channelLookup,
      MessageRefs refs,
      MentionLookup mentions) {
    this.sender = sender;
    this.incidentHome = incidentHome;
    this.channelLookup = channelLookup;
    this.refs = refs;
    this.mentions = mentions;
  }

  DeliveryResult post(Delivery delivery, Effect.Post post) {
    OutgoingMessage message =
        OutgoingMessage.of(
            PostBlocks.text(post.text(), mentions, delivery.incident().id()),
            () -> PostBlocks.blocks(post.text(), mentions, delivery.incident().id()));
    MessageSender.Once idempotency =
        new MessageSender.Once(
            delivery.key(), delivery.maybeDone(), delivery.incident().details().declaredAt());
    SlackResult<MessageRef> said =
        switch (post.destination()) {
          case CHANNEL ->
              incidentHome.inIncidentChannel(
                  delivery.incident(),
                  id -> sender.postOnce(MessageSender.Spot.in(id), message, idempotency));
          case THREAD -> postInThread(delivery, LiveMessages.PANEL, message, idempotency);
          case CARD_THREAD -> postInThread(delivery, LiveMessages.CARD, message, idempotency);
          case STAKEHOLDERS ->
              channelLookup
                  .id(post.channel())
                  .then(id -> sender.postOnce(MessageSender.Spot.in(id), message, idempotency));
        };
    return DeliveryResults.of(said, description(post), _ -> DeliveryResults.done());
  }

  /** In the thread of a surface; in the channel itself where the surface is not there. */
  private SlackResult<MessageRef> postInThread(
      Delivery delivery, String slot, OutgoingMessage message, MessageSender.Once idempotency) {
    Optional<MessageRef> optional = refs.find(delivery.incident().id(), slot);
    if (optional.isPresent()) {
      String channel = optional.get().channel();
      return incidentHome.orInIncidentsChannel(
          channel, id -> sender.postOnce(target(optional.get(), id), message, idempotency));
    }
    return slot.equals(LiveMessages.CARD)
        ? channelLookup
            .incidents()
            .then(id -> sender.postOnce(MessageSender.Spot.in(id), message, idempotency))
        : incidentHome.inIncidentChannel(
            delivery.incident(),
            id -> sender.postOnce(MessageSender.Spot.in(id), message, idempotency));
  }

  /** A thread is only where its surface is. */
  static MessageSender.Spot target(MessageRef message, String channel) {
    return channel.equals(message.channel())
        ? new MessageSender.Spot(channel, Optional.of(message.ts()))
        : MessageSender.Spot.in(channel);
  }

  private static String description(Effect.Post post) {
    return switch (post.destination()) {
      case CHANNEL -> "a post to the channel";
      case THREAD -> "a line in the panel's thread";
      case CARD_THREAD -> "a line under the incident's card";
      case STAKEHOLDERS -> "the post to " + post.channel();
    };
  }
}
