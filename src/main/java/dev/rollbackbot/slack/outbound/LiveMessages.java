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
import dev.rollbackbot.slack.outbound.MessageSender.Idempotency;
import dev.rollbackbot.slack.outbound.MessageSender.MessageTarget;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.panel.IncidentCard;
import dev.rollbackbot.slack.view.panel.Panel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages that are rendered from the incident's state and updated in place. */
record LiveMessages(
    SlackApi api,
    MessageSender sender,
    IncidentHome home,
    ChannelLookup channels,
    MessageRefs refs,
    MentionLookup mentions,
    InstantSource clock) {
  static final String PANEL = "panel";
  static final String CARD = "card";

  private static final Logger LOG = LoggerFactory.getLogger(LiveMessages.class);

  static final Set<String> NOT_UPDATABLE =
      Stream.concat(
              Stream.of("message_not_found", "cant_update_message", "edit_window_closed"),
              MessageSender.CHANNEL_UNUSABLE.stream())
          .collect(Collectors.toUnmodifiableSet());

  DeliveryResult refresh(Delivery delivery, Effect.LiveMessage message) {
    SlackResult<MessageRef> shown =
        refs.find(delivery.incident().id(), slot(message))
            .map(ref -> update(delivery, message, ref))
            .orElseGet(() -> publish(delivery, message));
    String what = message == Effect.LiveMessage.PANEL ? "the panel" : "the incident's card";
    return DeliveryResults.of(
        shown, what, _ -> new Completed(publishedCommand(delivery.incident(), message)));
  }

  private Optional<Command> publishedCommand(Incident incident, Effect.LiveMessage message) {
    return incident.details().published().contains(message)
        ? Optional.empty()
        : Optional.of(new Command.LiveMessagePosted(clock.instant(), Actor.BOT, message));
  }

  private SlackResult<MessageRef> update(
      Delivery delivery, Effect.LiveMessage message, MessageRef ref) {
    return sender
        .joinThen(ref.channel(), () -> sender.update(ref, render(delivery.incident(), message)))
        .map(_ -> ref)
        .recover(
            NOT_UPDATABLE,
            error -> {
              LOG.warn("posting a new message slot={} reason={}", slot(message), error.why());
              return publish(delivery, message);
            });
  }

  /** An incident has one message per slot, so the key is the same for every attempt. */
  private SlackResult<MessageRef> publish(Delivery delivery, Effect.LiveMessage message) {
    Incident incident = delivery.incident();
    Idempotency once =
        new Idempotency(
            incident.id().label() + "/" + slot(message),
            delivery.maybeDone(),
            incident.details().declaredAt());
    OutgoingMessage rendered = render(incident, message);
    Function<String, SlackResult<MessageRef>> send =
        id -> sender.postOnce(MessageTarget.in(id), rendered, once);
    SlackResult<MessageRef> posted =
        switch (message) {
          case PANEL -> home.inIncidentChannel(incident, send);
          case CARD -> channels.incidents().then(send);
        };
    return posted.map(ref -> {
      // Pinned first: once the reference is saved, no later attempt reaches this line.
      if (message == Effect.LiveMessage.PANEL) {
        pin(ref);
      }
      refs.save(incident.id(), slot(message), ref);
      return ref;
    });
  }

  private void pin(MessageRef ref) {
    if (api.conversations().pin(ref.channel(), ref.ts()) instanceof CallFailed<Boolean> failed
        && !failed.error().why().equals("already_pinned")) {
      LOG.warn("panel not pinned reason={}", failed.error().why());
    }
  }

  private OutgoingMessage render(Incident incident, Effect.LiveMessage message) {
    Instant now = clock.instant();
    return switch (message) {
      case PANEL ->
          OutgoingMessage.of(
              Panel.text(incident, now), () -> Panel.blocks(incident, now, mentions));
      case CARD ->
          OutgoingMessage.of(
              IncidentCard.text(incident), () -> IncidentCard.blocks(incident, now, mentions));
    };
  }

  private static String slot(Effect.LiveMessage message) {
    return switch (message) {
      case PANEL -> PANEL;
      case CARD -> CARD;
    };
  }
}
