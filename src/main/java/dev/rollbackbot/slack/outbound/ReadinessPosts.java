package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.app.readiness.ReadinessNotices;
import dev.rollbackbot.runbook.Visibility;
import dev.rollbackbot.slack.client.ChannelLookup;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import dev.rollbackbot.slack.outbound.MessageSender.Idempotency;
import dev.rollbackbot.slack.outbound.MessageSender.MessageTarget;
import dev.rollbackbot.slack.view.panel.ReadinessBlocks;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A post a night in the incidents channel, if a rollback would no longer work as it did. It belongs
 * to no incident, so no outbox holds it: what Slack does not take now is asked and told again.
 */
record ReadinessPosts(MessageSender sender, ChannelLookup channels) implements ReadinessNotices {
  private static final Logger LOG = LoggerFactory.getLogger(ReadinessPosts.class);

  @Override
  public void changed(Instant round, List<ChangedReadiness> changed) {
    // Nobody outside of a private incident reads what it would be about.
    List<ChangedReadiness> shown =
        changed.stream().filter(c -> c.runbook().visibility() == Visibility.PUBLIC).toList();
    if (shown.isEmpty()) {
      return;
    }
    OutgoingMessage message = ReadinessBlocks.news(shown);
    Idempotency once = new Idempotency("readiness " + round, true, round);
    SlackResult<MessageRef> posted =
        channels.inIncidents(id -> sender.postOnce(MessageTarget.in(id), message, once));
    if (posted instanceof SlackResult.CallFailed<MessageRef>(SlackResult.SlackError error)) {
      if (!(error instanceof ApiError)) {
        throw new StoreUnavailable(error.why());
      }
      LOG.warn("readiness can't be told in the incidents channel why={}", error.why());
    }
  }
}
