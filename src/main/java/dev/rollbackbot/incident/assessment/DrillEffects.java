package dev.rollbackbot.incident.assessment;

import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Effect.LiveMessage;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.RichText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a drill does of what an incident would do: everything that it shows carries its mark, nobody
 * outside of its channel is told anything but that it is on, and what it has shown about versions
 * and times does not count for incidents.
 */
public final class DrillEffects {
  private static final String PREFIX = IncidentDetails.DRILL + " · ";

  private DrillEffects() {}

  public static List<Effect> of(IncidentDetails drill, List<Effect> effects) {
    return effects.stream().flatMap(effect -> of(drill, effect).stream()).toList();
  }

  private static Optional<Effect> of(IncidentDetails drill, Effect effect) {
    return switch (effect) {
      case Effect.OpenChannel open -> Optional.of(new Effect.OpenChannel(marked(open.name())));
      case Effect.SetTopic topic -> Optional.of(new Effect.SetTopic(marked(topic.topic())));
      case Effect.Bookmark bookmark ->
          Optional.of(new Effect.Bookmark(PREFIX + bookmark.title(), bookmark.link()));
      case Effect.Refresh refresh when refresh.message() == LiveMessage.CARD ->
          Optional.of(refresh);
      case Effect.Refresh refresh -> inOwnChannel(drill, refresh);
      case Effect.Post post -> post(drill, post);
      case Effect.RepeatPost _, Effect.RefreshNotice _ -> Optional.empty();
      case Effect.Attach attach ->
          inOwnChannel(
              drill,
              new Effect.Attach(attach.job(), file(attach.filename()), marked(attach.comment())));
      case Effect.AttachPostMortem attach ->
          inOwnChannel(
              drill,
              new Effect.AttachPostMortem(
                  file(attach.filename()), marked(attach.comment()), attach.asked()));
      case Effect.AttachChart attach ->
          inOwnChannel(
              drill, new Effect.AttachChart(file(attach.filename()), marked(attach.comment())));
      case Effect.AttachDrillTimes attach ->
          inOwnChannel(
              drill,
              new Effect.AttachDrillTimes(file(attach.filename()), marked(attach.comment())));
      case Effect.PostDrillScore score -> inOwnChannel(drill, score);
      case Effect.RecordRollback _, Effect.MarkVersions _, Effect.WithdrawMarks _ ->
          Optional.empty();
      case Effect.Invite _,
          Effect.RunJob _,
          Effect.RequestJobStop _,
          Effect.StartProbes _,
          Effect.WakeAt _ ->
          Optional.of(effect);
    };
  }

  private static Optional<Effect> post(IncidentDetails drill, Effect.Post post) {
    return switch (post.destination()) {
      case CHANNEL, THREAD ->
          inOwnChannel(
              drill,
              new Effect.Post(
                  post.destination(), post.channel(), marked(post.text()), post.notice()));
      case CARD_THREAD, INCIDENTS, STAKEHOLDERS -> Optional.empty();
    };
  }

  /** Without one the drill has ended, and everybody reads its channel. */
  private static Optional<Effect> inOwnChannel(IncidentDetails drill, Effect effect) {
    return Optional.of(effect).filter(_ -> drill.channel().filter(Channel::own).isPresent());
  }

  private static RichText marked(RichText text) {
    return RichText.EMPTY.bold(IncidentDetails.DRILL).text(" · ").add(text);
  }

  /** The number stays in front, as in every incident's channel. */
  private static String marked(String channel) {
    List<String> parts = List.of(channel.split("-", 3));
    return String.join(
        "-",
        Stream.concat(
                Stream.concat(parts.stream().limit(2), Stream.of("drill")), parts.stream().skip(2))
            .toList());
  }

  private static String file(String name) {
    return IncidentDetails.DRILL + "-" + name;
  }
}
