package dev.rollbackbot.gateway.httpjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.secret.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What hosts may be called, and which secret goes where. */
final class HttpJobOptionsTest {
  @Test
  void without_settings_there_is_nothing_to_call() {
    assertThat(HttpJobFixture.options(Map.of())).isEmpty();
  }

  @Test
  void a_secret_belongs_to_its_host() {
    HttpJobOptions options =
        HttpJobFixture.options(
                Map.of(
                    "HTTP_ALLOWED_HOSTS", "gitlab.example.com, CI.example.com:8443",
                    "HTTP_SECRETS", "GITLAB_TOKEN@gitlab.example.com",
                    "GITLAB_TOKEN", "very-secret"))
            .orElseThrow();
    assertThat(options.allows("ci.example.com:8443")).isTrue();
    assertThat(options.allows("ci.example.com")).isFalse();
    assertThat(options.secret("GITLAB_TOKEN", "gitlab.example.com").map(Secret::value))
        .contains("very-secret");
    assertThat(options.secret("GITLAB_TOKEN", "ci.example.com:8443")).isEmpty();
    assertThat(options.toString()).doesNotContain("very-secret");
  }

  @Test
  void what_can_not_be_used_is_refused_with_a_sentence() {
    refused(
        Map.of("HTTP_ALLOWED_HOSTS", "https://gitlab.example.com"),
        "HTTP_ALLOWED_HOSTS is a list of hosts");
    refused(
        Map.of("HTTP_ALLOWED_HOSTS", "a.example", "HTTP_SECRETS", "TOKEN@b.example"),
        "HTTP_SECRETS is a list such as GITLAB_TOKEN@gitlab.example.com");
    refused(
        Map.of("HTTP_ALLOWED_HOSTS", "a.example", "HTTP_SECRETS", "TOKEN@a.example"),
        "HTTP_SECRETS names TOKEN, which is not set.");
    refused(
        Map.of(
            "HTTP_ALLOWED_HOSTS", "a.example",
            "HTTP_SECRETS", "SLACK_BOT_TOKEN@a.example",
            "SLACK_BOT_TOKEN", "x"),
        "SLACK_BOT_TOKEN is the bot's own");
  }

  private static void refused(Map<String, String> settings, String why) {
    assertThatThrownBy(() -> HttpJobFixture.options(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(why);
  }
}
