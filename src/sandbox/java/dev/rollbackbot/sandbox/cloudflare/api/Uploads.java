package dev.rollbackbot.sandbox.cloudflare.api;

import dev.rollbackbot.sandbox.cloudflare.account.Account;
import dev.rollbackbot.sandbox.cloudflare.account.BuildContents;
import dev.rollbackbot.sandbox.cloudflare.account.PagesProject;
import dev.rollbackbot.sandbox.cloudflare.account.WorkerScript;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code POST …/versions} of a Worker and {@code POST …/deployments} of a Pages project: a form
 * with new code. Whether it has the factory feature is read from the code itself.
 */
record Uploads(Account account) {
  private static final int BAD_FORM = 10021;
  private static final String FACTORY = "/factory";
  private static final Pattern NAME = Pattern.compile("name=\"([^\"]*)\"");

  ProviderResponse version(WorkerScript worker, ProviderRequest call) {
    Map<String, String> form = form(call.body());
    try (JsonReader reader =
        Json.createReader(new StringReader(form.getOrDefault("metadata", "")))) {
      JsonObject metadata = reader.readObject();
      String code = form.get(metadata.getString("main_module", ""));
      if (code == null) {
        return Envelope.error(400, BAD_FORM, "There is no part for the main module");
      }
      JsonObject annotations =
          metadata.containsKey("annotations")
              ? metadata.getJsonObject("annotations")
              : JsonObject.EMPTY_JSON_OBJECT;
      return Envelope.ok(
          WorkerJson.summary(
              account.upload(
                  worker, annotations.getString("workers/message", ""), contents(code))));
    } catch (JsonException | ClassCastException e) {
      return Envelope.error(400, BAD_FORM, "The metadata are not JSON: " + e.getMessage());
    }
  }

  ProviderResponse pages(PagesProject project, ProviderRequest call) {
    Map<String, String> form = form(call.body());
    String manifest = form.get("manifest");
    if (manifest == null) {
      return Envelope.error(400, BAD_FORM, "A \"manifest\" field was expected in the request body");
    }
    return Envelope.ok(
        PagesJson.deployment(
            project,
            account.upload(
                project,
                form.getOrDefault("branch", "main"),
                form.getOrDefault("commit_message", ""),
                contents(manifest))));
  }

  private static BuildContents contents(String code) {
    return code.contains(FACTORY) ? BuildContents.FACTORY : BuildContents.GOOD;
  }

  /** The parts by their names; the first line is the boundary. */
  private static Map<String, String> form(String body) {
    Map<String, String> parts = new HashMap<>();
    int end = body.indexOf("\r\n");
    if (!body.startsWith("--") || end < 0) {
      return parts;
    }
    for (String part : body.split(Pattern.quote(body.substring(0, end)), -1)) {
      int head = part.indexOf("\r\n\r\n");
      Matcher name = NAME.matcher(head < 0 ? "" : part.substring(0, head));
      if (name.find()) {
        parts.put(name.group(1), part.substring(head + 4).stripTrailing());
      }
    }
    return parts;
  }
}
