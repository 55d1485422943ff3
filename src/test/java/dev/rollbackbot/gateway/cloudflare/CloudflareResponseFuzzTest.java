package dev.rollbackbot.gateway.cloudflare;

import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.GATEWAY;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.P3;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.PROJECT;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.UI;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V40;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V41;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.V42;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.WORKER;
import static dev.rollbackbot.gateway.cloudflare.CloudflareGatewayFixture.rollBack;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.rollback.Invocation.Survey;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Succeeded;
import dev.rollbackbot.incident.rollback.Outcome.Surveyed;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever comes back: never an exception, never a success that is none. A seed replays a case. */
class CloudflareResponseFuzzTest {
  private static final int CASES = 120;
  private static final String HUGE = "{\"success\":true,\"result\":\"" + "x".repeat(2_200_000);

  private CloudflareGatewayFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new CloudflareGatewayFixture();
  }

  @AfterEach
  void stop() throws Exception {
    fixture.stop();
  }

  private void corrupt(Random random, String method, String end) {
    fixture.cloudflare.next(
        method,
        end,
        2,
        exchange -> {
          boolean done = random.nextBoolean() || method.equals("GET");
          String good = done ? exchange.perform().toString() : FakeAccount.error(1, "no");
          int status = List.of(200, 200, 200, 201, 302, 400, 404, 500, 502).get(random.nextInt(9));
          exchange.send(status, corrupted(random, good));
        });
  }

  private static String corrupted(Random random, String good) {
    return switch (random.nextInt(10)) {
      case 0 -> good.substring(0, random.nextInt(good.length()));
      case 1 -> good + good;
      case 2 -> "<!doctype html><title>502</title>" + good;
      case 3 -> "[".repeat(50_000) + "]".repeat(50_000);
      case 4 -> HUGE;
      case 5 -> wrongType(random, good);
      case 6 -> good.replaceFirst("\"(id|versions|version_id|created_on|result)\"", "\"other\"");
      case 7 ->
          good.replace(
              "100", List.of("1e999", "-100", "99", "1e-400", "\"100\"").get(random.nextInt(5)));
      case 8 -> good.replace("\"success\":true", "\"success\":true,\"success\":false");
      default -> noise(random);
    };
  }

  /** Replaces one value of the response with one of another type. */
  private static String wrongType(Random random, String good) {
    String[] parts = good.split(":", -1);
    int at = 1 + random.nextInt(parts.length - 1);
    String other = List.of("null", "true", "7", "\"x\"", "[]", "{}", "[7]").get(random.nextInt(7));
    parts[at] = parts[at].replaceFirst("^(\"[^\"]*\"|[0-9]+|true|false|null|\\[|\\{)", other);
    return String.join(":", parts);
  }

  private static String noise(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(300); i > 0; i--) {
      text.append((char) random.nextInt(0x250));
    }
    return text.toString();
  }

  @Test
  void a_rollback_succeeds_only_if_the_target_is_really_live() {
    int successes = 0;
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      fixture.cloudflare.account.worker(WORKER, V42, V41, V40);
      fixture.cloudflare.clear();
      if (random.nextInt(4) > 0) {
        corrupt(random, "POST", "/deployments");
      }
      if (random.nextInt(3) == 0) {
        corrupt(random, "GET", "/deployments");
      }

      Outcome outcome = fixture.outcome(rollBack());

      assertThat(text(outcome)).as("seed %d", seed).doesNotContain("bot itself failed");
      assertThat(fixture.cloudflare.posts()).as("seed %d", seed).hasSizeLessThanOrEqualTo(1);
      if (outcome instanceof Succeeded) {
        assertThat(fixture.live()).as("seed %d", seed).isEqualTo(V41);
        successes++;
      }
      saysOnlyWhatIsSo(outcome, "seed " + seed);
    }
    assertThat(successes).isGreaterThan(CASES / 10);
  }

  /** Each claim against what the fake account knows. */
  private void saysOnlyWhatIsSo(Outcome outcome, String seed) {
    String text = text(outcome);
    boolean refused =
        fixture.cloudflare.answers.stream()
            .anyMatch(a -> a.method().equals("POST") && a.status() / 100 == 4);
    if (outcome instanceof Outcome.Failed failed) {
      assertThat(fixture.cloudflare.posts().isEmpty() || refused || failed.live().isPresent())
          .as(seed)
          .isTrue();
    }
    if (text.contains("Nothing was changed")) {
      assertThat(refused).as(seed).isTrue();
      assertThat(fixture.live()).as(seed).isEqualTo(V42);
      assertThat(fixture.cloudflare.calls.getLast().method()).as(seed).isEqualTo("GET");
    }
    if (text.contains("asked for no change")) {
      assertThat(fixture.cloudflare.posts()).as(seed).isEmpty();
    }
    if (text.contains("refused")) {
      assertThat(fixture.cloudflare.answers).as(seed).anyMatch(a -> a.status() / 100 == 4);
    }
  }

  @Test
  void a_survey_returns_what_is_really_live_or_fails() {
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      fixture.cloudflare.clear();
      corrupt(random, "GET", List.of("/deployments", "=true", PROJECT, "=25").get(seed % 4));

      Outcome outcome = fixture.outcome(Survey.of(List.of(GATEWAY, UI)));

      assertThat(text(outcome)).as("seed %d", seed).doesNotContain("bot itself failed");
      if (outcome instanceof Succeeded succeeded) {
        Surveyed surveyed = (Surveyed) succeeded.finding();
        assertThat(surveyed.services().size() + surveyed.unreadable().orElse(Map.of()).size())
            .as("seed %d", seed)
            .isEqualTo(2);
        for (ServiceDeployments service : surveyed.services()) {
          assertThat(service.live().onlyVersion().orElseThrow().id())
              .as("seed %d", seed)
              .isEqualTo(service.service().equals(GATEWAY) ? V42 : P3);
        }
      }
    }
  }

  private static String text(Outcome outcome) {
    return switch (outcome) {
      case Succeeded _ -> "";
      case Outcome.Failed failed -> failed.text();
      case Outcome.Unknown unknown -> unknown.text();
    };
  }
}
