package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.app.Chat.Completed;
import dev.rollbackbot.app.Chat.Delivery;
import dev.rollbackbot.app.Chat.DeliveryResult;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.slack.client.ChannelLookup;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.SlackApi;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.panel.IncidentCard;
import dev.rollbackbot.slack.view.panel.Panel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages that are drawn from the state and updated in place. */
final class LiveMessages {
  static final String PANEL = "panel";
  static final String CARD = "card";

  private static final Logger LOG = LoggerFactory.getLogger(LiveMessages.class);

  /** The message can't be drawn anew where it was. */
  private static final Set<String> MESSAGE_GONE =
      Stream.concat(
              Stream.of("message_not_found", "cant_update_message", "edit_window_closed"),
              MessageSender.CHANNEL_GONE.stream())
          .collect(Collectors.toUnmodifiableSet());

  private final SlackApi api;
  private final MessageSender sender;
  private final IncidentHome incidentHome;
  private final ChannelLookup channelLookup;
  private final MessageRefs refs;
  private final MentionLookup mentions;
  private final InstantSource clock;

  LiveMessages(
      SlackApi api,
      MessageSender sender,
      IncidentHome incidentHome,
      ChannelLookup channelLookup,
      MessageRefs refs,
      MentionLookup mentions,
      InstantSource clock) {
    this.api = api;
    this.sender = sender;
    this.incidentHome = incidentHome;
    this.channelLookup = channelLookup;
    this.refs = refs;
    this.mentions = mentions;
    this.clock = clock;
  }

  DeliveryResult refresh(Delivery delivery, Effect.LiveMessage liveMessage) {
    SlackResult<MessageRef> shown =
        refs.find(delivery.incident().id(), slot(liveMessage))
            .map(ref -> update(delivery, liveMessage, ref))
            .orElseGet(() -> publish(delivery, liveMessage));
    String what = liveMessage == Effect.LiveMessage.PANEL ? "the panel" : "the incident's card";
    return DeliveryResults.of(
        shown, what, _ -> new Completed(publishedCommand(delivery.incident(), liveMessage)));
  }

  private Optional<Command> publishedCommand(Incident state, Effect.LiveMessage liveMessage) {
    return state.details().published().contains(liveMessage)
        ? Optional.empty()
        : Optional.of(new Command.LiveMessagePosted(clock.instant(), Actor.BOT, liveMessage));
  }

  private SlackResult<MessageRef> update(
      Delivery delivery, Effect.LiveMessage liveMessage, MessageRef ref) {
    return sender
        .joinThen(ref.channel(), () -> sender.update(ref, render(delivery.incident(), liveMessage)))
        .map(_ -> ref)
        .recover(
            MESSAGE_GONE,
            error -> {
              LOG.warn("The {} is posted anew: {}", slot(liveMessage), error.why());
              return publish(delivery, liveMessage);
            });
  }

  /** One incident has one message of a kind, so its key is the same at every attempt. */
  private SlackResult<MessageRef> publish(Delivery delivery, Effect.LiveMessage liveMessage) {
    MessageSender.Once idempotency =
        new MessageSender.Once(
            delivery.incident().id().label() + "/" + slot(liveMessage),
            delivery.maybeDone(),
            delivery.incident().details().declaredAt());
    OutgoingMessage message = render(delivery.incident(), liveMessage);
    SlackResult<MessageRef> shown =
        switch (liveMessage) {
          case PANEL ->
              incidentHome.inIncidentChannel(
                  delivery.incident(),
                  id -> sender.postOnce(MessageSender.Spot.in(id), message, idempotency));
          case CARD ->
              channelLookup
                  .incidents()
                  .then(id -> sender.postOnce(MessageSender.Spot.in(id), message, idempotency));
        };
    return shown.map(ref -> {
      // Pinned first: once it is known where it stands, nobody comes back here to pin it.
      if (liveMessage == Effect.LiveMessage.PANEL) {
        pin(ref);
      }
      refs.save(delivery.incident().id(), slot(liveMessage), ref);
      return ref;
    });
  }

  private void pin(MessageRef ref) {
    if (api.conversations().pin(ref.channel(), ref.ts()) instanceof CallFailed<Boolean> failed
        && !failed.error().why().equals("already_pinned")) {
      LOG.warn("The panel is not pinned: {}", failed.error().why());
    }
  }

  private OutgoingMessage render(Incident state, Effect.LiveMessage liveMessage) {
    Instant now = clock.instant();
    return switch (liveMessage) {
      case PANEL ->
          OutgoingMessage.of(Panel.text(state, now), () -> Panel.blocks(state, now, mentions));
      case CARD ->
          OutgoingMessage.of(
              IncidentCard.text(state), () -> IncidentCard.blocks(state, now, mentions));
    };
  }

  private static String slot(Effect.LiveMessage liveMessage) {
    return switch (liveMessage) {
      case PANEL -> PANEL;
      case CARD -> CARD;
    };
  }
}
