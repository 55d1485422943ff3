package dev.rollbackbot.sandbox.slack.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.sandbox.slack.SlackFixture;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FilesTest {
  private SlackFixture slack;

  @BeforeEach
  void start() throws Exception {
    slack = new SlackFixture();
  }

  @AfterEach
  void stop() {
    slack.close();
  }

  private JsonObject begin(int length) throws Exception {
    return slack.call(
        "files.getUploadURLExternal",
        Map.of("filename", "log output.txt", "length", Integer.toString(length)));
  }

  private JsonObject complete(String id, Map<String, String> more) throws Exception {
    var args = new java.util.HashMap<>(more);
    args.put("files", "[{\"id\":\"" + id + "\",\"title\":\"Log\"}]");
    return slack.call("files.completeUploadExternal", args);
  }

  @Test
  void the_sdk_uploads_in_one_go() throws Exception {
    var answer =
        slack.client.filesUploadV2(r ->
            r.channel("C0INCIDENTS")
                .initialComment("see")
                .filename("log.txt")
                .title("Log")
                .content("line one\nline two"));
    assertThat(answer.isOk()).isTrue();
    var message =
        slack.client.conversationsHistory(r -> r.channel("C0INCIDENTS")).getMessages().getFirst();
    assertThat(message.getText()).isEqualTo("see");
    assertThat(message.getFiles().getFirst().getTitle()).isEqualTo("Log");
    var shown =
        slack
            .slack
            .state(SlackFixture.REQUESTER)
            .getJsonObject("messages")
            .getJsonArray("C0INCIDENTS")
            .getJsonObject(0)
            .getJsonArray("files")
            .getJsonObject(0);
    assertThat(shown.getString("text")).isEqualTo("line one\nline two");
    assertThat(slack.get(shown.getString("url")).body()).isEqualTo("line one\nline two");
  }

  @Test
  void a_file_lands_in_a_thread() throws Exception {
    String parent =
        slack.client.chatPostMessage(r -> r.channel("C0INCIDENTS").text("panel")).getTs();
    JsonObject begun = begin(3);
    slack.post(begun.getString("upload_url"), "abc");
    JsonObject done =
        complete(
            begun.getString("file_id"), Map.of("channel_id", "C0INCIDENTS", "thread_ts", parent));
    assertThat(done.getBoolean("ok")).isTrue();
    var thread =
        slack.client.conversationsReplies(r -> r.channel("C0INCIDENTS").ts(parent)).getMessages();
    assertThat(thread).hasSize(2);
    assertThat(thread.getLast().getFiles()).hasSize(1);
  }

  @Test
  void bytes_must_be_sent_whole_and_once_before_completing() throws Exception {
    JsonObject begun = begin(3);
    String id = begun.getString("file_id");
    assertThat(complete(id, Map.of()).getString("error")).isEqualTo("file_not_found");
    assertThat(slack.post(begun.getString("upload_url"), "abcd").statusCode()).isEqualTo(400);
    assertThat(slack.post(begun.getString("upload_url"), "abc").statusCode()).isEqualTo(200);
    assertThat(slack.post(begun.getString("upload_url"), "abc").statusCode()).isEqualTo(404);
    assertThat(complete(id, Map.of("channel_id", "C0GENERAL")).getString("error"))
        .isEqualTo("not_in_channel");
    assertThat(complete(id, Map.of()).getBoolean("ok")).isTrue();
    assertThat(complete(id, Map.of()).getString("error")).isEqualTo("file_not_found");
  }

  @Test
  void missing_and_oversized_files_are_refused() throws Exception {
    assertThat(begin(0).getString("error")).isEqualTo("invalid_arguments");
    assertThat(begin(50_000_000).getString("error")).isEqualTo("file_upload_size_restricted");
    JsonObject missing = slack.call("files.getUploadURLExternal", Map.of("length", "3"));
    assertThat(missing.getJsonObject("response_metadata").getJsonArray("messages").toString())
        .contains("missing required field: filename");
    assertThat(List.of(slack.get(slack.address() + "/files/F0NONE/x").statusCode())).contains(404);
  }
}
