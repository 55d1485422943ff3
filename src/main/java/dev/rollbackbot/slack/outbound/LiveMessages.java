package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.app.Chat.Completed;
import dev.rollbackbot.app.Chat.Delivery;
import dev.rollbackbot.app.Chat.DeliveryResult;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.app.readiness.ReadinessRecords;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.proposal.Proposal;
import dev.rollbackbot.incident.readiness.ReadinessReport;
import dev.rollbackbot.slack.client.ChannelLookup;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.SlackApi;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.outbound.MessageSender.Idempotency;
import dev.rollbackbot.slack.outbound.MessageSender.MessageTarget;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
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
    ReadinessRecords readiness,
    InstantSource clock) {
  static final String PANEL = "panel";
  static final String CARD = "card";

  /** The panel in the incident's own channel, while another one stands in for it. */
  private static final String OWN_PANEL = "own panel";

  private static final Logger LOG = LoggerFactory.getLogger(LiveMessages.class);

  private static final Set<String> NOT_THERE =
      Set.of("message_not_found", "cant_update_message", "edit_window_closed");

  static final Set<String> NOT_UPDATABLE =
      Stream.concat(NOT_THERE.stream(), MessageSender.CHANNEL_UNUSABLE.stream())
          .collect(Collectors.toUnmodifiableSet());

  DeliveryResult refresh(Delivery delivery, Effect.LiveMessage message) {
    SlackResult<MessageRef> shown =
        refs.find(delivery.incident().id(), slot(message))
            .map(ref ->
                home(delivery.incident(), message)
                    .filter(own -> !own.equals(ref.channel()))
                    .map(own -> backHome(delivery, own, ref))
                    .orElseGet(() -> update(delivery, message, ref)))
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

  /** The channel that a panel belongs to, if the incident has its own. */
  private static Optional<String> home(Incident incident, Effect.LiveMessage message) {
    return incident
        .details()
        .channel()
        .filter(channel -> channel.own() && message == Effect.LiveMessage.PANEL)
        .map(Channel::id);
  }

  /** A panel that had to move goes back as soon as its own channel takes messages again. */
  private SlackResult<MessageRef> backHome(Delivery delivery, String own, MessageRef from) {
    Incident incident = delivery.incident();
    OutgoingMessage rendered = render(incident, Effect.LiveMessage.PANEL);
    Idempotency once = once(delivery, Effect.LiveMessage.PANEL);
    SlackResult<MessageRef> back =
        refs.find(incident.id(), OWN_PANEL)
            .map(ref ->
                sender
                    .joinThen(own, () -> sender.update(ref, rendered))
                    .map(_ -> ref)
                    .recover(
                        NOT_THERE, _ -> sender.postOnce(MessageTarget.in(own), rendered, once)))
            .orElseGet(() -> sender.postOnce(MessageTarget.in(own), rendered, once));
    return switch (back) {
      case SlackResult.Ok<MessageRef>(MessageRef panel) -> {
        String text = "The panel of " + incident.details().label() + " is in <#" + own + "> again.";
        OutgoingMessage moved = new OutgoingMessage(text, BlockKit.sections(text));
        yield pinned(panel)
            .then(p -> with(p, sender.update(from, moved), "the panel that had moved is replaced"))
            .map(p -> saved(incident, PANEL, p));
      }
      case CallFailed<MessageRef>(SlackResult.ApiError _) ->
          update(delivery, Effect.LiveMessage.PANEL, from);
      case CallFailed<MessageRef> _ -> back;
    };
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
  private static Idempotency once(Delivery delivery, Effect.LiveMessage message) {
    Incident incident = delivery.incident();
    return new Idempotency(
        incident.id().label() + "/" + slot(message),
        delivery.maybeDone(),
        // A proposal's card was posted before a person made it an incident.
        incident
            .details()
            .proposal()
            .filter(Proposal::begunByBot)
            .map(Proposal::at)
            .orElseGet(incident.details()::declaredAt));
  }

  private SlackResult<MessageRef> publish(Delivery delivery, Effect.LiveMessage message) {
    Incident incident = delivery.incident();
    Idempotency once = once(delivery, message);
    OutgoingMessage rendered = render(incident, message);
    Function<String, SlackResult<MessageRef>> send =
        id -> sender.postOnce(MessageTarget.in(id), rendered, once);
    SlackResult<MessageRef> posted =
        switch (message) {
          case PANEL -> home.inIncidentChannel(incident, send);
          case CARD -> channels.inIncidents(send);
        };
    return switch (message) {
      case CARD -> posted.map(card -> saved(incident, CARD, card));
      case PANEL ->
          posted
              .then(this::pinned)
              .map(panel -> {
                refs.find(incident.id(), PANEL)
                    .filter(before ->
                        home(incident, message).filter(before.channel()::equals).isPresent())
                    .filter(before -> !before.channel().equals(panel.channel()))
                    .ifPresent(before -> refs.save(incident.id(), OWN_PANEL, before));
                return saved(incident, PANEL, panel);
              });
    };
  }

  /** Saved last: once the reference is stored, no later attempt does what belongs to the post. */
  private MessageRef saved(Incident incident, String slot, MessageRef ref) {
    refs.save(incident.id(), slot, ref);
    return ref;
  }

  private SlackResult<MessageRef> pinned(MessageRef panel) {
    return with(panel, api.conversations().pin(panel.channel(), panel.ts()), "the panel is pinned");
  }

  /**
   * The posted message, if the call that belongs to it was made or Slack refuses it for good.
   * Otherwise the delivery counts as unknown: its next attempt finds the message and calls again.
   */
  private static <T> SlackResult<MessageRef> with(
      MessageRef posted, SlackResult<T> call, String what) {
    return switch (call) {
      case SlackResult.Ok<T> _ -> SlackResult.ok(posted);
      case CallFailed<T>(SlackResult.ApiError error) -> {
        if (!error.code().equals("already_pinned")) {
          LOG.warn("refused by Slack what={} reason={}", what, error.why());
        }
        yield SlackResult.ok(posted);
      }
      case CallFailed<T>(SlackResult.SlackError error) ->
          SlackResult.unavailable("not done yet: " + what + ": " + error.why());
    };
  }

  private OutgoingMessage render(Incident incident, Effect.LiveMessage message) {
    Instant now = clock.instant();
    return switch (message) {
      case PANEL ->
          OutgoingMessage.of(
              Panel.text(incident, now),
              () -> Panel.blocks(incident, now, mentions, readiness(incident)));
      case CARD ->
          OutgoingMessage.of(
              IncidentCard.text(incident), () -> IncidentCard.blocks(incident, now, mentions));
    };
  }

  /** What was known before it was declared: the same each time. It is never worth a panel. */
  private Optional<ReadinessReport> readiness(Incident incident) {
    IncidentDetails details = incident.details();
    try {
      return readiness.until(
          details.runbook().id(), details.environment().id(), details.declaredAt());
    } catch (StoreUnavailable e) {
      LOG.warn("panel without its readiness reason={}", e.why());
      return Optional.empty();
    }
  }

  private static String slot(Effect.LiveMessage message) {
    return switch (message) {
      case PANEL -> PANEL;
      case CARD -> CARD;
    };
  }
}
