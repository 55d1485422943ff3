package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.slack.client.ChannelLookup;
import dev.rollbackbot.slack.client.LeaseInterceptor;
import dev.rollbackbot.slack.client.SlackApi;
import dev.rollbackbot.slack.client.SlackClient;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.panel.Panel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** From what incidents want said and shown to calls of Slack. */
public final class SlackChat implements Chat {
  private final IncidentChannels incidentChannels;
  private final LiveMessages liveMessages;
  private final PostDelivery postDelivery;
  private final FileUploads fileUploads;
  private final MentionCache mentions;
  private final OutageBackoff backoff;

  /** Makes no call to Slack. */
  public SlackChat(
      SlackClient client,
      IncidentStore store,
      MessageRefs refs,
      Artifacts artifacts,
      InstantSource clock) {
    SlackApi api = client.api();
    ChannelLookup channelLookup = client.channelLookup();
    MessageSender messageSender = new MessageSender(api);
    IncidentHome incidentHome = new IncidentHome(channelLookup);
    this.mentions = new MentionCache(api, client.userGroupLookup(), refs);
    this.incidentChannels =
        new IncidentChannels(api, channelLookup, client.userGroupLookup(), mentions, clock);
    this.liveMessages =
        new LiveMessages(api, messageSender, incidentHome, channelLookup, refs, mentions, clock);
    this.postDelivery =
        new PostDelivery(messageSender, incidentHome, channelLookup, refs, mentions);
    this.fileUploads =
        new FileUploads(api, messageSender, incidentHome, refs, artifacts, store, mentions);
    this.backoff = new OutageBackoff(clock);
  }

  /** Mentions and links as they are known here. */
  public MentionLookup mentions() {
    return mentions;
  }

  /** After how long the panel of that state looks different by itself; empty: no clock runs. */
  public static Optional<Duration> redrawAfter(Incident state) {
    return Panel.redrawAfter(state);
  }

  @Override
  public DeliveryResult deliver(Delivery delivery) {
    return LeaseInterceptor.callWith(delivery.leaseCheck(), () -> perform(delivery));
  }

  private DeliveryResult perform(Delivery delivery) {
    mentions.load(delivery.incident().id(), mentioned(delivery));
    return backoff.withPause(delivered(delivery));
  }

  private DeliveryResult delivered(Delivery delivery) {
    return switch (delivery.effect()) {
      case Effect.OpenChannel openChannel -> incidentChannels.open(delivery, openChannel);
      case Effect.Invite invite -> incidentChannels.invite(delivery, invite);
      case Effect.SetTopic setTopic -> incidentChannels.topic(delivery, setTopic);
      case Effect.Bookmark bookmark ->
          mentions
              .logLink(delivery.incident().id())
              .filter(_ -> bookmark.link().isEmpty())
              .map(panel ->
                  incidentChannels.bookmark(delivery, new Effect.Bookmark(bookmark.title(), panel)))
              .orElseGet(() -> incidentChannels.bookmark(delivery, bookmark));
      case Effect.Refresh refresh -> liveMessages.refresh(delivery, refresh.message());
      case Effect.Post post -> postDelivery.post(delivery, post);
      case Effect.Attach attach -> fileUploads.attach(delivery, attach);
      case Effect.AttachPostMortem attachPostMortem ->
          fileUploads.attach(delivery, attachPostMortem);
    };
  }

  private static List<String> mentioned(Delivery delivery) {
    Environment environment = delivery.incident().details().environment();
    return Stream.of(environment.responders(), environment.approvers())
        .flatMap(Optional::stream)
        .toList();
  }
}
