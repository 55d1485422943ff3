package dev.rollbackbot.work.outbox;

import dev.rollbackbot.app.Outbox.OutboxRow;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Effect.StakeholderNotice;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.text.StakeholderPosts;
import java.util.List;
import java.util.Optional;

/**
 * Which rows of a destination one delivery settles. A message is rendered from the newest state, so
 * one update at the position of the first row covers all later rows for it: posts into the panel's
 * thread still find the panel, and many events cost one call. The same holds for stakeholders who
 * have missed a post: what reaches them then says what is true then.
 */
public final class RefreshCoalescing {
  private RefreshCoalescing() {}

  /** Keys of rows; the given ones wait, in order, were read before the state, and aren't empty. */
  public static List<String> settledByFirst(List<OutboxRow> rows, Incident incident) {
    OutboxRow first = rows.getFirst();
    if (first.effect() instanceof Effect.Refresh
        || first.effect() instanceof Effect.RefreshNotice) {
      return keys(rows.stream().filter(row -> row.effect().equals(first.effect())).toList());
    }
    return postsWhatFitsNow(first.effect(), incident)
        ? keys(rows.stream().filter(row -> isStakeholderPost(row.effect())).toList())
        : List.of(first.key());
  }

  /** Whether a later row says what that one was to say, so that it may not come after it. */
  public static boolean isReplaced(List<OutboxRow> rows) {
    return switch (rows.getFirst().effect()) {
      case Effect.SetTopic _ ->
          rows.stream().skip(1).anyMatch(row -> row.effect() instanceof Effect.SetTopic);
      // Both would say how it stands when they are delivered.
      case Effect.Post post when post.notice().equals(Optional.of(StakeholderNotice.UPDATE)) ->
          rows.stream().skip(1).anyMatch(row -> saysHowItStands(row.effect()));
      case Effect.ForChat _ -> false;
    };
  }

  private static boolean saysHowItStands(Effect.ForChat effect) {
    return effect instanceof Effect.Post post
        && post.notice()
            .filter(n -> n == StakeholderNotice.UPDATE || n == StakeholderNotice.ENDING)
            .isPresent();
  }

  private static boolean postsWhatFitsNow(Effect.ForChat effect, Incident incident) {
    return switch (effect) {
      case Effect.RepeatPost(String channel) ->
          StakeholderPosts.missed(incident, channel).isPresent();
      case Effect.Post post ->
          isStakeholderPost(post) && StakeholderPosts.missed(incident, post.channel()).isPresent();
      case Effect.ForChat _ -> false;
    };
  }

  private static boolean isStakeholderPost(Effect.ForChat effect) {
    return effect instanceof Effect.RepeatPost
        || (effect instanceof Effect.Post post
            && post.destination() == Effect.Destination.STAKEHOLDERS);
  }

  private static List<String> keys(List<OutboxRow> rows) {
    return rows.stream().map(OutboxRow::key).toList();
  }
}
