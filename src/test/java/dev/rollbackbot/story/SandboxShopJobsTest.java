package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
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
import dev.rollbackbot.story.fixture.UsualRollback;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jobs of the sandbox's second company: Helm, GitHub Actions and the feature flag. */
final class SandboxShopJobsTest {
  @TempDir Path folder;

  private SandboxFixture fixture;
  private SandboxUsers users;

  @BeforeEach
  void start() {
    fixture = SandboxFixture.quick(Path.of("manifest.yml"), this::settings);
    users = fixture.sandboxUsers();
  }

  @AfterEach
  void stop() {
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

  /** An incident in which that method was approved as it stands; its plan shows the call. */
  private IncidentConversation approved(String method, String call) {
    users.types(REQUESTER, SandboxUsers.INCIDENTS, "/rollback shop");
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Nobody can pay")));
    IncidentConversation incident = new IncidentConversation(users, users.channel("inc-1-shop"));
    incident.presses(REQUESTER, "Done");
    incident.presses(REQUESTER, "Method…");
    JsonObject view = users.modal(REQUESTER);
    users.submits(REQUESTER, Map.of("choice", ModalInput.option(view, "choice", method)));
    incident.reads(call);
    incident.reads("*Waiting for approval*");
    incident.presses(APPROVER, incident.approve());
    return incident;
  }

  private JsonObject backend() {
    return users.sees(REQUESTER).getJsonObject("backend");
  }

  private String checkout() {
    return backend().getJsonArray("services").getValuesAs(JsonObject.class).stream()
        .filter(service -> service.getString("id").equals("checkout"))
        .map(service -> service.getJsonObject("live").getString("label"))
        .findFirst()
        .orElseThrow();
  }

  /** As a person at GitHub does on the page with the newest run. */
  private void decides(String decision) throws Exception {
    String run = backend().getJsonArray("runs").getJsonObject(0).getString("id");
    try (HttpClient http = HttpClient.newHttpClient()) {
      String body =
          Json.createObjectBuilder().add("id", run).add("decision", decision).build().toString();
      URI page = URI.create(fixture.sandbox().address() + "/page/runs");
      HttpRequest request =
          HttpRequest.newBuilder(page)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void helm_rolls_its_release_back_and_is_tried_again_when_it_was_busy() {
    users.fault("machine-helm-fails", true);
    IncidentConversation incident = approved("helm-rollback", "helm rollback checkout 3");
    incident.reads("another operation (install/upgrade/rollback) is in progress");
    incident.reads("*Step 1 failed*");
    assertThat(checkout()).isEqualTo("1.6.0");
    users.fault("machine-helm-fails", false);
    incident.presses(REQUESTER, "Retry");
    UsualRollback.toTheEnd(users, incident.channel());
    incident.reads("Customers can pay");
    assertThat(checkout()).isEqualTo("1.5.1");
  }

  @Test
  void a_workflow_waits_for_an_approval_on_the_page_and_deploys() throws Exception {
    users.fault("github-needs-approval", true);
    IncidentConversation incident = approved("workflow", "deploy.yml of shop/web at main");
    incident.reads("|Open it>");
    assertThat(checkout()).isEqualTo("1.6.0");
    decides("approve");
    UsualRollback.toTheEnd(users, incident.channel());
    incident.reads("Customers can pay");
    assertThat(checkout()).isEqualTo("1.5.1");
  }

  @Test
  void a_workflow_that_somebody_cancels_has_not_deployed() throws Exception {
    users.fault("github-needs-approval", true);
    users.fault("github-lose-answer-once", true);
    IncidentConversation incident = approved("workflow", "deploy.yml of shop/web at main");
    incident.reads("nobody knows yet whether it worked");
    decides("cancel");
    incident.reads("cancelled, ");
    incident.reads("*Step 1 failed*");
    assertThat(checkout()).isEqualTo("1.6.0");
    assertThat(backend().getJsonArray("runs")).hasSize(1);
  }

  @Test
  void the_flag_is_switched_off_though_the_answer_gets_lost() {
    users.fault("flag-lose-answer-once", true);
    IncidentConversation incident = approved("flag", "POST http://127.0.0.1");
    UsualRollback.toTheEnd(users, incident.channel());
    incident.reads("Customers can pay");
    assertThat(checkout()).isEqualTo("1.6.0");
    await().until(() -> !backend().getJsonArray("flags").getJsonObject(0).getBoolean("on"));
  }

  @Test
  void a_reset_brings_everything_back_to_the_start() throws Exception {
    users.fault("machine-conflict", true);
    users.fault("flag-down", true);
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest reset =
          HttpRequest.newBuilder(URI.create(fixture.sandbox().address() + "/page/reset"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build();
      var _ = http.send(reset, HttpResponse.BodyHandlers.ofString());
    }
    assertThat(backend().getJsonArray("faults").getValuesAs(JsonObject.class))
        .noneMatch(fault -> fault.getBoolean("on"));
  }
}
