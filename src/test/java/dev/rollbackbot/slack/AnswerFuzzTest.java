package dev.rollbackbot.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Seeds;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.Directory;
import dev.rollbackbot.app.Limits;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.Prose;
import dev.rollbackbot.incident.Sample;
import dev.rollbackbot.runbook.Environment;
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
 * Whatever Slack answers, nothing is thrown, nobody gets a role that they don't have, and it ends
 * in time. {@code -Dseed=7} replays one case.
 */
final class AnswerFuzzTest {
  private static final int CASES = 60;
  private static final int MANY = 20_000;
  private static final Duration CALL = Duration.ofMillis(400);

  @Test
  void some_answers() throws Exception {
    run(CASES);
  }

  @Test
  @Tag("thorough")
  void very_many_answers() throws Exception {
    run(MANY);
  }

  private static void run(int cases) throws Exception {
    long start = System.nanoTime();
    Map<String, Integer> came = new TreeMap<>();
    try (Rig rig = new Rig();
        SpoiltSlack spoilt = new SpoiltSlack(rig.address());
        SlackClient client = new SlackClient(options(rig, spoilt), Clock.systemUTC());
        Groups groups = new Groups(client.api(), times(), Clock.systemUTC());
        SlackDirectory directory =
            new SlackDirectory(
                client.api(), client.channels(), groups, times(), Clock.systemUTC())) {
      SlackChat chat = rig.chat(client, Clock.systemUTC());
      Incident state =
          rig.memory.declared(Optional.of(new Channel(Rig.INCIDENTS, "incidents", true)));
      Seeds.of(cases)
          .forEach(seed -> {
            Random random = new Random(seed);
            spoilt.seed(seed);
            came.merge(delivered(chat, state, random, seed), 1, Integer::sum);
            came.merge(roles(directory, random, seed), 1, Integer::sum);
          });
      assertThat(client.problem()).isNotNull();
    }
    System.out.printf(
        "slack AnswerFuzzTest: %d seeds in %d ms: %s%n",
        cases, Duration.ofNanos(System.nanoTime() - start).toMillis(), came);
    assertThat(came.keySet()).contains("Done", "Later");
  }

  private static Remembered.Times times() {
    return new Remembered.Times(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2));
  }

  private static SlackOptions options(Rig rig, SpoiltSlack spoilt) {
    return new SlackOptions(
        spoilt.address().resolve("/api/"),
        rig.slack.botToken(),
        Optional.of(rig.slack.signingSecret()),
        Optional.empty(),
        "#incidents",
        Duration.ZERO,
        Duration.ZERO,
        CALL,
        CALL,
        CALL,
        Limits.standard());
  }

  private static String delivered(SlackChat chat, Incident state, Random random, int seed) {
    List<Effect.ForChat> effects =
        List.of(
            new Effect.OpenChannel("inc-" + seed),
            new Effect.Invite(List.of(Rig.REQUESTER, Rig.APPROVER), Optional.of("@oncall")),
            new Effect.SetTopic(Prose.of("topic")),
            new Effect.Bookmark("a page", "https://example.org"),
            new Effect.Refresh(Effect.Surface.PANEL),
            new Effect.Refresh(Effect.Surface.CARD),
            new Effect.Post(Effect.Place.CHANNEL, "", Prose.of("said")),
            new Effect.Post(Effect.Place.THREAD, "", Prose.of("said")),
            new Effect.Post(Effect.Place.STAKEHOLDERS, "#product-updates", Prose.of("said")));
    Effect.ForChat effect = effects.get(random.nextInt(effects.size()));
    long start = System.nanoTime();
    try {
      Chat.Delivered delivered =
          chat.deliver(
              new Chat.Delivery("k" + seed, state, effect, random.nextBoolean(), () -> true));
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("seed %d: %s", seed, effect)
          .isLessThan(Waiting.LIMIT);
      return delivered.getClass().getSimpleName();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError("seed " + seed + ": " + effect, e);
    }
  }

  private static String roles(SlackDirectory directory, Random random, int seed) {
    Environment environment = Sample.runbook().environments().getFirst();
    String person = random.nextBoolean() ? Rig.STAKEHOLDER : Rig.APPROVER;
    try {
      Directory.Answer answer = directory.roles(person, environment);
      if (answer instanceof Directory.Known known && person.equals(Rig.STAKEHOLDER)) {
        assertThat(known.roles()).as("seed %d", seed).isEmpty();
      }
      return answer.getClass().getSimpleName();
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed + ": roles of " + person, e);
    }
  }
}
