package dev.rollbackbot.slack.inbound.reply;

import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.inbound.reply.EphemeralMessenger.ReplyTarget;

/** Takes replies that one person sees. */
public interface ReplySender {
  void send(ReplyTarget target, OutgoingMessage reply);
}
