package dev.rollbackbot.sandbox.slack.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.Message;
import com.slack.api.model.block.Blocks;
import com.slack.api.model.block.composition.BlockCompositions;
import com.slack.api.model.block.element.BlockElements;
import dev.rollbackbot.sandbox.slack.SlackFixture;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChatMethodsTest {
  private static final String CHANNEL = SlackFixture.INCIDENTS;

  private SlackFixture slack;

  @BeforeEach
  void start() throws Exception {
    slack = new SlackFixture();
  }

  @AfterEach
  void stop() {
    slack.close();
  }

  private String post(String text) throws Exception {
    return slack.client.chatPostMessage(r -> r.channel(CHANNEL).text(text)).getTs();
  }

  @Nested
  class Posting {
    @Test
    void blocks_of_the_sdk_are_stored_with_ids() throws Exception {
      var answer =
          slack.client.chatPostMessage(request ->
              request
                  .channel(CHANNEL)
                  .text("fallback")
                  .blocks(
                      List.of(
                          Blocks.section(
                              s -> s.text(BlockCompositions.markdownText("*bold* & <x"))),
                          Blocks.actions(
                              List.of(
                                  BlockElements.button(b ->
                                      b.text(BlockCompositions.plainText("Go")).value("v")))))));
      assertThat(answer.isOk()).as(String.valueOf(answer.getError())).isTrue();
      assertThat(answer.getTs()).matches("\\d{10}\\.\\d{6}");
      assertThat(answer.getMessage().getBotId()).isEqualTo("B0ROLLBACK");
      assertThat(answer.getMessage().getBlocks())
          .allSatisfy(block -> assertThat(block.getBlockId()).isNotBlank());
      assertThat(answer.getMessage().toString()).contains("*bold* &amp; &lt;x");
    }

    @Test
    void invalid_blocks_point_at_the_place() throws Exception {
      var answer =
          slack.client.chatPostMessage(request ->
              request
                  .channel(CHANNEL)
                  .text("x")
                  .blocksAsString("[{\"type\":\"header\",\"text\":{\"type\":\"plain_text\"}}]"));
      assertThat(answer.getError()).isEqualTo("invalid_blocks");
      assertThat(answer.getResponseMetadata().getMessages())
          .containsExactly("[ERROR] missing required field: text [json-pointer:/blocks/0/text]");
      assertThat(answer.getErrors())
          .containsExactly("missing required field: text [json-pointer:/blocks/0/text]");
    }

    @Test
    void blocks_that_are_not_json_have_their_own_error_code() throws Exception {
      assertThat(slack.postBlocks("[{").getString("error")).isEqualTo("invalid_blocks_format");
      assertThat(slack.postBlocks("{}").getString("error")).isEqualTo("invalid_blocks_format");
    }

    @Test
    void all_text_together_is_limited() throws Exception {
      String section =
          "{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"@\"}}"
              .replace("@", "a".repeat(2_700));
      assertThat(slack.postBlocks("[" + (section + ",").repeat(3) + section + "]").getBoolean("ok"))
          .isTrue();
      assertThat(
              slack.postBlocks("[" + (section + ",").repeat(4) + section + "]").getString("error"))
          .isEqualTo("msg_blocks_too_long");
    }

    @Test
    void a_channel_must_exist_be_open_and_have_the_bot_as_a_member() throws Exception {
      Map<String, String> text = Map.of("text", "x");
      assertThat(error("chat.postMessage", "C0NOWHERE", text)).isEqualTo("channel_not_found");
      assertThat(error("chat.postMessage", "C0GENERAL", text)).isEqualTo("not_in_channel");
      assertThat(error("chat.postMessage", CHANNEL, Map.of())).isEqualTo("no_text");
      String id = slack.client.conversationsCreate(r -> r.name("old")).getChannel().getId();
      assertThat(slack.client.conversationsArchive(r -> r.channel(id)).isOk()).isTrue();
      assertThat(error("chat.postMessage", id, text)).isEqualTo("is_archived");
    }

    private String error(String method, String channel, Map<String, String> more) throws Exception {
      var args = new java.util.HashMap<>(more);
      args.put("channel", channel);
      return slack.call(method, args).getString("error");
    }

    @Test
    void text_over_40000_characters_is_cut() throws Exception {
      var answer = slack.client.chatPostMessage(r -> r.channel(CHANNEL).text("a".repeat(40_100)));
      assertThat(answer.getMessage().getText()).hasSize(40_000);
    }

    @Test
    void timestamps_are_unique_and_rise_even_within_one_instant() throws Exception {
      assertThat(List.of(post("1"), post("2"), post("3"))).isSorted().doesNotHaveDuplicates();
    }
  }

  @Nested
  class Changing {
    @Test
    void an_update_replaces_blocks_and_names_the_editor() throws Exception {
      String ts = slack.postBlocks("[{\"type\":\"divider\"}]").getString("ts");
      var answer = slack.client.chatUpdate(r -> r.channel(CHANNEL).ts(ts).text("now"));
      assertThat(answer.isOk()).isTrue();
      Message message = only(ts);
      assertThat(message.getText()).isEqualTo("now");
      assertThat(message.getBlocks()).isNull();
      assertThat(message.getEdited().getUser()).isEqualTo("U0ROLLBACK");
    }

    private Message only(String ts) throws Exception {
      return slack
          .client
          .conversationsHistory(r -> r.channel(CHANNEL).latest(ts).inclusive(true).limit(1))
          .getMessages()
          .getFirst();
    }

    @Test
    void updates_of_long_missing_or_foreign_messages_are_refused() throws Exception {
      String ts = post("x");
      assertThat(
              slack
                  .client
                  .chatUpdate(r -> r.channel(CHANNEL).ts(ts).text("a".repeat(4_001)))
                  .getError())
          .isEqualTo("msg_too_long");
      assertThat(
              slack.client.chatUpdate(r -> r.channel(CHANNEL).ts("1.000001").text("x")).getError())
          .isEqualTo("message_not_found");
      String theirs =
          slack.act("{'type':'message','channel':'C0INCIDENTS','text':'hello'}").getString("ts");
      assertThat(slack.client.chatUpdate(r -> r.channel(CHANNEL).ts(theirs).text("x")).getError())
          .isEqualTo("cant_update_message");
      assertThat(slack.client.chatDelete(r -> r.channel(CHANNEL).ts(theirs)).getError())
          .isEqualTo("cant_delete_message");
    }

    @Test
    void a_deleted_message_no_longer_exists() throws Exception {
      String ts = post("x");
      assertThat(slack.client.chatDelete(r -> r.channel(CHANNEL).ts(ts)).isOk()).isTrue();
      assertThat(slack.client.chatDelete(r -> r.channel(CHANNEL).ts(ts)).getError())
          .isEqualTo("message_not_found");
    }

    @Test
    void a_permalink_is_the_address_of_the_message_on_the_page() throws Exception {
      String ts = post("x");
      assertThat(
              slack.client.chatGetPermalink(r -> r.channel(CHANNEL).messageTs(ts)).getPermalink())
          .isEqualTo(slack.address() + "/archives/C0INCIDENTS/p" + ts.replace(".", ""));
    }
  }

  @Nested
  class Metadata {
    private static final String VALID =
        "{\"event_type\":\"effect\",\"event_payload\":{\"id\":\"e-1\"}}";

    private JsonObject post(String metadata) throws Exception {
      return slack.call(
          "chat.postMessage", Map.of("channel", CHANNEL, "text", "x", "metadata", metadata));
    }

    @Test
    void it_is_returned_only_on_request() throws Exception {
      assertThat(post(VALID).getBoolean("ok")).isTrue();
      var without = slack.client.conversationsHistory(r -> r.channel(CHANNEL));
      assertThat(without.getMessages().getFirst().getMetadata()).isNull();
      var with =
          slack.client.conversationsHistory(r -> r.channel(CHANNEL).includeAllMetadata(true));
      assertThat(with.getMessages().getFirst().getMetadata().getEventPayload())
          .containsEntry("id", "e-1");
    }

    @Test
    void it_survives_an_update_without_metadata() throws Exception {
      String ts = post(VALID).getString("ts");
      slack.client.chatUpdate(r -> r.channel(CHANNEL).ts(ts).text("y"));
      var with =
          slack.client.conversationsHistory(r -> r.channel(CHANNEL).includeAllMetadata(true));
      assertThat(with.getMessages().getFirst().getMetadata().getEventType()).isEqualTo("effect");
    }

    @Test
    void it_has_a_form_and_a_size() throws Exception {
      assertThat(post("{\"event_type\":\"x\"}").getString("error"))
          .isEqualTo("invalid_metadata_format");
      assertThat(post(VALID.replace("e-1", "e".repeat(8_000))).getString("error"))
          .isEqualTo("metadata_too_large");
    }
  }

  @Nested
  class Threads_and_ephemerals {
    @Test
    void replies_are_in_the_thread_and_not_in_the_channel() throws Exception {
      String parent = post("parent");
      slack.client.chatPostMessage(r -> r.channel(CHANNEL).threadTs(parent).text("reply"));
      var thread = slack.client.conversationsReplies(r -> r.channel(CHANNEL).ts(parent));
      assertThat(thread.getMessages())
          .extracting(Message::getText)
          .containsExactly("parent", "reply");
      assertThat(thread.getMessages().getFirst().getReplyCount()).isEqualTo(1);
      var channel = slack.client.conversationsHistory(r -> r.channel(CHANNEL));
      assertThat(channel.getMessages()).extracting(Message::getText).containsExactly("parent");
    }

    @Test
    void a_reply_to_a_missing_message_is_refused() throws Exception {
      assertThat(
              slack
                  .client
                  .chatPostMessage(r -> r.channel(CHANNEL).threadTs("1.000001").text("x"))
                  .getError())
          .isEqualTo("cannot_reply_to_message");
      assertThat(
              slack.client.conversationsReplies(r -> r.channel(CHANNEL).ts("1.000001")).getError())
          .isEqualTo("thread_not_found");
    }

    @Test
    void an_ephemeral_message_is_for_one_person_and_can_not_be_updated() throws Exception {
      var answer =
          slack.client.chatPostEphemeral(r -> r.channel(CHANNEL).user("U0REQUESTER").text("psst"));
      assertThat(answer.isOk()).isTrue();
      assertThat(messages("U0REQUESTER")).contains("psst");
      assertThat(messages("U0APPROVER")).doesNotContain("psst");
      assertThat(
              slack
                  .client
                  .chatUpdate(r -> r.channel(CHANNEL).ts(answer.getMessageTs()).text("x"))
                  .getError())
          .isEqualTo("message_not_found");
      assertThat(
              slack
                  .client
                  .chatPostEphemeral(r -> r.channel("C0PRODUCT").user("U0APPROVER").text("x"))
                  .getError())
          .isEqualTo("user_not_in_channel");
    }

    private String messages(String user) {
      return slack.slack.state(user).getJsonObject("messages").getJsonArray(CHANNEL).toString();
    }

    @Test
    void history_comes_in_pages_newest_first() throws Exception {
      for (int i = 1; i <= 5; i++) {
        post("m" + i);
      }
      var first = slack.client.conversationsHistory(r -> r.channel(CHANNEL).limit(3));
      assertThat(first.isHasMore()).isTrue();
      assertThat(first.getMessages())
          .extracting(Message::getText)
          .containsExactly("m5", "m4", "m3");
      String next = first.getResponseMetadata().getNextCursor();
      var second = slack.client.conversationsHistory(r -> r.channel(CHANNEL).limit(3).cursor(next));
      assertThat(second.isHasMore()).isFalse();
      assertThat(second.getMessages()).extracting(Message::getText).containsExactly("m2", "m1");
      assertThat(slack.client.conversationsHistory(r -> r.channel(CHANNEL).cursor("x")).getError())
          .isEqualTo("invalid_cursor");
    }
  }
}
