package dev.rollbackbot.sandbox.slack.state;

import dev.rollbackbot.sandbox.shared.BoundedMap;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Uploads, from the request for an address to the completed file. */
public final class UploadedFiles {
  static final int MAX_FILES = 200;
  public static final int MAX_BYTES = 10_000_000;

  private static final int PREVIEW = 4_000;

  private static final Map<String, String> TYPES =
      Map.of(
          "txt", "text/plain",
          "log", "text/plain",
          "md", "text/markdown",
          "json", "application/json",
          "csv", "text/csv",
          "yaml", "text/yaml",
          "yml", "text/yaml",
          "html", "text/html",
          "png", "image/png",
          "pdf", "application/pdf");

  /** One file; {@code done} means shared with a channel. */
  public static final class Upload {
    public final String id;
    final String ticket;
    public final String name;
    public final long length;
    public String title = "";
    public byte[] bytes = new byte[0];
    public boolean received;
    public boolean done;

    Upload(String id, String ticket, String name, long length) {
      this.id = id;
      this.ticket = ticket;
      this.name = name;
      this.length = length;
    }

    public String type() {
      String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      return TYPES.getOrDefault(ending, "application/octet-stream");
    }
  }

  private final Map<String, Upload> uploads = BoundedMap.of(MAX_FILES);
  private final Supplier<URI> address;

  public UploadedFiles(Supplier<URI> address) {
    this.address = address;
  }

  public Upload begin(WorkspaceIds ids, String name, long length) {
    Upload upload = new Upload(ids.next("F"), ids.hex(16), name, length);
    uploads.put(upload.id, upload);
    return upload;
  }

  public Optional<Upload> byId(String id) {
    return Optional.ofNullable(uploads.get(id));
  }

  /** Its bytes are gone; messages still name it, as in Slack. */
  public boolean delete(String id) {
    return uploads.remove(id) != null;
  }

  public Optional<Upload> byTicket(String ticket) {
    return uploads.values().stream().filter(upload -> upload.ticket.equals(ticket)).findFirst();
  }

  public String uploadUrl(Upload upload) {
    return address.get() + "/upload/" + upload.ticket;
  }

  public void clear() {
    uploads.clear();
  }

  public JsonObject json(Upload upload, long created) {
    String url = url(upload);
    int dot = upload.name.lastIndexOf('.');
    return JsonHelper.object()
        .add("id", upload.id)
        .add("created", created)
        .add("timestamp", created)
        .add("name", upload.name)
        .add("title", upload.title)
        .add("mimetype", upload.type())
        .add("filetype", dot < 0 ? "binary" : upload.name.substring(dot + 1))
        .add("user", Workspace.BOT_USER)
        .add("mode", "hosted")
        .add("editable", false)
        .add("is_external", false)
        .add("is_public", true)
        .add("size", upload.bytes.length)
        .add("url_private", url)
        .add("url_private_download", url)
        .add("permalink", url)
        .build();
  }

  JsonArray pageJson(JsonArray files) {
    JsonArrayBuilder page = JsonHelper.array();
    JsonHelper.each(files).forEach(file -> page.add(pageFile(file)));
    return page.build();
  }

  private JsonObjectBuilder pageFile(JsonObject file) {
    JsonObjectBuilder page = JsonHelper.object();
    for (String key : new String[] {"id", "name", "title", "size", "mimetype"}) {
      page.add(key, file.get(key));
    }
    page.add("url", JsonHelper.text(file, "url_private"));
    byId(JsonHelper.text(file, "id"))
        .filter(upload -> upload.type().startsWith("text/") || upload.type().endsWith("json"))
        .ifPresent(upload -> page.add("text", preview(upload.bytes)));
    return page;
  }

  private static String preview(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.length() <= PREVIEW ? text : text.substring(0, PREVIEW) + "…";
  }

  private String url(Upload upload) {
    String name = URLEncoder.encode(upload.name, StandardCharsets.UTF_8).replace("+", "%20");
    return address.get() + "/files/" + upload.id + "/" + name;
  }
}
