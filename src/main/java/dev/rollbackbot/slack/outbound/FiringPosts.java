package dev.rollbackbot.slack.outbound;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.MessageRefs.MessageRef;
import dev.rollbackbot.app.trigger.TriggerNotices;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Trigger;
import dev.rollbackbot.runbook.Visibility;
import dev.rollbackbot.slack.client.ChannelLookup;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.ApiError;
import dev.rollbackbot.slack.outbound.MessageSender.Idempotency;
import dev.rollbackbot.slack.outbound.MessageSender.MessageTarget;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines in the incidents channel about triggers for which nothing is opened. They belong to no
 * incident, so no outbox holds them: what Slack does not take now is told again by the next
 * measurement.
 */
record FiringPosts(MessageSender sender, ChannelLookup channels) implements TriggerNotices {
  private static final Logger LOG = LoggerFactory.getLogger(FiringPosts.class);
  private static final int READINGS = 3;

  @Override
  public void withoutSuspect(Runbook runbook, String environment, Suspicion suspicion) {
    // Nobody outside of a private incident reads what it is about.
    if (runbook.visibility() == Visibility.PRIVATE) {
      return;
    }
    OutgoingMessage message = new OutgoingMessage(text(runbook, environment, suspicion), List.of());
    // One that comes and goes is told once an hour; a line that was perhaps posted is looked for.
    String key =
        "firing %s %s %s %s"
            .formatted(
                runbook.id(),
                environment,
                suspicion.trigger(),
                suspicion.firedAt().truncatedTo(ChronoUnit.HOURS));
    Idempotency once =
        new Idempotency(key, true, suspicion.firedAt().truncatedTo(ChronoUnit.HOURS));
    SlackResult<MessageRef> posted =
        channels.inIncidents(id -> sender.postOnce(MessageTarget.in(id), message, once));
    if (posted instanceof SlackResult.CallFailed<MessageRef>(SlackResult.SlackError error)) {
      if (!(error instanceof ApiError)) {
        throw new StoreUnavailable(error.why());
      }
      LOG.warn("a trigger that fired can't be told in the incidents channel why={}", error.why());
    }
  }

  private static String text(Runbook runbook, String environment, Suspicion suspicion) {
    String name =
        runbook.triggers().stream()
            .filter(t -> t.id().equals(suspicion.trigger()))
            .map(Trigger::text)
            .findFirst()
            .orElse(suspicion.trigger());
    StringBuilder out =
        new StringBuilder(
            "*A trigger of %s in %s fired, and no rollback is proposed*\n“%s” (%s), %s. No deployment of the hour before was found that could be rolled back."
                .formatted(
                    Mrkdwn.escape(runbook.name()),
                    Mrkdwn.escape(environment),
                    Mrkdwn.escape(name),
                    Mrkdwn.escape(suspicion.service()),
                    Mrkdwn.time(suspicion.firedAt())));
    suspicion.readings().stream()
        .limit(READINGS)
        .forEach(reading -> out.append("\n• ").append(Mrkdwn.quote(reading)));
    return out.append("\nTo begin one all the same: `/rollback ")
        .append(runbook.id())
        .append(' ')
        .append(environment)
        .append("`.")
        .toString();
  }
}
