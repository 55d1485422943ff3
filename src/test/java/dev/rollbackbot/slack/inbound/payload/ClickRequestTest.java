package dev.rollbackbot.slack.inbound.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonParser;
import com.slack.api.Slack;
import com.slack.api.bolt.AppConfig;
import com.slack.api.bolt.request.Request;
import com.slack.api.bolt.request.RequestHeaders;
import com.slack.api.bolt.request.builtin.BlockActionRequest;
import com.slack.api.util.json.GsonFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the SDK's own request says of the same payload is what counts. */
final class ClickRequestTest {
  private static final AppConfig CONFIG =
      AppConfig.builder().slack(Slack.getInstance()).singleTeamBotToken("xoxb-none").build();
  private static final RequestHeaders HEADERS =
      new RequestHeaders(Map.of("Content-Type", List.of("application/x-www-form-urlencoded")));
  private static final Gson GSON = GsonFactory.createSnakeCase();
  private static final String ACTIONS =
      """
      "actions": [{"type": "button", "action_id": "approve:1", "block_id": "b", "value": "v",
        "text": {"type": "plain_text", "text": "Approve"}, "action_ts": "1.2"}],
      "message": {"ts": "1.1", "blocks": [{"type": "divider", "block_id": "d"}]}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"team\": {\"id\": \"T1\", \"domain\": \"d\"}, \"user\": {\"id\": \"U1\", \"team_id\":"
            + " \"T2\"}",
        "\"team\": {\"id\": \"T1\", \"enterprise_id\": \"E1\"}, \"user\": {\"id\": \"U1\"}",
        "\"enterprise\": {\"id\": \"E2\"}, \"user\": {\"id\": \"U1\", \"team_id\": \"T2\"}",
        "\"team\": {\"domain\": \"d\"}, \"user\": {\"id\": \"U1\", \"team_id\": \"T2\"}",
        "\"user\": {\"id\": \"U1\"}, \"trigger_id\": \"1.2.a\", \"response_url\":"
            + " \"https://hooks.example/1\"",
        "\"user\": {\"id\": \"U1\"}, \"interactivity\": {\"interactivity_pointer\": \"1.2.b\"}",
        "\"user\": {\"id\": \"U1\"}, \"bot_access_token\": \"xwfp-none\", \"function_data\":"
            + " {\"execution_id\": \"Fx1\"}"
      })
  void says_what_the_request_of_the_sdk_says(String more) {
    String json = "{\"type\": \"block_actions\", " + more + ", " + ACTIONS + "}";
    BlockActionRequest expected = new BlockActionRequest("payload=x", json, HEADERS);
    expected.updateContext(CONFIG);
    BlockActionRequest read = (BlockActionRequest) read(json).orElseThrow();
    assertThat(read.getContext()).usingRecursiveComparison().isEqualTo(expected.getContext());
    assertThat(GSON.toJson(read.getPayload())).isEqualTo(GSON.toJson(expected.getPayload()));
    assertThat(read.getRequestType()).isEqualTo(expected.getRequestType());
    assertThat(read.getRequestBodyAsString()).isEqualTo(expected.getRequestBodyAsString());
    assertThat(read.getHeaders()).isSameAs(HEADERS);
    assertThat(read.getResponseUrl()).isEqualTo(expected.getResponseUrl());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "{\"type\": 1}",
        "{\"type\": []}",
        "{\"type\": \"view_closed\"}"
      })
  void leaves_everything_else_to_the_sdk(String json) {
    assertThat(read(json)).isEmpty();
  }

  @Test
  void without_anybody_it_is_still_a_click() {
    assertThat(read("{\"type\": \"block_actions\"}")).isPresent();
  }

  private static Optional<Request<?>> read(String json) {
    return ClickRequest.read("payload=x", JsonParser.parseString(json), HEADERS, CONFIG);
  }
}
