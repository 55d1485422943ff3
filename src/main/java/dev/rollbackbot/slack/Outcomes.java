package dev.rollbackbot.slack;

import dev.rollbackbot.app.Chat.Delivered;
import dev.rollbackbot.app.Chat.Done;
import dev.rollbackbot.app.Chat.Later;
import dev.rollbackbot.app.Chat.Lost;
import dev.rollbackbot.slack.Reply.Away;
import dev.rollbackbot.slack.Reply.Failed;
import dev.rollbackbot.slack.Reply.Limited;
import dev.rollbackbot.slack.Reply.Ok;
import dev.rollbackbot.slack.Reply.Refused;
import dev.rollbackbot.slack.Reply.Trouble;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Slack's reply means for a delivery. */
final class Outcomes {
  private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

  private Outcomes() {}

  /** Nobody has to be told. */
  static Delivered done() {
    return new Done(Optional.empty());
  }

  /**
   * Of something that must be said.
   *
   * @param what in a few words, for when it is lost
   */
  static <T> Delivered of(Reply<T> reply, String what, Function<T, Delivered> then) {
    return switch (reply) {
      case Ok<T>(T value) -> then.apply(value);
      case Failed<T>(Trouble trouble) -> failed(trouble, what);
    };
  }

  private static Delivered failed(Trouble trouble, String what) {
    return switch (trouble) {
      case Limited limited -> new Later(limited.after(), limited.why(), false);
      case Away away -> new Later(Pace.SHORTEST, away.why(), true);
      case Refused refused -> new Lost(what, "Slack answers " + refused.why());
    };
  }

  /** Of something that may fail without stopping the conversation. */
  static <T> Delivered optional(Reply<T> reply, String what) {
    return switch (of(reply, what, _ -> done())) {
      case Lost(String lost, String why) -> {
        LOG.warn("The conversation goes on without {}: {}", lost, why);
        yield done();
      }
      case Done done -> done;
      case Later later -> later;
    };
  }
}
