package dev.rollbackbot.slack.client;

import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.request.files.FilesCompleteUploadExternalRequest.FileDetails;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The calls to Slack's Web API about files. */
public final class FilesApi {
  private final MethodsClient methods;
  private final OkHttpClient http;

  FilesApi(MethodsClient methods, OkHttpClient http) {
    this.methods = methods;
    this.http = http;
  }

  /** Uploads something, which is visible after {@link #share} only. Returns the file's id. */
  public SlackResult<String> upload(String filename, UploadContent content) {
    int length = content.bytes().size();
    return ApiCalls.execute(
            "files.getUploadURLExternal",
            () ->
                methods.filesGetUploadURLExternal(request -> {
                  request.filename(filename).length(length);
                  return content.alternative().isEmpty()
                      ? request
                      : request.altTxt(content.alternative());
                }))
        .then(r -> send(r.getUploadUrl(), content).map(_ -> r.getFileId()));
  }

  private SlackResult<Boolean> send(String url, UploadContent content) {
    RequestBody body = RequestBody.create(content.bytes(), MediaType.get(content.mediaType()));
    Request request = new Request.Builder().url(url).post(body).build();
    try (Response response = http.newCall(request).execute()) {
      return response.isSuccessful()
          ? SlackResult.ok(true)
          : SlackResult.unavailable("Slack answers HTTP " + response.code() + " to an upload");
    } catch (IOException e) {
      return SlackResult.unavailable("Slack does not take an upload: " + e.getMessage());
    }
  }

  /** One that does not exist any more counts as deleted. */
  public SlackResult<Boolean> delete(String file) {
    return ApiCalls.done("files.delete", () -> methods.filesDelete(r -> r.file(file)))
        .recover(Set.of("file_not_found", "file_deleted"), _ -> SlackResult.ok(true));
  }

  public SlackResult<Boolean> share(
      String file, String title, String channel, Optional<String> thread, String comment) {
    return ApiCalls.done(
        "files.completeUploadExternal",
        () ->
            methods.filesCompleteUploadExternal(request -> {
              request.files(List.of(FileDetails.builder().id(file).title(title).build()));
              request.channelId(channel).initialComment(comment);
              return thread.isPresent() ? request.threadTs(thread.get()) : request;
            }));
  }
}
