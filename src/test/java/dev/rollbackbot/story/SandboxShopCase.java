package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.cli.SandboxShop;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.machine.BuildMachine;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox's second company with a machine that has Helm. */
abstract class SandboxShopCase {
  @TempDir Path folder;

  SandboxFixture fixture;
  SandboxUsers users;

  @BeforeEach
  final void start() {
    fixture = SandboxFixture.quick(Path.of("manifest.yml"), this::settings);
    users = fixture.sandboxUsers();
  }

  @AfterEach
  final void stop() {
    fixture.close();
  }

  private Map<String, String> settings(Sandbox sandbox) {
    try {
      Map<String, String> settings = new HashMap<>(SandboxShop.settings(sandbox, folder));
      BuildMachine machine =
          BuildMachine.in(folder.resolve("machine"), sandbox.cloudflareApiUrl()).orElseThrow();
      settings.putAll(machine.settings());
      sandbox.add(machine);
      Path shop = Path.of(settings.get("RUNBOOKS")).resolve("shop.yaml");
      // A probe's limit must not fail a test on a busy machine.
      Files.writeString(
          shop, Files.readString(shop).replaceAll("\n      path: /.*", "$0\n      within: 2m"));
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  final IncidentConversation declared() {
    users.types(REQUESTER, SandboxUsers.INCIDENTS, "/rollback shop");
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Nobody can pay")));
    return new IncidentConversation(users, users.channel("inc-1-shop"));
  }

  /** An incident in which that method was approved as it stands; its plan shows the call. */
  final IncidentConversation approved(String method, String call) {
    IncidentConversation incident = declared();
    incident.presses(REQUESTER, "Done");
    incident.presses(REQUESTER, "Method…");
    JsonObject view = users.modal(REQUESTER);
    users.submits(REQUESTER, Map.of("choice", ModalInput.option(view, "choice", method)));
    incident.reads(call);
    incident.reads("*Waiting for approval*");
    incident.presses(APPROVER, incident.approve());
    return incident;
  }

  final JsonObject backend() {
    return users.sees(REQUESTER).getJsonObject("backend");
  }

  final String checkout() {
    return backend().getJsonArray("services").getValuesAs(JsonObject.class).stream()
        .filter(service -> service.getString("id").equals("checkout"))
        .map(service -> service.getJsonObject("live").getString("label"))
        .findFirst()
        .orElseThrow();
  }

  /** As a person at GitHub does on the page with the newest run. */
  final void decides(String decision) throws Exception {
    String run = backend().getJsonArray("runs").getJsonObject(0).getString("id");
    String body =
        Json.createObjectBuilder().add("id", run).add("decision", decision).build().toString();
    posts("/page/runs", body);
  }

  final void posts(String path, String body) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(fixture.sandbox().address() + path))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }
}
