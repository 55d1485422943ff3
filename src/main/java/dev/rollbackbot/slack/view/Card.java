package dev.rollbackbot.slack.view;

import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Facts;
import dev.rollbackbot.incident.Headlines;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.Posts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The incident's one message in the incidents channel. */
public final class Card {
  private Card() {}

  /** The template as it is now, and where the conversation is. */
  public static List<LayoutBlock> blocks(Incident s, Instant now, Names names) {
    Facts f = s.facts();
    List<LayoutBlock> out = new ArrayList<>(Message.blocks(Posts.card(s), names, f.id()));
    out.add(
        Kit.context(
            f.id().label()
                + " · "
                + Mrkdwn.escape(f.declaration().environment())
                + " · "
                + Mrkdwn.escape(Headlines.headline(s, now))
                + where(f.channel())));
    return List.copyOf(out);
  }

  /** What a notification says. */
  public static String text(Incident s) {
    Facts f = s.facts();
    return f.id().label()
        + " · "
        + Mrkdwn.escape(f.runbook().name())
        + " · "
        + f.declaration().severity()
        + ": "
        + Mrkdwn.escape(Headlines.situation(s));
  }

  private static String where(Optional<Channel> channel) {
    return channel.filter(Channel::own).map(c -> " · <#" + c.id() + ">").orElse("");
  }
}
