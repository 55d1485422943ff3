package dev.rollbackbot.slack;

import dev.rollbackbot.app.Artifacts;
import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.app.MessageRefs;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.slack.view.Names;
import dev.rollbackbot.slack.view.Panel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** From what incidents want said and shown to calls of Slack. */
public final class SlackChat implements Chat {
  private final Rooms rooms;
  private final Surfaces surfaces;
  private final Posting posting;
  private final Uploads uploads;
  private final SlackNames names;
  private final Pace pace;

  /** Makes no call to Slack. */
  public SlackChat(
      SlackClient client,
      IncidentStore store,
      MessageRefs refs,
      Artifacts artifacts,
      InstantSource clock) {
    SlackApi api = client.api();
    Channels channels = client.channels();
    Voice voice = new Voice(api);
    Home home = new Home(channels);
    this.names = new SlackNames(api, client.groups(), refs);
    this.rooms = new Rooms(api, channels, client.groups(), names, clock);
    this.surfaces = new Surfaces(api, voice, home, channels, refs, names, clock);
    this.posting = new Posting(voice, home, channels, refs, names);
    this.uploads = new Uploads(api, voice, home, refs, artifacts, store, names);
    this.pace = new Pace(clock);
  }

  /** Mentions and links as they are known here. */
  public Names names() {
    return names;
  }

  /** After how long the panel of that state looks different by itself; empty: no clock runs. */
  public static Optional<Duration> redrawAfter(Incident state) {
    return Panel.redrawAfter(state);
  }

  @Override
  public Delivered deliver(Delivery d) {
    return Fencing.within(d.fence(), () -> perform(d));
  }

  private Delivered perform(Delivery d) {
    names.learn(d.incident().id(), mentioned(d));
    return pace.of(delivered(d));
  }

  private Delivered delivered(Delivery d) {
    return switch (d.effect()) {
      case Effect.OpenChannel e -> rooms.open(d, e);
      case Effect.Invite e -> rooms.invite(d, e);
      case Effect.SetTopic e -> rooms.topic(d, e);
      case Effect.Bookmark e ->
          names
              .logLink(d.incident().id())
              .filter(_ -> e.link().isEmpty())
              .map(panel -> rooms.bookmark(d, new Effect.Bookmark(e.title(), panel)))
              .orElseGet(() -> rooms.bookmark(d, e));
      case Effect.Refresh e -> surfaces.refresh(d, e.surface());
      case Effect.Post e -> posting.post(d, e);
      case Effect.Attach e -> uploads.attach(d, e);
      case Effect.AttachPostMortem e -> uploads.attach(d, e);
    };
  }

  private static List<String> mentioned(Delivery d) {
    Environment environment = d.incident().facts().environment();
    return Stream.of(environment.responders(), environment.approvers())
        .flatMap(Optional::stream)
        .toList();
  }
}
