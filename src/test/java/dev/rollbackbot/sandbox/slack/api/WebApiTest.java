package dev.rollbackbot.sandbox.slack.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.methods.SlackApiException;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.SlackFixture;
import dev.rollbackbot.sandbox.slack.state.AppManifest;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WebApiTest {
  private SlackFixture slack;

  @BeforeEach
  void start() throws Exception {
    slack = new SlackFixture();
  }

  @AfterEach
  void stop() {
    slack.close();
  }

  private static JsonObject json(HttpResponse<String> response) {
    return JsonHelper.parseObject(response.body()).orElseThrow();
  }

  @Nested
  class Tokens_and_scopes {
    @Test
    void the_token_identifies_the_caller() throws Exception {
      var answer = slack.client.authTest(r -> r);
      assertThat(answer.isOk()).isTrue();
      assertThat(answer.getUserId()).isEqualTo("U0ROLLBACK");
      assertThat(answer.getBotId()).isEqualTo("B0ROLLBACK");
      assertThat(answer.getTeamId()).isEqualTo("T0SANDBOX");
      assertThat(answer.getUrl()).isEqualTo(slack.address() + "/");
    }

    @Test
    void a_call_without_a_token_is_not_authed() throws Exception {
      assertThat(json(slack.raw("auth.test", "", Map.of())).getString("error"))
          .isEqualTo("not_authed");
    }

    @Test
    void an_unknown_token_is_invalid() throws Exception {
      assertThat(json(slack.raw("auth.test", "xoxb-other", Map.of())).getString("error"))
          .isEqualTo("invalid_auth");
    }

    @Test
    void the_token_may_be_an_argument() throws Exception {
      Map<String, String> args = Map.of("token", slack.slack.botToken());
      assertThat(json(slack.raw("auth.test", "", args)).getBoolean("ok")).isTrue();
    }

    @Test
    void an_app_token_opens_connections_and_does_nothing_else() throws Exception {
      String app = slack.slack.appToken();
      assertThat(json(slack.raw("conversations.list", app, Map.of())).getString("error"))
          .isEqualTo("not_allowed_token_type");
      assertThat(slack.call("apps.connections.open", Map.of()).getString("error"))
          .isEqualTo("not_allowed_token_type");
      assertThat(json(slack.raw("apps.connections.open", app, Map.of())).getString("url"))
          .startsWith("ws://127.0.0.1:");
    }

    @Test
    void a_scope_that_the_manifest_does_not_ask_for_is_missing() throws Exception {
      try (SlackFixture older = SlackFixture.without("groups:write")) {
        JsonObject answer =
            older.call("conversations.create", Map.of("name", "secret", "is_private", "true"));
        assertThat(answer.getString("error")).isEqualTo("missing_scope");
        assertThat(answer.getString("needed")).contains("groups:write");
        assertThat(answer.getString("provided"))
            .contains("chat:write")
            .doesNotContain("groups:write");
      }
    }

    @Test
    void every_method_that_the_bot_calls_is_covered_by_the_manifest() {
      var scopes = AppManifest.read(java.nio.file.Path.of("manifest.yml")).scopes();
      for (String name :
          """
          auth.test chat.postMessage chat.update chat.postEphemeral chat.getPermalink
          conversations.create conversations.invite conversations.setTopic conversations.join
          conversations.list conversations.info conversations.members conversations.history
          conversations.replies views.open views.update views.push usergroups.list
          usergroups.users.list files.getUploadURLExternal files.completeUploadExternal files.delete pins.add
          bookmarks.add
          """
              .strip()
              .split("\\s+", -1)) {
        var needed = SlackMethods.find(name).orElseThrow().scopes();
        assertThat(needed.isEmpty() || needed.stream().anyMatch(scopes::contains))
            .as(name)
            .isTrue();
      }
    }

    @Test
    void an_unknown_method_is_an_error() throws Exception {
      assertThat(slack.call("chat.postMessages", Map.of()).getString("error"))
          .isEqualTo("unknown_method");
    }
  }

  @Nested
  class Rates {
    private JsonObject post(String channel) throws Exception {
      return slack.call("chat.postMessage", Map.of("channel", channel, "text", "x"));
    }

    @Test
    void a_burst_passes_and_then_a_channel_takes_one_message_a_second() throws Exception {
      for (int i = 0; i < 5; i++) {
        assertThat(post("C0INCIDENTS").getBoolean("ok")).isTrue();
      }
      var refused =
          slack.raw(
              "chat.postMessage",
              slack.slack.botToken(),
              Map.of("channel", "C0INCIDENTS", "text", "x"));
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
      assertThat(json(refused).getString("error")).isEqualTo("ratelimited");
      assertThat(post("C0PRODUCT").getBoolean("ok")).isTrue();

      slack.clock.pass(Duration.ofSeconds(1));
      assertThat(post("C0INCIDENTS").getBoolean("ok")).isTrue();
      assertThat(post("C0INCIDENTS").getBoolean("ok")).isFalse();
    }

    @Test
    void a_tier_2_method_takes_20_calls_a_minute() throws Exception {
      for (int i = 0; i < 20; i++) {
        assertThat(slack.call("usergroups.list", Map.of()).getBoolean("ok")).isTrue();
      }
      assertThat(slack.call("usergroups.list", Map.of()).getString("error"))
          .isEqualTo("ratelimited");
      assertThat(slack.call("conversations.list", Map.of()).getBoolean("ok")).isTrue();
      slack.clock.pass(Duration.ofSeconds(3));
      assertThat(slack.call("usergroups.list", Map.of()).getBoolean("ok")).isTrue();
    }

    @Test
    void while_slack_is_throttled_everything_is_429() {
      slack.throttled.set(true);
      SlackApiException refused =
          Assertions.catchThrowableOfType(
              SlackApiException.class, () -> slack.client.authTest(r -> r));
      assertThat(refused.getResponse().code()).isEqualTo(429);
      assertThat(refused.getResponse().header("Retry-After")).isEqualTo("1");
    }
  }

  @Nested
  class Arguments {
    @Test
    void a_missing_argument_is_named() throws Exception {
      JsonObject answer = slack.call("conversations.info", Map.of());
      assertThat(answer.getString("error")).isEqualTo("invalid_arguments");
      assertThat(answer.getJsonObject("response_metadata").getJsonArray("messages").getString(0))
          .isEqualTo("[ERROR] missing required field: channel");
    }

    @Test
    void a_json_body_does_as_well_as_a_form() throws Exception {
      var answer =
          slack.post(
              slack.address() + "/api/chat.postMessage?token=" + slack.slack.botToken(),
              "{\"channel\":\"C0INCIDENTS\",\"text\":\"x\",\"blocks\":[{\"type\":\"divider\"}]}");
      JsonObject message = json(answer).getJsonObject("message");
      assertThat(message.getJsonArray("blocks")).hasSize(1);
    }

    @Test
    void every_call_is_logged() throws Exception {
      slack.call("chat.postMessage", Map.of("channel", "C0NOWHERE", "text", "x"));
      JsonObject noted = slack.slack.inspect().getJsonArray("apiCalls").getJsonObject(0);
      assertThat(noted.getString("method")).isEqualTo("chat.postMessage");
      assertThat(noted.getString("channel")).isEqualTo("C0NOWHERE");
      assertThat(noted.getString("error")).isEqualTo("channel_not_found");
      assertThat(noted.getBoolean("ok")).isFalse();
    }
  }
}
