package dev.rollbackbot.gateway.cloudflare;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The state of a small Cloudflare account, and its responses. */
final class FakeAccount {
  private static final Pattern WORKER =
      Pattern.compile("/accounts/acc-1/workers/scripts/([^/]+)/(deployments|versions|tails)(.*)");
  private static final Pattern PROJECT =
      Pattern.compile("/accounts/acc-1/pages/projects/([^/?]+)(.*)");

  /** Deployments of each Worker, the live one first. */
  private final Map<String, List<JsonObject>> deployments = new LinkedHashMap<>();

  /** Versions that are listed, and versions that can only be read by id. */
  final Map<String, JsonObject> listed = new LinkedHashMap<>();

  final Map<String, JsonObject> unlisted = new LinkedHashMap<>();

  /** Of the code of versions; others have one of their own. */
  final Map<String, String> etags = new LinkedHashMap<>();

  /** Durable Object migration tags of versions. */
  final Map<String, String> migrations = new LinkedHashMap<>();

  int deploymentsPerPage = 100;

  final Map<String, JsonObject> projects = new LinkedHashMap<>();
  private final Map<String, List<JsonObject>> pages = new LinkedHashMap<>();
  final List<String> tails = new ArrayList<>();
  String tailUrl = "ws://127.0.0.1:1/";
  String tokenStatus = "active";

  /** False: a rollback is accepted but not performed. */
  boolean obedient = true;

  private int made;

  synchronized JsonObject perform(FakeCloudflare.ReceivedRequest call) {
    if (call.path().endsWith("/tokens/verify")) {
      return ok(Json.createObjectBuilder().add("id", "t").add("status", tokenStatus).build());
    }
    Matcher worker = WORKER.matcher(call.path());
    if (worker.matches()) {
      return worker(call, worker.group(1), worker.group(2), worker.group(3));
    }
    Matcher project = PROJECT.matcher(call.path());
    if (project.matches()) {
      return project(call, project.group(1), project.group(2));
    }
    return parse(error(7003, "Could not route to " + call.path()));
  }

  private JsonObject worker(
      FakeCloudflare.ReceivedRequest call, String name, String what, String rest) {
    return switch (what) {
      case "deployments" -> call.isPost() ? deploy(name, call.body()) : deployments(name, rest);
      case "versions" -> rest.startsWith("/") ? version(rest.substring(1)) : versions();
      default -> call.isPost() ? tail(name) : deleteTail(rest);
    };
  }

  /** {@code rest} may have a query {@code ?until=}. */
  private JsonObject deployments(String name, String rest) {
    String until = rest.startsWith("?until=") ? rest.substring("?until=".length()) : "~";
    JsonArrayBuilder list = Json.createArrayBuilder();
    deployments.getOrDefault(name, List.of()).stream()
        .filter(d -> d.getString("created_on", "").compareTo(until) <= 0)
        .limit(deploymentsPerPage)
        .forEach(list::add);
    return ok(Json.createObjectBuilder().add("deployments", list).build());
  }

  private JsonObject deploy(String name, String body) {
    JsonObject request = parse(body);
    JsonObject deployment =
        Json.createObjectBuilder()
            .add("id", "made-" + ++made)
            .add("created_on", "2026-03-01T12:00:00.123456Z")
            .add("author_email", "bot@example.com")
            .add("versions", request.getJsonArray("versions"))
            .add("annotations", request.getJsonObject("annotations"))
            .build();
    if (obedient) {
      deploymentsOf(name).add(0, deployment);
    }
    return ok(deployment);
  }

  private JsonObject versions() {
    JsonArrayBuilder items = Json.createArrayBuilder();
    listed.values().forEach(items::add);
    return ok(Json.createObjectBuilder().add("items", items).build());
  }

  private JsonObject version(String id) {
    JsonObject version = listed.getOrDefault(id, unlisted.get(id));
    if (version == null) {
      return parse(error(10007, "no such version"));
    }
    JsonObject script =
        Json.createObjectBuilder().add("etag", etags.getOrDefault(id, "etag of " + id)).build();
    JsonObjectBuilder runtime = Json.createObjectBuilder();
    if (migrations.containsKey(id)) {
      runtime.add("migration_tag", migrations.get(id));
    }
    return ok(
        with(
            version,
            "resources",
            Json.createObjectBuilder()
                .add("script", script)
                .add("script_runtime", runtime)
                .build()));
  }

  private JsonObject tail(String name) {
    String id = "tail-" + name;
    tails.add(id);
    return ok(Json.createObjectBuilder().add("id", id).add("url", tailUrl + name).build());
  }

  private JsonObject deleteTail(String rest) {
    tails.remove(rest.substring(1));
    return ok(JsonValue.EMPTY_JSON_OBJECT);
  }

