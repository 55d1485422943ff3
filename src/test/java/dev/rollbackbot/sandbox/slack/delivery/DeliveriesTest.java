package dev.rollbackbot.sandbox.slack.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.app_backend.slash_commands.SlashCommandPayloadParser;
import com.slack.api.app_backend.slash_commands.payload.SlashCommandPayload;
import com.slack.api.util.json.GsonFactory;
import dev.rollbackbot.sandbox.slack.BotStub;
import dev.rollbackbot.sandbox.slack.SlackFixture;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
  private static final String BUTTONS =
      """
      [{"type":"actions","block_id":"b","elements":[
        {"type":"button","action_id":"go","value":"v1","style":"danger",
         "text":{"type":"plain_text","text":"Go"}},
        {"type":"users_select","action_id":"who"},
        {"type":"overflow","action_id":"more","options":[
          {"text":{"type":"plain_text","text":"One"},"value":"1"}]}]}]
      """;

  private SlackFixture slack;

  @BeforeEach
  void start() throws Exception {
    slack = new SlackFixture();
  }

  @AfterEach
  void stop() {
    slack.close();
  }

  private JsonArray seen(String user) {
    return slack.slack.state(user).getJsonObject("messages").getJsonArray("C0INCIDENTS");
  }

  private String lastText(String user) {
    JsonArray seen = seen(user);
    return seen.isEmpty() ? "" : seen.getJsonObject(seen.size() - 1).getString("text");
  }

  @Nested
  class Slash_commands {
    @Test
    void they_are_signed_and_the_sdk_can_parse_them() throws Exception {
      assertThat(slack.slash("/rollback factory  production ").getBoolean("ok")).isTrue();
      BotStub.Delivered delivered = slack.bot.next();
      assertThat(delivered.path()).isEqualTo("/slack/events");
      assertThat(delivered.signed()).isTrue();
      SlashCommandPayload payload = parsed(delivered);
      assertThat(payload.getCommand()).isEqualTo("/rollback");
      assertThat(payload.getText()).isEqualTo("factory  production");
      assertThat(payload.getUserId()).isEqualTo("U0REQUESTER");
      assertThat(payload.getUserName()).isEqualTo("requester");
      assertThat(payload.getChannelId()).isEqualTo("C0INCIDENTS");
      assertThat(payload.getChannelName()).isEqualTo("incidents");
      assertThat(payload.getTeamId()).isEqualTo("T0SANDBOX");
      assertThat(payload.getApiAppId()).isEqualTo("A0SANDBOX");
      assertThat(payload.getResponseUrl()).startsWith(slack.address() + "/response/");
    }

    private SlashCommandPayload parsed(BotStub.Delivered delivered) {
      String form =
          delivered.form().entrySet().stream()
              .map(each ->
                  each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
              .collect(Collectors.joining("&"));
      return new SlashCommandPayloadParser().parse(form);
    }

    @Test
    void typed_text_is_escaped_and_mentions_are_resolved() throws Exception {
      slack.slash("/rollback cancel a < b & @approver in #incidents");
      assertThat(slack.bot.next().get("text"))
          .isEqualTo("cancel a &lt; b &amp; <@U0APPROVER> in <#C0INCIDENTS|incidents>");
    }

    @Test
    void a_plain_answer_is_shown_to_the_user_only() throws Exception {
      slack.bot.answers("hello");
      slack.slash("/rollback help");
      assertThat(lastText("U0REQUESTER")).isEqualTo("hello");
      assertThat(seen("U0APPROVER")).isEmpty();
    }

    @Test
    void an_answer_in_channel_is_shown_to_all() {
      slack.bot.answers("{\"response_type\":\"in_channel\",\"text\":\"hello all\"}");
      slack.slash("/rollback help");
      assertThat(lastText("U0APPROVER")).isEqualTo("hello all");
    }

    @Test
    void blocks_in_an_answer_are_checked() {
      slack.bot.answers("{\"text\":\"x\",\"blocks\":[{\"type\":\"header\"}]}");
      JsonObject answer = slack.slash("/rollback help");
      assertThat(answer.getString("error")).isEqualTo("invalid_blocks");
      assertThat(seen("U0REQUESTER")).isEmpty();
    }

    @Test
    void a_late_answer_shows_a_timeout() throws Exception {
      slack.close();
      slack = new SlackFixture(SlackFixture.SHORT_LIMIT);
      slack.bot.hangs();
      JsonObject answer = slack.slash("/rollback factory");
      assertThat(answer.getString("error")).isEqualTo("operation_timeout");
      assertThat(answer.getString("shown"))
          .isEqualTo("/rollback failed with the error \"operation_timeout\"");
      assertThat(slack.events)
          .filteredOn(event -> event.name().equals("notice"))
          .singleElement()
          .satisfies(event -> {
            assertThat(event.user()).contains("U0REQUESTER");
            assertThat(event.data().getString("text")).contains("operation_timeout");
          });
    }

    @Test
    void an_answer_that_is_no_200_or_no_bot_at_all_is_a_failed_dispatch() {
      slack.bot.answers(_ -> new BotStub.BotAnswer(500, "oops"));
      assertThat(slack.slash("/rollback x").getString("error")).isEqualTo("dispatch_failed");
      slack.slack.deliverTo(URI.create("http://127.0.0.1:1"));
      assertThat(slack.slash("/rollback x").getString("error")).isEqualTo("dispatch_failed");
      assertThat(slack.slack.inspect().getJsonArray("deliveries"))
          .extracting(each -> each.asJsonObject().getInt("status"))
          .containsExactly(500, 0);
    }

    @Test
    void only_commands_of_the_manifest_are_valid() {
      assertThat(slack.slash("/rollbacks x").getString("shown"))
          .isEqualTo("/rollbacks is not a valid command.");
      assertThat(slack.bot.gotNothing()).isTrue();
    }
  }

  @Nested
  class ElementActions {
    @Test
    void a_click_is_delivered_with_its_message_and_the_sdk_can_parse_it() throws Exception {
      String ts = slack.postBlocks(BUTTONS).getString("ts");
      assertThat(click(ts, "go", "").getBoolean("ok")).isTrue();
      BotStub.Delivered delivered = slack.bot.next();
      assertThat(delivered.signed()).isTrue();
      BlockActionPayload payload =
          GsonFactory.createSnakeCase()
              .fromJson(delivered.get("payload"), BlockActionPayload.class);
      assertThat(payload.getType()).isEqualTo("block_actions");
      assertThat(payload.getUser().getId()).isEqualTo("U0REQUESTER");
      assertThat(payload.getContainer().getMessageTs()).isEqualTo(ts);
      assertThat(payload.getMessage().getText()).isEqualTo("fallback");
      assertThat(payload.getMessage().getBlocks()).hasSize(1);
      assertThat(payload.getActions().getFirst().getActionId()).isEqualTo("go");
      assertThat(payload.getActions().getFirst().getValue()).isEqualTo("v1");
      assertThat(payload.getActions().getFirst().getBlockId()).isEqualTo("b");
      assertThat(payload.getResponseUrl()).isNotBlank();
      assertThat(payload.getTriggerId()).isNotBlank();
    }

    private JsonObject click(String ts, String action, String value) {
      return slack.act(
          "{'type':'action','channel':'C0INCIDENTS','message_ts':'"
              + ts
              + "','block_id':'b','action_id':'"
              + action
              + "'"
              + value
              + "}");
    }

    @Test
    void a_chosen_option_is_delivered() throws Exception {
      String ts = slack.postBlocks(BUTTONS).getString("ts");
      click(ts, "who", ",'selected_user':'U0APPROVER'");
      assertThat(action().getString("selected_user")).isEqualTo("U0APPROVER");
      click(ts, "more", ",'selected_option':{'value':'1'}");
      assertThat(action().getJsonObject("selected_option").getString("value")).isEqualTo("1");
      assertThat(click(ts, "who", ",'selected_user':'U0NONE'").getString("error"))
          .isEqualTo("user_not_found");
    }

    private JsonObject action() throws InterruptedException {
      return slack.bot.next().payload().getJsonArray("actions").getJsonObject(0);
    }

    @Test
    void only_existing_elements_can_be_clicked() throws Exception {
      String ts = slack.postBlocks(BUTTONS).getString("ts");
      assertThat(click(ts, "gone", "").getString("error")).isEqualTo("element_not_found");
      assertThat(click("1.000001", "go", "").getString("error")).isEqualTo("message_not_found");
    }

    @Test
    void a_late_answer_is_a_warning() throws Exception {
      slack.close();
      slack = new SlackFixture(SlackFixture.SHORT_LIMIT);
      String ts = slack.postBlocks(BUTTONS).getString("ts");
      slack.bot.hangs();
      JsonObject answer = click(ts, "go", "");
      assertThat(answer.getString("error")).isEqualTo("operation_timeout");
      assertThat(answer.getString("shown")).isNotBlank();
    }
  }

  @Nested
  class Response_urls {
    private String url() throws InterruptedException {
      slack.slash("/rollback help");
      return slack.bot.next().get("response_url");
    }

    @Test
    void they_work_five_times() throws Exception {
      String url = url();
      for (int i = 0; i < 5; i++) {
        assertThat(slack.post(url, "{\"text\":\"later " + i + "\"}").body()).isEqualTo("ok");
      }
      var refused = slack.post(url, "{\"text\":\"later\"}");
      assertThat(refused.statusCode()).isEqualTo(404);
      assertThat(refused.body()).contains("used_url");
      assertThat(lastText("U0REQUESTER")).isEqualTo("later 4");
      assertThat(seen("U0APPROVER")).isEmpty();
    }

    @Test
    void they_work_for_half_an_hour() throws Exception {
      String url = url();
      slack.clock.pass(Duration.ofMinutes(31));
      assertThat(slack.post(url, "{\"text\":\"late\"}").body()).contains("expired_url");
    }

    @Test
    void the_message_that_was_clicked_can_be_replaced_and_deleted() throws Exception {
      String ts = slack.postBlocks(BUTTONS).getString("ts");
      slack.act(
          "{'type':'action','channel':'C0INCIDENTS','message_ts':'"
              + ts
              + "','block_id':'b','action_id':'go'}");
      String url = slack.bot.next().payload().getString("response_url");
      slack.post(url, "{\"replace_original\":true,\"text\":\"done\"}");
      assertThat(lastText("U0APPROVER")).isEqualTo("done");
      slack.post(url, "{\"delete_original\":true}");
      assertThat(seen("U0APPROVER")).isEmpty();
    }

    @Test
    void a_click_in_an_ephemeral_message_is_delivered_without_the_message() throws Exception {
      slack.bot.answers("{\"text\":\"psst\",\"blocks\":" + BUTTONS + "}");
      slack.slash("/rollback help");
      slack.bot.next();
      JsonObject message = seen("U0REQUESTER").getJsonObject(0);
      slack.bot.answers("");
      slack.act(
          "{'type':'action','channel':'C0INCIDENTS','message_ts':'"
              + message.getString("ts")
              + "','block_id':'b','action_id':'go'}");
      JsonObject payload = slack.bot.next().payload();
      assertThat(payload.getJsonObject("container").getBoolean("is_ephemeral")).isTrue();
      assertThat(payload).doesNotContainKey("message");
      slack.post(payload.getString("response_url"), "{\"delete_original\":true}");
      assertThat(seen("U0REQUESTER")).isEmpty();
    }
  }

  @Nested
  class Messages_of_people {
    @Test
    void they_are_escaped_and_seen_by_the_bot() throws Exception {
      JsonObject sent =
          slack.act("{'type':'message','channel':'C0INCIDENTS','text':'a <b> & @approver'}");
      var history = slack.client.conversationsHistory(r -> r.channel("C0INCIDENTS"));
      assertThat(history.getMessages().getFirst().getText())
          .isEqualTo("a &lt;b&gt; &amp; <@U0APPROVER>");
      assertThat(history.getMessages().getFirst().getTs()).isEqualTo(sent.getString("ts"));
    }

    @Test
    void a_channel_must_be_joined_to_write_in_it() {
      assertThat(
              slack.act("{'type':'message','channel':'C0PRODUCT','text':'x'}").getString("error"))
          .isEqualTo("not_in_channel");
    }
  }
}
