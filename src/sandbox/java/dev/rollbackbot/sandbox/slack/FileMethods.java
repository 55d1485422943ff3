package dev.rollbackbot.sandbox.slack;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Uploads: ask for an address, send the bytes there, complete. */
final class FileMethods {
  private final Workspace workspace;
  private final UploadedFiles files;
  private final Posts posts;

  FileMethods(Workspace workspace, UploadedFiles files, Posts posts) {
    this.workspace = workspace;
    this.files = files;
    this.posts = posts;
  }

  void addTo(Map<String, ApiMethod> methods) {
    methods.put("files.getUploadURLExternal", this::getUploadUrl);
    methods.put("files.completeUploadExternal", this::complete);
  }

  private JsonObjectBuilder getUploadUrl(Args args) {
    String name = args.required("filename");
    long length;
    try {
      length = Long.parseLong(args.required("length"));
    } catch (NumberFormatException e) {
      throw Refusal.badArguments(List.of("[ERROR] must provide an integer [json-pointer:/length]"));
    }
    if (length < 1) {
      String words = "[ERROR] must be greater than 0 [json-pointer:/length]";
      throw Refusal.badArguments(List.of(words));
    }
    if (length > UploadedFiles.MAX_BYTES) {
      throw new Refusal("file_upload_size_restricted");
    }
    UploadedFiles.Upload upload = files.begin(workspace.ids, name, length);
    return Jsons.object().add("upload_url", files.uploadUrl(upload)).add("file_id", upload.id);
  }

  private JsonObjectBuilder complete(Args args) {
    args.required("files");
    JsonArray asked = args.array("files", "invalid_arguments").orElseThrow();
    List<UploadedFiles.Upload> uploads = new ArrayList<>();
    for (JsonObject each : Jsons.each(asked).toList()) {
      UploadedFiles.Upload upload =
          files
              .byId(Jsons.text(each, "id"))
              .filter(file -> file.received && !file.done)
              .orElseThrow(() -> new Refusal("file_not_found"));
      String title = Jsons.text(each, "title");
      upload.title = title.isEmpty() ? upload.name : title;
      uploads.add(upload);
    }
    if (uploads.isEmpty()) {
      throw new Refusal("file_not_found");
    }
    List<Channel> channels = channels(args);
    List<JsonObject> done = new ArrayList<>();
    for (UploadedFiles.Upload upload : uploads) {
      upload.done = true;
      done.add(files.json(upload, workspace.now()));
    }
    channels.forEach(channel -> share(channel, done, args));
    return Jsons.object().add("files", Jsons.objects(done));
  }

  /** Where the files go; checked before anything is completed. */
  private List<Channel> channels(Args args) {
    List<Channel> channels = new ArrayList<>();
    String all = args.has("channel_id") ? args.get("channel_id") : args.get("channels");
    for (String id : all.isEmpty() ? new String[0] : all.split(",", -1)) {
      Channel channel = workspace.channel(id.strip());
      if (!channel.members.contains(Workspace.BOT_USER)) {
        throw new Refusal("not_in_channel");
      }
      if (channel.archived) {
        throw new Refusal("posting_to_channel_denied");
      }
      channels.add(channel);
    }
    return channels;
  }

  private void share(Channel channel, List<JsonObject> done, Args args) {
    Optional<String> thread = posts.thread(channel, args.get("thread_ts"));
    JsonObjectBuilder draft =
        posts
            .byBot(Escaping.sent(args.get("initial_comment")))
            .add("files", Jsons.objects(done))
            .add("upload", true);
    posts.add(channel, draft.build(), thread);
  }
}
