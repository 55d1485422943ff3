package dev.rollbackbot.slack;

import dev.rollbackbot.app.Chat;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.runbook.Environment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says and shows what incidents want said and shown. */
final class SlackChat implements Chat {
  private final Rooms rooms;
  private final Surfaces surfaces;
  private final Posting posting;
  private final Uploads uploads;
  private final SlackNames names;
  private final Pace pace;

  SlackChat(
      Rooms rooms,
      Surfaces surfaces,
      Posting posting,
      Uploads uploads,
      SlackNames names,
      Pace pace) {
    this.pace = pace;
    this.rooms = rooms;
    this.surfaces = surfaces;
    this.posting = posting;
    this.uploads = uploads;
    this.names = names;
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
