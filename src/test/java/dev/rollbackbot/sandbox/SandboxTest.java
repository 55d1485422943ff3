package dev.rollbackbot.sandbox;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {
  private static final Path MANIFEST = Path.of("manifest.yml");

  private final HttpClient http = HttpClient.newHttpClient();
  private Sandbox sandbox;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start(new SandboxOptions(0, "127.0.0.1", MANIFEST, true), new FakeBackend());
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.address() + path)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String quoted, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(sandbox.address() + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(quoted.replace('\'', '"')));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonObject json(HttpResponse<String> response) {
    try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
      return reader.readObject();
    }
  }

  @Nested
  class State {
    @Test
    void it_contains_every_field_of_the_page() throws Exception {
      JsonObject state = json(get("/page/state?user=U0APPROVER"));
      assertThat(state.keySet())
          .containsExactlyInAnyOrder(
              "user",
              "users",
              "groups",
              "channels",
              "messages",
              "views",
              "commands",
              "backend",
              "transport");
      assertThat(state.getString("user")).isEqualTo("U0APPROVER");
      assertThat(state.getString("transport")).isEqualTo("http");
      assertThat(state.getJsonArray("users")).hasSize(7);
      JsonObject incidents = state.getJsonArray("channels").getJsonObject(0);
      assertThat(incidents.getString("name")).isEqualTo("incidents");
      assertThat(incidents.getJsonArray("members")).hasSize(7);
      JsonObject command = state.getJsonArray("commands").getJsonObject(0);
      assertThat(command.getString("command")).isEqualTo("/rollback");
      assertThat(command.getString("usage_hint")).contains("cancel [INC-1] <reason>");
    }

    @Test
    void an_unknown_user_is_an_error() throws Exception {
      var response = get("/page/state?user=U0NONE");
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(json(response).getString("error")).isEqualTo("there is no user U0NONE");
    }

    @Test
    void a_reset_restores_the_start() throws Exception {
      post("/page/act", message("hello"));
      post("/page/faults", "{'id':'site-sick','on':true}");
      assertThat(get("/page/state").body()).contains("hello", "site-sick");
      assertThat(json(post("/page/reset", "{}")).getBoolean("ok")).isTrue();
      assertThat(get("/page/state").body()).doesNotContain("hello", "site-sick");
    }
  }

  private static String message(String text) {
    return "{'user':'U0REQUESTER','type':'message','channel':'C0INCIDENTS','text':'" + text + "'}";
  }

  @Nested
  class Acts {
    @Test
    void without_a_bot_a_command_fails_as_in_slack() throws Exception {
      JsonObject answer =
          json(
              post(
                  "/page/act",
                  "{'user':'U0REQUESTER','type':'slash','channel':'C0INCIDENTS',"
                      + "'text':'/rollback factory'}"));
      assertThat(answer.getString("shown"))
          .isEqualTo("/rollback failed with the error \"dispatch_failed\"");
      assertThat(json(get("/page/inspect")).getJsonArray("deliveries")).hasSize(1);
    }

    @Test
    void an_invalid_action_is_explained() throws Exception {
      assertThat(
              json(post("/page/act", "{'user':'U0REQUESTER','type':'dance'}")).getString("error"))
          .isEqualTo("unknown_act");
      assertThat(json(post("/page/act", "{'type':'message'}")).getString("error"))
          .isEqualTo("missing_user");
      assertThat(post("/page/act", "[1]").statusCode()).isEqualTo(400);
      assertThat(post("/page/faults", "{'id':'nonsense','on':true}").body())
          .contains("there is no fault nonsense");
    }

    @Test
    void other_sites_in_the_same_browser_can_do_nothing() throws Exception {
      assertThat(post("/page/reset", "{}", "Origin", "https://elsewhere.example").statusCode())
          .isEqualTo(403);
      HttpRequest form =
          HttpRequest.newBuilder(URI.create(sandbox.address() + "/page/reset"))
              .header("Content-Type", "text/plain")
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build();
      assertThat(http.send(form, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(400);
      assertThat(post("/page/reset", "{}", "Origin", sandbox.address().toString()).statusCode())
          .isEqualTo(200);
    }

    @Test
    void the_fault_of_slack_throttles_the_web_api() throws Exception {
      post("/page/faults", "{'id':'slack-429','on':true}");
      assertThat(get("/api/auth.test?token=" + sandbox.botToken()).statusCode()).isEqualTo(429);
      post("/page/faults", "{'id':'slack-429','on':false}");
      assertThat(get("/api/auth.test?token=" + sandbox.botToken()).statusCode()).isEqualTo(200);
    }
  }

  @Nested
  class Events {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private void follow(String user, String... headers) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(sandbox.address() + "/page/events?user=" + user));
      if (headers.length > 0) {
        request.headers(headers);
      }
      CompletableFuture<HttpResponse<Stream<String>>> _ =
          http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofLines())
              .whenComplete((response, _) -> {
                if (response != null) {
                  Thread _ = Thread.ofVirtual().start(() -> copy(response.body()));
                }
              });
      await().until(() -> lines.contains(": follows " + user));
    }

    private void copy(Stream<String> body) {
      try {
        body.forEach(lines::add);
      } catch (UncheckedIOException e) {
        lines.add("the stream ended");
      }
    }

    private void awaitLine(String part) {
      await().untilAsserted(() -> assertThat(lines).anyMatch(line -> line.contains(part)));
    }

    @Test
    void messages_and_changes_of_the_backend_are_events() throws Exception {
      follow("U0APPROVER");
      post("/page/act", message("over here"));
      awaitLine("event: message");
      awaitLine("over here");
      post("/page/faults", "{'id':'site-sick','on':true}");
      awaitLine("event: backend");
      awaitLine("site-sick");
      post("/page/reset", "{}");
      awaitLine("event: reset");
    }

    @Test
    void a_notice_is_for_one_user() throws Exception {
      follow("U0APPROVER");
      post(
          "/page/act",
          "{'user':'U0REQUESTER','type':'slash','channel':'C0INCIDENTS','text':'/rollback x'}");
      post("/page/act", message("after it"));
      awaitLine("after it");
      assertThat(lines).noneMatch(line -> line.contains("dispatch_failed"));
    }

    @Test
    void a_reconnected_browser_receives_the_missed_events() throws Exception {
      post("/page/act", message("one"));
      post("/page/act", message("two"));
      follow("U0APPROVER", "Last-Event-ID", "1");
      awaitLine("two");
      assertThat(lines).noneMatch(line -> line.contains("\"one\""));
    }

    @Test
    void a_browser_that_missed_too_much_receives_a_reset() {
      follow("U0APPROVER", "Last-Event-ID", "4711");
      awaitLine("event: reset");
    }
  }

  @Nested
  class Whole {
    @Test
    void it_starts_with_the_page_the_provider_and_the_sites() throws Exception {
      try (Sandbox whole = Sandbox.start(new SandboxOptions(0, "127.0.0.1", MANIFEST, true))) {
        sandbox.close();
        sandbox = whole;
        assertThat(get("/").body()).contains("<html");
        assertThat(get("/archives/C0INCIDENTS/p1700000000000001").body()).contains("<html");
        assertThat(get("/sites/gateway/health").statusCode()).isEqualTo(200);
        JsonObject backend = json(get("/page/state")).getJsonObject("backend");
        assertThat(backend.getJsonArray("services")).hasSize(4);
        assertThat(backend.getJsonArray("faults")).hasSize(51);
        assertThat(sandbox.cloudflareApiUrl().toString()).endsWith("/client/v4");
        assertThat(sandbox.cloudflareAccount()).isEqualTo("sandbox-account");
        assertThat(get("/client/v4/user/tokens/verify").statusCode()).isIn(400, 401, 403);
      }
    }
  }

  @Nested
  class Paths {
    @Test
    void files_of_the_page_are_served_and_nothing_around_them() throws Exception {
      assertThat(get("/probe.txt").body()).isEqualTo("probe\n");
      assertThat(get("/probe.txt").headers().firstValue("Content-Type"))
          .contains("text/plain; charset=utf-8");
      assertThat(get("/../../logback.xml").statusCode()).isIn(400, 404);
      assertThat(get("/%2e%2e/page/probe.txt").statusCode()).isIn(400, 404);
      assertThat(get("/nothing.txt").statusCode()).isEqualTo(404);
    }

    @Test
    void the_backend_and_slack_have_their_paths() throws Exception {
      assertThat(get("/sites/gateway/health").body()).isEqualTo("a site");
      assertThat(sandbox.slackApiUrl().toString()).endsWith("/api/");
      assertThat(get("/api/auth.test").body()).contains("not_authed");
      assertThat(sandbox.sitesUrl()).isEqualTo(URI.create(sandbox.address() + "/sites"));
    }

    @Test
    void a_missing_part_of_the_manifest_is_named(@TempDir Path folder) throws Exception {
      Path manifest = Files.writeString(folder.resolve("manifest.yml"), "features: {}\n");
      SandboxOptions options = new SandboxOptions(0, "127.0.0.1", manifest, true);
      assertThatThrownBy(() -> Sandbox.start(options, new FakeBackend()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(manifest + ": oauth_config is missing");
    }

    @Test
    void a_port_that_is_taken_is_named() {
      int port = sandbox.address().getPort();
      SandboxOptions options = new SandboxOptions(port, "127.0.0.1", MANIFEST, true);
      assertThatThrownBy(() -> Sandbox.start(options, new FakeBackend()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("the sandbox can't listen on 127.0.0.1:" + port)
          .hasMessageContaining("--port");
    }
  }
}
