package dev.rollbackbot.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.sandbox.cloudflare.CloudflareFixture;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The switches of the page, thrown by its API, and what the provider's API answers then. */
class ProviderSwitchesTest {
  private static final String GATEWAY = CloudflareFixture.GATEWAY;
  private static final String PAGES = CloudflareFixture.PAGES;

  private final HttpClient http = HttpClient.newHttpClient();
  private Sandbox sandbox;

  private record ApiAnswer(int status, JsonObject json) {
    JsonObject result() {
      return json.getJsonObject("result");
    }
  }

  @BeforeEach
  void start() {
    sandbox = Sandbox.start(new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true));
  }

  @AfterEach
  void stop() {
    http.close();
    sandbox.close();
  }

  private ApiAnswer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
      return new ApiAnswer(response.statusCode(), reader.readObject());
    }
  }

  private HttpRequest.Builder provider(String path) {
    return HttpRequest.newBuilder(
            URI.create(
                sandbox.cloudflareApiUrl() + "/accounts/" + sandbox.cloudflareAccount() + path))
        .header("Authorization", "Bearer " + sandbox.cloudflareToken());
  }

  private ApiAnswer read(String path) throws Exception {
    return send(provider(path));
  }

  private ApiAnswer change(String path, String body) throws Exception {
    return send(provider(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private void throwSwitch(String id, boolean on) throws Exception {
    String body = Json.createObjectBuilder().add("id", id).add("on", on).build().toString();
    ApiAnswer answer =
        send(
            HttpRequest.newBuilder(URI.create(sandbox.address() + "/page/faults"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.json().getBoolean("ok")).isTrue();
  }

  private JsonObject page(String list, String id) throws Exception {
    JsonObject backend =
        send(HttpRequest.newBuilder(URI.create(sandbox.address() + "/page/state")))
            .json()
            .getJsonObject("backend");
    return backend.getJsonArray(list).getValuesAs(JsonObject.class).stream()
        .filter(each -> each.getString("id").equals(id))
        .findFirst()
        .orElseThrow();
  }

  private boolean isOn(String fault) throws Exception {
    return page("faults", fault).getBoolean("on");
  }

  private String liveLabel(String service) throws Exception {
    return page("services", service).getJsonObject("live").getString("label");
  }

  private List<JsonObject> deployments() throws Exception {
    return read(GATEWAY + "/deployments")
        .result()
        .getJsonArray("deployments")
        .getValuesAs(JsonObject.class);
  }

  private String version(int number) throws Exception {
    return read(GATEWAY + "/versions")
        .result()
        .getJsonArray("items")
        .getValuesAs(JsonObject.class)
        .stream()
        .filter(each -> each.getInt("number") == number)
        .findFirst()
        .orElseThrow()
        .getString("id");
  }

  private JsonObject detail(String id) throws Exception {
    return read(GATEWAY + "/versions/" + id).result();
  }

  private static String etag(JsonObject detail) {
    return detail.getJsonObject("resources").getJsonObject("script").getString("etag");
  }

  private static String liveVersion(JsonObject deployment) {
    return deployment.getJsonArray("versions").getJsonObject(0).getString("version_id");
  }

  private ApiAnswer rollBackTo(String version) throws Exception {
    return change(GATEWAY + "/deployments", CloudflareFixture.deployment(version));
  }

  @Test
  void a_deploy_over_is_live_at_once() throws Exception {
    throwSwitch("someone-deploys", true);

    assertThat(liveLabel("gateway")).isEqualTo("v43");
    assertThat(isOn("someone-deploys")).isFalse();
    assertThat(page("faults", "someone-deploys").getBoolean("action")).isTrue();
  }

  @Test
  void a_change_of_a_secret_is_a_new_version_of_the_same_code_live_at_once() throws Exception {
    String before = etag(detail(version(42)));
    throwSwitch("secret-changed", true);

    JsonObject live = deployments().getFirst();
    JsonObject version = detail(liveVersion(live));
    assertThat(liveLabel("gateway")).isEqualTo("v43");
    assertThat(version.getInt("number")).isEqualTo(43);
    assertThat(etag(version)).isEqualTo(before).isNotEqualTo(etag(detail(version(41))));
    for (JsonObject each : List.of(live, version)) {
      JsonObject annotations = each.getJsonObject("annotations");
      assertThat(annotations.getString("workers/triggered_by")).isEqualTo("secret");
      assertThat(annotations).doesNotContainKey("workers/message");
    }
    assertThat(page("services", "gateway").getBoolean("healthy")).isFalse();
    assertThat(isOn("secret-changed")).isFalse();
    throwSwitch("secret-changed", true);
    assertThat(liveLabel("gateway")).isEqualTo("v44");
  }

  @Test
  void a_gradual_deployment_splits_the_traffic_with_what_was_live() throws Exception {
    throwSwitch("gradual-deployment", true);

    assertThat(liveLabel("gateway")).isEqualTo("v42 50 % · v43 50 %");
    throwSwitch("gradual-deployment", true);
    assertThat(liveLabel("gateway")).isEqualTo("v43 50 % · v44 50 %");
    assertThat(deployments().getFirst().getJsonArray("versions")).hasSize(2);
  }

  @Test
  void an_unreadable_version_is_listed_but_cannot_be_read_by_itself() throws Exception {
    String v41 = version(41);
    throwSwitch("unreadable-version", true);

    ApiAnswer unreadable = read(GATEWAY + "/versions/" + v41);
    assertThat(unreadable.status()).isEqualTo(500);
    assertThat(unreadable.json().getBoolean("success")).isFalse();
    assertThat(version(41)).isEqualTo(v41);
    assertThat(detail(version(42)).getInt("number")).isEqualTo(42);
    throwSwitch("unreadable-version", false);
    assertThat(detail(v41).getInt("number")).isEqualTo(41);
  }

  @Test
  void a_server_error_with_json_changes_nothing_once() throws Exception {
    String v41 = version(41);
    throwSwitch("server-error-once", true);

    ApiAnswer failed = rollBackTo(v41);
    assertThat(failed.status()).isEqualTo(500);
    assertThat(failed.json().getBoolean("success")).isFalse();
    assertThat(liveLabel("gateway")).isEqualTo("v42");
    assertThat(isOn("server-error-once")).isFalse();
    assertThat(rollBackTo(v41).status()).isEqualTo(200);
  }

  @Test
  void a_server_error_with_json_may_hide_that_it_was_done() throws Exception {
    throwSwitch("server-error-done-once", true);

    assertThat(rollBackTo("unknown").status()).isEqualTo(404);
    assertThat(isOn("server-error-done-once")).isTrue();
    assertThat(rollBackTo(version(41)).status()).isEqualTo(500);
    assertThat(liveLabel("gateway")).isEqualTo("v41");
    assertThat(isOn("server-error-done-once")).isFalse();
  }

  @Test
  void the_server_errors_affect_pages_too() throws Exception {
    String target =
        read(PAGES + "/deployments?env=production")
            .json()
            .getJsonArray("result")
            .getValuesAs(JsonObject.class)
            .stream()
            .map(each -> each.getString("id"))
            .filter(id -> id.startsWith("7ab1c94e"))
            .findFirst()
            .orElseThrow();
    String path = PAGES + "/deployments/" + target + "/rollback";
    throwSwitch("server-error-once", true);
    assertThat(change(path, "").status()).isEqualTo(500);
    assertThat(liveLabel("ui")).isEqualTo("9f2c81d4");

    throwSwitch("server-error-done-once", true);
    assertThat(change(path, "").status()).isEqualTo(500);
    assertThat(liveLabel("ui")).isEqualTo("7ab1c94e");
  }

  @Test
  void older_deployments_can_be_asked_for() throws Exception {
    List<JsonObject> all = deployments();
    String until = all.get(2).getString("created_on");

    assertThat(read(GATEWAY + "/deployments?until=" + until).result().getJsonArray("deployments"))
        .hasSize(all.size() - 2);
  }
}
