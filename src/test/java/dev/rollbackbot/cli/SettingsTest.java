package dev.rollbackbot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.trigger.AlertMatch;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.work.WorkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Pure
final class SettingsTest {
  private static Settings with(Map<String, String> values) {
    Map<String, String> all = new HashMap<>();
    all.put("SLACK_BOT_TOKEN", "xoxb-1");
    all.put("SLACK_SIGNING_SECRET", "1");
    all.put("CLOUDFLARE_API_TOKEN", "1");
    all.put("CLOUDFLARE_ACCOUNT_ID", "1");
    all.putAll(values);
    return Settings.from(all);
  }

  @Test
  void of_the_worker_have_defaults() {
    assertThat(with(Map.of()).work()).isEqualTo(WorkSettings.defaults());
    WorkSettings set =
        with(Map.of("HEARTBEAT", "500ms", "MISSED_HEARTBEATS", "6", "STOP_WITHIN", "1m")).work();
    assertThat(set.heartbeat()).isEqualTo(Duration.ofMillis(500));
    assertThat(set.missedHeartbeats()).isEqualTo(6);
    assertThat(set.drainTimeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void a_token_may_be_set_for_an_environment_in_a_file_too(@TempDir Path folder)
      throws IOException {
    Path general = Files.writeString(folder.resolve("general"), "the-general-one\n");
    Path production = Files.writeString(folder.resolve("production"), "of-production\n");
    Settings settings =
        with(
            Map.of(
                "CLOUDFLARE_API_TOKEN",
                "",
                "CLOUDFLARE_API_TOKEN_EU_STAGING",
                "one-of-its-own",
                "CLOUDFLARE_API_TOKEN_PRODUCTION_FILE",
                production.toString(),
                "CLOUDFLARE_API_TOKEN_FILE",
                general.toString()));
    assertThat(settings.cloudflareEnvironmentTokens().keySet())
        .containsExactlyInAnyOrder("EU_STAGING", "PRODUCTION");
    assertThat(settings.cloudflareEnvironmentTokens().values())
        .extracting(Secret::value)
        .containsExactlyInAnyOrder("one-of-its-own", "of-production");
    assertThat(settings.cloudflareApiToken().map(Secret::value)).contains("the-general-one");
  }

  @Test
  void of_github_go_together_and_its_token_may_be_in_a_file(@TempDir Path folder)
      throws IOException {
    assertThat(with(Map.of()).github()).isEmpty();
    Path file = Files.writeString(folder.resolve("token"), "github_pat_1\n");
    assertThat(
            with(Map.of("GITHUB_TOKEN_FILE", file.toString(), "GITHUB_REPOSITORIES", "shop/web"))
                .github())
        .hasValueSatisfying(o -> assertThat(o.toString()).doesNotContain("github_pat_1"));
    assertThatThrownBy(() -> with(Map.of("GITHUB_TOKEN", "github_pat_1")))
        .hasMessageContaining("GITHUB_REPOSITORIES")
        .hasMessageNotContaining("github_pat_1");
  }

  @Test
  void of_alerts_open_an_address_only_for_those_with_a_secret(@TempDir Path folder)
      throws IOException {
    assertThat(with(Map.of()).alertSources()).isEmpty();
    Path file =
        Files.writeString(folder.resolve("token"), "one-of-16-letters\nanother-of-16-letters\n");
    assertThat(
            with(Map.of("ALERTS_ALERTMANAGER_TOKEN_FILE", file.toString())).alertSources().keySet())
        .containsExactly("alertmanager");
    assertThat(with(Map.of("ALERTS_GRAFANA_SECRET", "one-of-16-letters")).alertSources().keySet())
        .containsExactly("grafana");
    assertThatThrownBy(() -> with(Map.of("ALERTS_JSON_ID", "id")))
        .hasMessageContaining("ALERTS_JSON_ID is a JSON pointer such as /id, not “id”.");
    assertThatThrownBy(() -> with(Map.of("ALERTS_GRAFANA_TOKEN", "hunter2")))
        .hasMessageContaining("ALERTS_GRAFANA_TOKEN must hold one secret of at least 16 characters")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void each_system_that_runbooks_may_name_can_send_alerts() {
    Map<String, String> secrets = new HashMap<>();
    for (String name :
        List.of(
            "ALERTMANAGER_TOKEN",
            "GRAFANA_TOKEN",
            "PAGERDUTY_SECRET",
            "DATADOG_TOKEN",
            "SENTRY_SECRET",
            "CLOUDFLARE_SECRET",
            "CLOUDEVENTS_TOKEN",
            "JSON_TOKEN")) {
      secrets.put("ALERTS_" + name, "one-of-16-letters");
    }
    assertThat(with(secrets).alertSources().keySet())
        .containsExactlyInAnyOrderElementsOf(AlertMatch.SYSTEMS);
  }

  @ParameterizedTest
  @CsvSource({
    "HEARTBEAT, 99ms",
    "HEARTBEAT, 61s",
    "HEARTBEAT, 1",
    "HEARTBEAT, one second",
    "HEARTBEAT, -1s",
    "MISSED_HEARTBEATS, 3",
    "MISSED_HEARTBEATS, 101",
    "MISSED_HEARTBEATS, 4s",
    "ROLES_WITHIN, 499ms",
    "ROLES_WITHIN, 61s",
    "STOP_WITHIN, 1s",
    "STOP_WITHIN, 11m"
  })
  void out_of_range_are_refused_with_their_value(String name, String value) {
    assertThatThrownBy(() -> with(Map.of(name, value)))
        .isInstanceOf(Settings.InvalidSettings.class)
        .hasMessageContainingAll(name, "“" + value + "”");
  }

  @Test
  void a_secret_may_be_in_a_file(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "xoxb-in-a-file\n");
    Settings settings =
        with(Map.of("SLACK_BOT_TOKEN", "", "SLACK_BOT_TOKEN_FILE", file.toString()));
    assertThat(settings.slackBotToken().value()).isEqualTo("xoxb-in-a-file");
    assertThat(settings.slackBotToken().toString()).doesNotContain("xoxb-");
  }

  @Test
  void secret_files_that_cannot_be_used_are_named_without_their_content(@TempDir Path folder)
      throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong"), "hunter2 hunter3 hunter4");
    assertThatThrownBy(() ->
            with(
                Map.of(
                    "SLACK_BOT_TOKEN_FILE", wrong.toString(),
                    "SLACK_SIGNING_SECRET", "",
                    "SLACK_SIGNING_SECRET_FILE", wrong.toString(),
                    "CLOUDFLARE_API_TOKEN", "",
                    "CLOUDFLARE_API_TOKEN_FILE", folder.resolve("none").toString())))
        .hasMessageContainingAll(
            "SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set",
            "SLACK_BOT_TOKEN_FILE names the file "
                + wrong
                + ", whose content must begin with xoxb-",
            "SLACK_SIGNING_SECRET_FILE names the file " + wrong + ", whose content must hold one",
            "none, which does not exist")
        .hasMessageNotContainingAny("hunter");
  }
}
