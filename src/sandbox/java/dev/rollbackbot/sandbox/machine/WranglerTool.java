package dev.rollbackbot.sandbox.machine;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code wrangler deploy} and {@code wrangler pages deploy}, with the provider's public calls. */
record WranglerTool(Path here) {
  private static final String BOUNDARY = "----sandbox-form";

  boolean run(List<String> line) throws IOException, InterruptedException {
    Map<String, String> options = new LinkedHashMap<>();
    List<String> words = line.stream().takeWhile(word -> !word.startsWith("--")).toList();
    for (int i = words.size(); i + 1 < line.size(); i += 2) {
      options.put(line.get(i), line.get(i + 1));
    }
    if (words.equals(List.of("deploy"))) {
      return deployWorker(options.getOrDefault("--env", ""));
    }
    if (words.size() == 3 && words.subList(0, 2).equals(List.of("pages", "deploy"))) {
      return deployPages(here.resolve(words.get(2)), options);
    }
    System.out.println("unknown: wrangler " + String.join(" ", line));
    return false;
  }

  private boolean deployWorker(String environment) throws IOException, InterruptedException {
    JsonObject settings = json(Files.readString(here.resolve("wrangler.json")));
    String script = settings.getString("name") + (environment.isEmpty() ? "" : "-" + environment);
    String path = "workers/scripts/" + script;
    JsonObject metadata =
        JsonHelper.object()
            .add("main_module", "index.js")
            .add("annotations", JsonHelper.object().add("workers/message", "Deployed by wrangler"))
            .build();
    JsonObject version =
        post(
            path + "/versions",
            "multipart/form-data; boundary=" + BOUNDARY,
            form(Map.of("metadata", metadata.toString(), "index.js", BuildTool.code(here))));
    if (version.isEmpty()) {
      return false;
    }
    String id = version.getString("id");
    JsonObject body =
        JsonHelper.object()
            .add("strategy", "percentage")
            .add(
                "versions",
                JsonHelper.array()
                    .add(JsonHelper.object().add("version_id", id).add("percentage", 100)))
            .add("annotations", JsonHelper.object().add("workers/message", "Deployed by wrangler"))
            .build();
    boolean done = !post(path + "/deployments", "application/json", body.toString()).isEmpty();
    System.out.println(done ? "Current Version ID: " + id : script + " was not deployed");
    return done;
  }

  private boolean deployPages(Path folder, Map<String, String> options)
      throws IOException, InterruptedException {
    if (!Files.isDirectory(folder)) {
      System.out.println("There is no folder " + here.relativize(folder));
      return false;
    }
    JsonObjectBuilder manifest = JsonHelper.object();
    try (Stream<Path> files = Files.list(folder)) {
      files.sorted().forEach(file -> manifest.add("/" + file.getFileName(), "hash"));
    }
    Map<String, String> form = new LinkedHashMap<>();
    form.put("manifest", manifest.build().toString());
    form.put("branch", options.getOrDefault("--branch", "HEAD"));
    form.put("commit_hash", options.getOrDefault("--commit-hash", ""));
    form.put("commit_message", "Deployed by wrangler");
    JsonObject deployment =
        post(
            "pages/projects/" + options.getOrDefault("--project-name", "") + "/deployments",
            "multipart/form-data; boundary=" + BOUNDARY,
            form(form));
    System.out.println(
        deployment.isEmpty()
            ? "It was not deployed"
            : "Deployment complete! " + deployment.getString("url"));
    return !deployment.isEmpty();
  }

  private static String form(Map<String, String> parts) {
    StringBuilder out = new StringBuilder();
    parts.forEach((name, value) ->
        out.append(
            "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                .formatted(BOUNDARY, name, value)));
    return out.append("--").append(BOUNDARY).append("--\r\n").toString();
  }

  /** The result; empty: the provider refused it, and what it said was printed. */
  private static JsonObject post(String path, String type, String body)
      throws IOException, InterruptedException {
    String account = System.getenv("CLOUDFLARE_ACCOUNT_ID");
    URI uri = URI.create(System.getProperty(BuildTool.API) + "/accounts/" + account + "/" + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + System.getenv("CLOUDFLARE_API_TOKEN"))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonObject json =
          answer.body().startsWith("{") ? json(answer.body()) : JsonObject.EMPTY_JSON_OBJECT;
      if (json.getBoolean("success", false)) {
        return json.getJsonObject("result");
      }
      System.out.println("A request to the Cloudflare API failed: " + errors(json, answer));
      return JsonObject.EMPTY_JSON_OBJECT;
    }
  }

  private static String errors(JsonObject json, HttpResponse<String> answer) {
    JsonArrayBuilder none = Json.createArrayBuilder();
    return json.isEmpty()
        ? "status " + answer.statusCode()
        : json.getOrDefault("errors", none.build()).toString();
  }

  private static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
