package dev.rollbackbot.app;

import dev.rollbackbot.incident.Effect;

/**
 * Where an effect goes. Effects with the same destination are performed in order; another
 * destination doesn't wait for them.
 */
public final class DeliveryDestinations {
  /** The incident's own channel, with the panel, its thread, the topic and the invitations. */
  public static final String CHANNEL = "channel";

  /** The incidents channel, with the incident's card and its thread. */
  public static final String INCIDENTS = "incidents";

  private static final String STAKEHOLDERS = "stakeholders ";

  private DeliveryDestinations() {}

  public static String of(Effect.ForChat effect) {
    return switch (effect) {
      case Effect.Post post ->
          switch (post.destination()) {
            case CHANNEL, THREAD -> CHANNEL;
            case CARD_THREAD, INCIDENTS -> INCIDENTS;
            case STAKEHOLDERS -> STAKEHOLDERS + post.channel();
          };
      case Effect.RepeatPost(String channel) -> STAKEHOLDERS + channel;
      case Effect.RefreshNotice(String channel) -> STAKEHOLDERS + channel;
      case Effect.Refresh(Effect.LiveMessage message) ->
          switch (message) {
            case PANEL -> CHANNEL;
            case CARD -> INCIDENTS;
          };
      case Effect.OpenChannel _,
          Effect.Invite _,
          Effect.SetTopic _,
          Effect.Bookmark _,
          Effect.Attach _,
          Effect.AttachPostMortem _,
          Effect.AttachChart _,
          Effect.PostDrillScore _,
          Effect.AttachDrillTimes _ ->
          CHANNEL;
    };
  }
}
