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

/** An outage of an hour on a settable clock. */
final class OutageBackoffTest {
  private static final Effect.Post POST =
      new Effect.Post(Effect.Destination.CHANNEL, "", RichText.of("It is over."), Optional.empty());

  @Test
  void an_outage_of_an_hour_costs_some_hundred_tries_with_pauses_up_to_half_a_minute()
      throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    try (SlackAdapterFixture fixture = new SlackAdapterFixture();
        SlackClient client =
            new SlackClient(fixture.options("#incidents"), fixture.incidents, now::get)) {
      SlackChat chat = fixture.chat(client, now::get);
      Incident state = fixture.incidents.declared(Optional.empty());
      fixture.slack.faults().revokeToken(true);
      Instant end = now.get().plus(Duration.ofHours(1));
      int tries = 0;
      while (now.get().isBefore(end)) {
        Chat.RetryLater retryLater = (Chat.RetryLater) deliver(chat, state);
        assertThat(retryLater.retryAfter())
            .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(30));
        now.updateAndGet(t -> t.plus(retryLater.retryAfter()));
        tries++;
      }
      System.out.printf("OutageBackoffTest: %d tries in an hour%n", tries);
      assertThat(tries).isBetween(120, 200);

      fixture.slack.faults().revokeToken(false);
      assertThat(deliver(chat, state)).isInstanceOf(Chat.Completed.class);
      fixture.slack.faults().revokeToken(true);
      assertThat(deliver(chat, state))
          .isInstanceOfSatisfying(
              Chat.RetryLater.class,
              retryLater -> assertThat(retryLater.retryAfter()).isEqualTo(Duration.ofSeconds(2)));
    }
  }

  private static Chat.DeliveryResult deliver(SlackChat chat, Incident state) {
    return chat.deliver(new Chat.Delivery("key", state, POST, true, () -> true));
  }
}
