package dev.rollbackbot.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.Chat;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.Prose;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** An hour without Slack, on a clock that is set. */
final class PaceTest {
  private static final Effect.Post POST =
      new Effect.Post(Effect.Place.CHANNEL, "", Prose.of("It is over."));

  @Test
  void an_hour_without_slack_costs_some_hundred_tries_and_ends_within_half_a_minute()
      throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    try (Rig rig = new Rig();
        SlackBot bot = rig.bot(rig.options("#incidents"), now::get)) {
      Incident state = rig.memory.declared(Optional.empty());
      rig.slack.faults().revokeToken(true);
      Instant end = now.get().plus(Duration.ofHours(1));
      int tries = 0;
      while (now.get().isBefore(end)) {
        Chat.Later later = (Chat.Later) deliver(bot, state);
        assertThat(later.after()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(30));
        now.updateAndGet(t -> t.plus(later.after()));
        tries++;
      }
      System.out.printf("PaceTest: %d tries in an hour%n", tries);
      assertThat(tries).isBetween(120, 200);

      rig.slack.faults().revokeToken(false);
      assertThat(deliver(bot, state)).isInstanceOf(Chat.Done.class);
      rig.slack.faults().revokeToken(true);
      assertThat(deliver(bot, state))
          .isInstanceOfSatisfying(
              Chat.Later.class, l -> assertThat(l.after()).isEqualTo(Duration.ofSeconds(2)));
    }
  }

  private static Chat.Delivered deliver(SlackBot bot, Incident state) {
    return bot.chat().deliver(new Chat.Delivery("key", state, POST, true, () -> true));
  }
}