  private JsonObject project(FakeCloudflare.ReceivedRequest call, String name, String rest) {
    if (rest.isEmpty()) {
      return ok(projectOf(name));
    }
    if (call.isPost()) {
      return rollBackPages(name, rest.replace("/deployments/", "").replace("/rollback", ""));
    }
    Matcher page = Pattern.compile(".*[?&]page=(\\d+)&per_page=(\\d+)").matcher(rest);
    JsonArrayBuilder list = Json.createArrayBuilder();
    if (page.matches()) {
      int size = Integer.parseInt(page.group(2));
      pages.getOrDefault(name, List.of()).stream()
          .skip((Integer.parseInt(page.group(1)) - 1L) * size)
          .limit(size)
          .forEach(list::add);
    }
    return ok(list.build());
  }

  private JsonObject rollBackPages(String name, String id) {
    JsonObject target =
        pages.getOrDefault(name, List.of()).stream()
            .filter(d -> d.getString("id").equals(id))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the test has no deployment " + id));
    if (obedient) {
      projects.put(name, with(projectOf(name), "canonical_deployment", target));
    }
    return ok(target);
  }

  /** A Worker's deployments, the live one first; may be changed. */
  List<JsonObject> deploymentsOf(String name) {
    return deployments.computeIfAbsent(name, n -> new ArrayList<>());
  }

  private JsonObject projectOf(String name) {
    return projects.getOrDefault(name, JsonValue.EMPTY_JSON_OBJECT);
  }

  /** A Worker whose deployments each have all the traffic on one version; the first is live. */
  void worker(String name, String... versions) {
    List<JsonObject> list = new ArrayList<>();
    for (int i = 0; i < versions.length; i++) {
      list.add(deployment("d-" + versions[i], 59 - i, versions[i], 100));
    }
    deployments.put(name, list);
  }

  /** A version that is listed: its id, and v42 or the like as its number. */
  void version(String id, int number) {
    listed.put(id, versionJson(id, number));
  }

  static JsonObject versionJson(String id, int number) {
    return Json.createObjectBuilder()
        .add("id", id)
        .add("number", number)
        .add(
            "metadata",
            Json.createObjectBuilder()
                .add("created_on", "2026-02-01T00:00:00Z")
                .add("author_email", "jo@example.com"))
        .add(
            "annotations",
            Json.createObjectBuilder()
                .add("workers/tag", "rel-" + number)
                .add("workers/message", "message of " + number))
        .build();
  }

  /** A deployment of pairs of version and percentage, made at 10:minute. */
  static JsonObject deployment(String id, int minute, Object... shares) {
    JsonArrayBuilder versions = Json.createArrayBuilder();
    for (int i = 0; i < shares.length; i += 2) {
      versions.add(
          Json.createObjectBuilder()
              .add("version_id", (String) shares[i])
              .add("percentage", (Integer) shares[i + 1]));
    }
    return Json.createObjectBuilder()
        .add("id", id)
        .add("created_on", "2026-03-01T10:%02d:00Z".formatted(minute))
        .add("author_email", "jo@example.com")
        .add("versions", versions)
        .build();
  }

  /** A Pages project; the first deployment is live. */
  void project(String name, JsonObject source, JsonObject... list) {
    pages.put(name, new ArrayList<>(List.of(list)));
    projects.put(
        name,
        Json.createObjectBuilder()
            .add("name", name)
            .add("source", source)
            .add("canonical_deployment", list[0])
            .build());
  }

  static JsonObject pagesDeployment(String id, int minute, String environment, String status) {
    return Json.createObjectBuilder()
        .add("id", id)
        .add("short_id", id.substring(0, 8))
        .add("environment", environment)
        .add("created_on", "2026-03-01T10:%02d:00Z".formatted(minute))
        .add(
            "latest_stage",
            Json.createObjectBuilder()
                .add("name", "deploy")
                .add("status", status)
                .add("ended_on", "2026-03-01T10:%02d:30Z".formatted(minute)))
        .add(
            "deployment_trigger",
            Json.createObjectBuilder()
                .add(
                    "metadata",
                    Json.createObjectBuilder()
                        .add("commit_hash", "0123456789abcdef")
                        .add("commit_message", "commit of " + id)))
        .build();
  }

  static JsonObject with(JsonObject object, String name, JsonValue value) {
    JsonObjectBuilder copy = Json.createObjectBuilder(object);
    return copy.add(name, value).build();
  }

  static JsonObject ok(JsonValue result) {
    return Json.createObjectBuilder()
        .add("success", true)
        .add("errors", JsonValue.EMPTY_JSON_ARRAY)
        .add("messages", JsonValue.EMPTY_JSON_ARRAY)
        .add("result", result)
        .build();
  }

  static String error(int code, String message) {
    return Json.createObjectBuilder()
        .add("success", false)
        .add(
            "errors",
            Json.createArrayBuilder()
                .add(Json.createObjectBuilder().add("code", code).add("message", message)))
        .add("result", JsonValue.NULL)
        .build()
        .toString();
  }

  private static JsonObject parse(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
