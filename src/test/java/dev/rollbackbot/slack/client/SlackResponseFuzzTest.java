package dev.rollbackbot.slack.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Seeds;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.RoleDirectory;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.slack.CorruptingSlackProxy;
import dev.rollbackbot.slack.SlackAdapterFixture;
import dev.rollbackbot.slack.outbound.SlackChat;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * For any response: no exception, no role too many, no call over time. {@code -Dseed=7} replays one
 * case.
 */
final class SlackResponseFuzzTest {
  private static final int CASES = 60;
  private static final int MANY = 20_000;
  private static final Duration CALL = Duration.ofMillis(400);

  @Test
  void some_responses() throws Exception {
    run(CASES);
  }

  @Test
  @Tag("thorough")
  void very_many_responses() throws Exception {
    run(MANY);
  }

  private static void run(int cases) throws Exception {
    long start = System.nanoTime();
    Map<String, Integer> outcomes = new TreeMap<>();
    try (SlackAdapterFixture fixture = new SlackAdapterFixture();
        CorruptingSlackProxy proxy = new CorruptingSlackProxy(fixture.address());
        SlackClient client =
            new SlackClient(options(fixture, proxy), fixture.incidents, Clock.systemUTC());
        UserGroupLookup groups =
            new UserGroupLookup(client.api(), cacheTimes(), Clock.systemUTC());
        SlackDirectory directory =
            new SlackDirectory(
                client.api(), client.channels(), groups, cacheTimes(), Clock.systemUTC())) {
      SlackChat chat = fixture.chat(client, Clock.systemUTC());
      Incident incident =
          fixture.incidents.declared(
              Optional.of(new Channel(SlackAdapterFixture.INCIDENTS, "incidents", true)));
      Seeds.of(cases)
          .forEach(seed -> {
            Random random = new Random(seed);
            proxy.seed(seed);
            outcomes.merge(delivered(chat, incident, random, seed), 1, Integer::sum);
            outcomes.merge(roles(directory, random, seed), 1, Integer::sum);
          });
      assertThat(client.problem()).isNotNull();
    }
    System.out.printf(
        "slack SlackResponseFuzzTest: %d seeds in %d ms: %s%n",
        cases, Duration.ofNanos(System.nanoTime() - start).toMillis(), outcomes);
    assertThat(outcomes.keySet()).contains("Completed", "RetryLater");
  }

  private static StaleTolerantCache.CacheTimes cacheTimes() {
    return new StaleTolerantCache.CacheTimes(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2));
  }

  private static SlackOptions options(SlackAdapterFixture fixture, CorruptingSlackProxy proxy) {
    return new SlackOptions(
        proxy.address().resolve("/api/"),
        Secret.fixed(fixture.slack.botToken()),
        Optional.of(Secret.fixed(fixture.slack.signingSecret())),
        Optional.empty(),
        "#incidents",
        Duration.ZERO,
        Duration.ZERO,
        CALL,
        CALL,
        CALL,
        InboundLimits.defaults());
  }

  private static String delivered(SlackChat chat, Incident incident, Random random, int seed) {
    List<Effect.ForChat> effects =
        List.of(
            new Effect.OpenChannel("inc-" + seed),
            new Effect.Invite(
                List.of(SlackAdapterFixture.REQUESTER, SlackAdapterFixture.APPROVER),
                Optional.of("@oncall")),
            new Effect.SetTopic(RichText.of("topic")),
            new Effect.Bookmark("a page", "https://example.org"),
            new Effect.Refresh(Effect.LiveMessage.PANEL),
            new Effect.Refresh(Effect.LiveMessage.CARD),
            new Effect.Post(Effect.Destination.CHANNEL, "", RichText.of("said"), Optional.empty()),
            new Effect.Post(Effect.Destination.THREAD, "", RichText.of("said"), Optional.empty()),
            new Effect.Post(
                Effect.Destination.STAKEHOLDERS,
                "#product-updates",
                RichText.of("said"),
                Optional.empty()));
    Effect.ForChat effect = effects.get(random.nextInt(effects.size()));
    long start = System.nanoTime();
    try {
      Chat.DeliveryResult result =
          chat.deliver(
              new Chat.Delivery("k" + seed, incident, effect, random.nextBoolean(), () -> true));
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("seed %d: %s", seed, effect)
          .isLessThan(Waiting.LIMIT);
      return result.getClass().getSimpleName();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError("seed " + seed + ": " + effect, e);
    }
  }

  private static String roles(SlackDirectory directory, Random random, int seed) {
    Environment environment = SampleIncident.runbook().environments().getFirst();
    String person =
        random.nextBoolean() ? SlackAdapterFixture.STAKEHOLDER : SlackAdapterFixture.APPROVER;
    try {
      RoleDirectory.RoleLookupResult result = directory.roles(person, environment);
      if (result instanceof RoleDirectory.KnownRoles knownRoles
          && person.equals(SlackAdapterFixture.STAKEHOLDER)) {
        assertThat(knownRoles.roles()).as("seed %d", seed).isEmpty();
      }
      return result.getClass().getSimpleName();
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed + ": roles of " + person, e);
    }
  }
}
