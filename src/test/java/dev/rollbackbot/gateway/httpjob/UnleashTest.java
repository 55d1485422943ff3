package dev.rollbackbot.gateway.httpjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.rollback.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The example runbook of Unleash against a real one. */
final class UnleashTest {
  private static UnleashServer unleash;
  private static String token;

  @BeforeAll
  static void start() throws Exception {
    Optional<UnleashServer> started = UnleashServer.start();
    Assumptions.assumeTrue(started.isPresent(), "there is no Node 20 with npm on the PATH");
    unleash = started.get();
    token = unleash.token();
  }

  @AfterAll
  static void stop() throws Exception {
    if (unleash != null) {
      unleash.close();
    }
  }

  private static HttpJobFixture bot(String flag, String secret) throws Exception {
    String runbook =
        Files.readString(Path.of("docs", "runbooks", "unleash.yaml"))
            .replace("https://unleash.example.com", "http://" + unleash.host())
            .replace("new-checkout", flag);
    return HttpJobFixture.of(
        Map.of(
            "HTTP_ALLOWED_HOSTS",
            unleash.host(),
            "HTTP_SECRETS",
            "UNLEASH_TOKEN@" + unleash.host(),
            "UNLEASH_TOKEN",
            secret),
        HttpJobFixture.run(runbook, Map.of()));
  }

  @Test
  void a_flag_is_switched_off_and_read_as_off() throws Exception {
    unleash.flag("checkout-a");
    assertThat(unleash.isOn("checkout-a")).isTrue();
    try (HttpJobFixture bot = bot("checkout-a", token)) {
      assertThat(bot.poll(bot.running(bot.submit()))).isInstanceOf(Outcome.Succeeded.class);
    }
    assertThat(unleash.isOn("checkout-a")).isFalse();
  }

  @Test
  void a_flag_that_is_not_there_is_refused_with_its_words() throws Exception {
    try (HttpJobFixture bot = bot("checkout-b", token)) {
      assertThat(HttpJobFixture.outcome(bot.submit()))
          .isInstanceOfSatisfying(
              Outcome.Failed.class, f -> assertThat(f.code()).isEqualTo("http-404"));
    }
  }

  @Test
  void a_wrong_token_is_refused_and_changes_nothing() throws Exception {
    unleash.flag("checkout-c");
    try (HttpJobFixture bot = bot("checkout-c", "user:wrong-token")) {
      assertThat(HttpJobFixture.outcome(bot.submit()))
          .isInstanceOfSatisfying(
              Outcome.Failed.class, f -> assertThat(f.code()).isEqualTo("http-401"));
    }
    assertThat(unleash.isOn("checkout-c")).isTrue();
  }
}
