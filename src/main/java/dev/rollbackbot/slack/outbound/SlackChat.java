package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.app.chart.MeasuredCharts;
import dev.rollbackbot.app.readiness.ReadinessNotices;
import dev.rollbackbot.app.readiness.ReadinessRecords;
import dev.rollbackbot.app.trigger.TriggerNotices;
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

/** Delivers the effects of incidents to Slack. */
public final class SlackChat implements Chat {
  private final IncidentChannels channels;
  private final LiveMessages liveMessages;
  private final PostDelivery posts;
  private final FileUploads files;
  private final MentionCache mentions;
  private final OutageBackoff backoff;
  private final FiringPosts firings;
  private final ReadinessPosts readiness;
  private final PrintedChecklists printed;

  public SlackChat(
      SlackClient client,
      IncidentStore store,
      MessageRefs refs,
      Artifacts artifacts,
      MeasuredCharts charts,
      ReadinessRecords readinessRecords,
      InstantSource clock) {
    SlackApi api = client.api();
    ChannelLookup lookup = client.channels();
    MessageSender sender = new MessageSender(api);
    IncidentHome home = new IncidentHome(lookup);
    this.mentions = new MentionCache(api, client.groups(), refs);
    this.channels = new IncidentChannels(api, lookup, client.groups(), mentions, clock);
    this.liveMessages =
        new LiveMessages(api, sender, home, lookup, refs, mentions, readinessRecords, clock);
    this.posts = new PostDelivery(sender, home, lookup, refs, mentions, store, clock);
    this.files = new FileUploads(api, sender, home, refs, artifacts, store, charts, mentions);
    this.backoff = new OutageBackoff(clock);
    this.firings = new FiringPosts(sender, lookup);
    this.readiness = new ReadinessPosts(sender, lookup);
    this.printed = new PrintedChecklists(api, sender, refs, mentions, clock);
  }

  /** Posts that belong to no incident. */
  public TriggerNotices notices() {
    return firings;
  }

  /** The same, about whether a rollback would work. */
  public ReadinessNotices readinessNotices() {
    return readiness;
  }

  public MentionLookup mentions() {
    return mentions;
  }

  /** After how long the panel of that state looks different by itself; empty: it does not. */
  public static Optional<Duration> redrawAfter(Incident incident) {
    return Panel.redrawAfter(incident);
  }

  @Override
  public DeliveryResult deliver(Delivery delivery) {
    return LeaseInterceptor.callWith(
        delivery.leaseCheck(),
        () -> {
          mentions.load(delivery.incident().id(), mentionedGroups(delivery));
          return FallbackNote.noting(() -> backoff.withPause(execute(delivery)));
        });
  }

  /** Puts the checklist on paper into the incident's channel; returns what to tell who asked. */
  public String printChecklist(Incident incident) {
    return LeaseInterceptor.callWith(() -> true, () -> printed.print(incident));
  }

  /** Deletes a file that was attached. One that is gone already counts as deleted. */
  public DeliveryResult deleteFile(String file) {
    return files.delete(file);
  }

  private DeliveryResult execute(Delivery delivery) {
    return switch (delivery.effect()) {
      case Effect.OpenChannel open -> channels.open(delivery, open);
      case Effect.Invite invite -> channels.invite(delivery, invite);
      case Effect.SetTopic topic -> channels.topic(delivery, topic);
      case Effect.Bookmark bookmark -> channels.bookmark(delivery, bookmark);
      case Effect.Refresh refresh -> liveMessages.refresh(delivery, refresh.message());
      case Effect.RefreshNotice notice -> posts.refreshNotice(delivery, notice);
      case Effect.Post post -> posts.post(delivery, post);
      case Effect.RepeatPost repeated -> posts.repeat(delivery, repeated);
      case Effect.Attach attach -> files.attach(delivery, attach);
      case Effect.AttachPostMortem attach -> files.attach(delivery, attach);
      case Effect.AttachChart attach -> files.attach(delivery, attach);
      case Effect.PostDrillScore score -> posts.score(delivery, score);
      case Effect.AttachDrillTimes attach -> files.attach(delivery, attach);
    };
  }

  private static List<String> mentionedGroups(Delivery delivery) {
    Environment environment = delivery.incident().details().environment();
    return Stream.of(environment.responders(), environment.approvers())
        .flatMap(Optional::stream)
        .toList();
  }
}
