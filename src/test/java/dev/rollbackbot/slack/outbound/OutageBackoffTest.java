package dev.rollbackbot.slack.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.Chat;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.slack.SlackAdapterFixture;
import dev.rollbackbot.slack.client.SlackClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** An hour without Slack, on a clock that is set. */
final class OutageBackoffTest {
  private static final Effect.Post POST =
      new Effect.Post(Effect.Destination.CHANNEL, "", RichText.of("It is over."));

  @Test
  void an_hour_without_slack_costs_some_hundred_tries_and_ends_within_half_a_minute()
      throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    try (SlackAdapterFixture slackAdapterFixture = new SlackAdapterFixture();
        SlackClient client = new SlackClient(slackAdapterFixture.options("#incidents"), now::get)) {
      SlackChat chat = slackAdapterFixture.chat(client, now::get);
      Incident state = slackAdapterFixture.inMemoryIncidents.declared(Optional.empty());
      slackAdapterFixture.slack.faults().revokeToken(true);
      Instant end = now.get().plus(Duration.ofHours(1));
      int tries = 0;
      while (now.get().isBefore(end)) {
        Chat.RetryLater retryLater = (Chat.RetryLater) deliver(chat, state);
        assertThat(retryLater.retryAfter())
            .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(30));
        now.updateAndGet(t -> t.plus(retryLater.retryAfter()));
        tries++;
      }
      System.out.printf("PaceTest: %d tries in an hour%n", tries);
      assertThat(tries).isBetween(120, 200);

      slackAdapterFixture.slack.faults().revokeToken(false);
      assertThat(deliver(chat, state)).isInstanceOf(Chat.Completed.class);
      slackAdapterFixture.slack.faults().revokeToken(true);
      assertThat(deliver(chat, state))
          .isInstanceOfSatisfying(
              Chat.RetryLater.class,
              l -> assertThat(l.retryAfter()).isEqualTo(Duration.ofSeconds(2)));
    }
  }

  private static Chat.DeliveryResult deliver(SlackChat chat, Incident state) {
    return chat.deliver(new Chat.Delivery("key", state, POST, true, () -> true));
  }
}
