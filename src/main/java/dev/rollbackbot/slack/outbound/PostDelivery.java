package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.app.Chat.Delivery;
import dev.rollbackbot.app.Chat.DeliveryResult;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.IncidentStore.VersionedIncident;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.assessment.DrillScores;
import dev.rollbackbot.incident.drill.DrillScore;
import dev.rollbackbot.incident.text.DrillScoreText;
import dev.rollbackbot.incident.text.StakeholderPosts;
import dev.rollbackbot.slack.client.ChannelLookup;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.outbound.MessageSender.Idempotency;
import dev.rollbackbot.slack.outbound.MessageSender.MessageTarget;
import dev.rollbackbot.slack.view.blockkit.MaskedText;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.panel.PostBlocks;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Posts that are sent once and never updated. */
record PostDelivery(
    MessageSender sender,
    IncidentHome home,
    ChannelLookup channels,
    MessageRefs refs,
    MentionLookup mentions,
    IncidentStore store,
    InstantSource clock) {
  /** With so many earlier drills one is compared. */
  private static final int COMPARED = 5;

  private static final int MOST_READ = 20;

  DeliveryResult post(Delivery delivery, Effect.Post post) {
    Incident incident = delivery.incident();
    OutgoingMessage message = message(text(incident, post), incident);
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
                  .orElseGet(() -> channels.inIncidents(inChannel));
          case INCIDENTS -> channels.inIncidents(inChannel);
          case STAKEHOLDERS ->
              channels.in(post.channel(), inChannel).map(ref -> saved(incident, post, ref));
        };
    return DeliveryResults.of(posted, description(post), _ -> delivered(incident, post));
  }

  /** With those of the same environment that were brought to their end. */
  DeliveryResult score(Delivery delivery, Effect.PostDrillScore score) {
    IncidentDetails details = delivery.incident().details();
    List<DrillScore> earlier =
        store.endedDrills(details.runbook().id(), MOST_READ).stream()
            .filter(id -> id.number() < details.id().number())
            .flatMap(id -> store.load(id).flatMap(VersionedIncident::incident).stream())
            .flatMap(drill -> DrillScores.of(drill.details()).stream())
            .filter(drill -> drill.environment().equals(details.declaration().environment()))
            .filter(drill -> drill.signedAt().isPresent())
            .limit(COMPARED)
            .toList();
    RichText text = score.text().add(DrillScoreText.comparison(details, earlier));
    return post(delivery, new Effect.Post(Effect.Destination.CHANNEL, "", text, Optional.empty()));
  }

  private static RichText text(Incident incident, Effect.Post post) {
    return switch (post.destination()) {
      case STAKEHOLDERS -> MaskedText.of(StakeholderPosts.late(incident, post));
      case INCIDENTS, CARD_THREAD -> MaskedText.of(post.text());
      case CHANNEL, THREAD -> post.text();
    };
  }

  private OutgoingMessage message(RichText text, Incident incident) {
    return OutgoingMessage.of(
        PostBlocks.text(text, mentions, incident.id()),
        () -> PostBlocks.blocks(text, mentions, incident.id()));
  }

  /** Nothing is posted to a channel that has missed nothing, or has got a later post since. */
  DeliveryResult repeat(Delivery delivery, Effect.RepeatPost repeated) {
    return StakeholderPosts.text(delivery.incident(), repeated.channel())
        .map(text ->
            post(
                delivery,
                new Effect.Post(
                    Effect.Destination.STAKEHOLDERS, repeated.channel(), text, Optional.empty())))
        .orElseGet(DeliveryResults::done);
  }

  /** The first post that arrives, and the last one about the end, are kept current in place. */
  private MessageRef saved(Incident incident, Effect.Post post, MessageRef ref) {
    String slot = noticeSlot(post.channel());
    if (StakeholderPosts.isLast(incident, post)) {
      // It is never made to say later that it was the first one.
      refs.save(incident.id(), endingSlot(post.channel()), ref);
    } else if (refs.find(incident.id(), slot).isEmpty()) {
      refs.save(incident.id(), slot, ref);
    }
    return ref;
  }

  /**
   * The first post that arrived there, and the one about the end; a message that was deleted is not
   * posted again.
   */
  DeliveryResult refreshNotice(Delivery delivery, Effect.RefreshNotice notice) {
    Incident incident = delivery.incident();
    String channel = notice.channel();
    SlackResult<String> updated =
        updated(incident, noticeSlot(channel), StakeholderPosts.notice(incident))
            .then(first ->
                StakeholderPosts.lastPost(incident)
                    .map(text -> updated(incident, endingSlot(channel), text))
                    .orElseGet(() -> SlackResult.ok(first)));
    return DeliveryResults.of(updated, "the notice in " + channel, _ -> DeliveryResults.done());
  }

  /** Nothing is done where there is no such message. */
  private SlackResult<String> updated(Incident incident, String slot, RichText text) {
    return refs.find(incident.id(), slot)
        .map(ref ->
            sender
                .update(ref, message(MaskedText.of(text), incident))
                .recover(LiveMessages.NOT_UPDATABLE, _ -> SlackResult.ok(ref.ts())))
        .orElseGet(() -> SlackResult.ok(""));
  }

  private static String noticeSlot(String channel) {
    return "notice " + channel;
  }

  private static String endingSlot(String channel) {
    return "ending " + channel;
  }

  private DeliveryResult delivered(Incident incident, Effect.Post post) {
    boolean missedOne =
        post.destination() == Effect.Destination.STAKEHOLDERS
            && incident.details().undelivered().notice(post.channel()).isPresent();
    return missedOne
        ? DeliveryResults.completed(
            new Command.StakeholderPostDelivered(clock.instant(), Actor.BOT, post.channel()))
        : DeliveryResults.done();
  }

  /** Empty: the live message was not posted yet. */
  private Optional<SlackResult<MessageRef>> inThreadOf(
      String slot, Incident incident, Function<MessageTarget, SlackResult<MessageRef>> send) {
    return refs.find(incident.id(), slot)
        .map(ref ->
            home.orInIncidentsChannel(
                incident, ref.channel(), id -> send.apply(MessageTarget.inThreadOf(ref, id))));
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
