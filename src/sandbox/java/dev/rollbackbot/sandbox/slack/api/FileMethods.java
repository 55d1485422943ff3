package dev.rollbackbot.sandbox.slack.api;

import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.rules.MessageEscaping;
import dev.rollbackbot.sandbox.slack.rules.SlackErrorException;
import dev.rollbackbot.sandbox.slack.state.MessageStore;
import dev.rollbackbot.sandbox.slack.state.UploadedFiles;
import dev.rollbackbot.sandbox.slack.state.Workspace;
import dev.rollbackbot.sandbox.slack.state.WorkspaceChannel;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Uploads: get a URL, send the bytes, complete. */
public record FileMethods(Workspace workspace, UploadedFiles files, MessageStore posts) {
  public void addTo(Map<String, ApiMethod> methods) {
    methods.put("files.getUploadURLExternal", this::getUploadUrl);
    methods.put("files.completeUploadExternal", this::complete);
    methods.put("files.delete", this::delete);
  }

  private JsonObjectBuilder getUploadUrl(ApiArguments args) {
    String name = args.required("filename");
    long length;
    try {
      length = Long.parseLong(args.required("length"));
    } catch (NumberFormatException e) {
      throw SlackErrorException.badArguments(
          List.of("[ERROR] must provide an integer [json-pointer:/length]"));
    }
    if (length < 1) {
      String words = "[ERROR] must be greater than 0 [json-pointer:/length]";
      throw SlackErrorException.badArguments(List.of(words));
    }
    refuseIf(length > UploadedFiles.MAX_BYTES, "file_upload_size_restricted");
    UploadedFiles.Upload upload = files.begin(workspace.ids, name, length);
    return JsonHelper.object().add("upload_url", files.uploadUrl(upload)).add("file_id", upload.id);
  }

  private JsonObjectBuilder complete(ApiArguments args) {
    args.required("files");
    JsonArray asked = args.array("files", "invalid_arguments").orElseThrow();
    List<UploadedFiles.Upload> uploads = new ArrayList<>();
    for (JsonObject each : JsonHelper.each(asked).toList()) {
      UploadedFiles.Upload upload =
          files
              .byId(JsonHelper.text(each, "id"))
              .filter(file -> file.received && !file.done)
              .orElseThrow(() -> new SlackErrorException("file_not_found"));
      String title = JsonHelper.text(each, "title");
      upload.title = title.isEmpty() ? upload.name : title;
      uploads.add(upload);
    }
    refuseIf(uploads.isEmpty(), "file_not_found");
    List<WorkspaceChannel> channels = channels(args);
    List<JsonObject> done = new ArrayList<>();
    for (UploadedFiles.Upload upload : uploads) {
      upload.done = true;
      done.add(files.json(upload, workspace.now()));
    }
    channels.forEach(channel -> share(channel, done, args));
    return JsonHelper.object().add("files", JsonHelper.objects(done));
  }

  private JsonObjectBuilder delete(ApiArguments args) {
    refuseIf(!files.delete(args.required("file")), "file_not_found");
    return JsonHelper.object();
  }

  /** Checked before any file is completed. */
  private List<WorkspaceChannel> channels(ApiArguments args) {
    List<WorkspaceChannel> channels = new ArrayList<>();
    String all = args.has("channel_id") ? args.get("channel_id") : args.get("channels");
    for (String id : all.isEmpty() ? new String[0] : all.split(",", -1)) {
      WorkspaceChannel channel = workspace.channel(id.strip());
      channel.requireMember(Workspace.BOT_USER);
      refuseIf(channel.archived || channel.restricted, "posting_to_channel_denied");
      channels.add(channel);
    }
    return channels;
  }

  private void share(WorkspaceChannel channel, List<JsonObject> done, ApiArguments args) {
    Optional<String> thread = posts.thread(channel, args.get("thread_ts"));
    JsonObjectBuilder draft =
        posts
            .byBot(MessageEscaping.sent(args.get("initial_comment")))
            .add("files", JsonHelper.objects(done))
            .add("upload", true);
    posts.add(channel, draft.build(), thread);
  }
}
