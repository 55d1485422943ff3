package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.app.Chat.Delivery;
import dev.rollbackbot.app.Chat.DeliveryResult;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.slack.client.ChannelLookup;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.outbound.MessageSender.Idempotency;
import dev.rollbackbot.slack.outbound.MessageSender.MessageTarget;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.panel.PostBlocks;
import java.util.Optional;
import java.util.function.Function;

/** Posts that are sent once and never updated. */
record PostDelivery(
    MessageSender sender,
    IncidentHome home,
    ChannelLookup channels,
    MessageRefs refs,
    MentionLookup mentions) {

  DeliveryResult post(Delivery delivery, Effect.Post post) {
    Incident incident = delivery.incident();
    OutgoingMessage message =
        OutgoingMessage.of(
            PostBlocks.text(post.text(), mentions, incident.id()),
            () -> PostBlocks.blocks(post.text(), mentions, incident.id()));
    Idempotency once =
        new Idempotency(delivery.key(), delivery.maybeDone(), incident.details().declaredAt());
    Function<MessageTarget, SlackResult<MessageRef>> send =
        target -> sender.postOnce(target, message, once);
    Function<String, SlackResult<MessageRef>> inChannel = send.compose(MessageTarget::in);
    SlackResult<MessageRef> posted =
        switch (post.destination()) {
          case CHANNEL -> home.inIncidentChannel(incident, inChannel);
          case THREAD ->
              inThreadOf(LiveMessages.PANEL, incident, send)
                  .orElseGet(() -> home.inIncidentChannel(incident, inChannel));
          case CARD_THREAD ->
              inThreadOf(LiveMessages.CARD, incident, send)
                  .orElseGet(() -> channels.incidents().then(inChannel));
          case INCIDENTS -> channels.incidents().then(inChannel);
          case STAKEHOLDERS -> channels.id(post.channel()).then(inChannel);
        };
    return DeliveryResults.of(posted, description(post), _ -> DeliveryResults.done());
  }

  /** Empty: the live message was not posted yet. */
  private Optional<SlackResult<MessageRef>> inThreadOf(
      String slot, Incident incident, Function<MessageTarget, SlackResult<MessageRef>> send) {
    return refs.find(incident.id(), slot)
        .map(ref ->
            home.orInIncidentsChannel(
                ref.channel(), id -> send.apply(MessageTarget.inThreadOf(ref, id))));
  }

  private static String description(Effect.Post post) {
    return switch (post.destination()) {
      case CHANNEL -> "a post to the channel";
      case THREAD -> "a line in the panel's thread";
      case CARD_THREAD -> "a line under the incident's card";
      case INCIDENTS -> "a post to the incidents channel";
      case STAKEHOLDERS -> "the post to " + post.channel();
    };
  }
}
