package dev.rollbackbot.slack.inbound.reply;

import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.inbound.reply.EphemeralMessenger.ReplyTarget;
import java.util.function.Supplier;

/** Takes replies that one person sees. */
public interface ReplySender {
  void send(ReplyTarget target, OutgoingMessage reply);

  /** The same for a reply that takes calls to find. */
  default void send(ReplyTarget target, Supplier<OutgoingMessage> found) {
    send(target, found.get());
  }
}
