package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.cli.SandboxShop;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox's second company, with the files that the sandbox itself writes. */
final class SandboxShopTest {
  @TempDir Path folder;

  private SandboxFixture start() {
    return SandboxFixture.quick(
        Path.of("manifest.yml"),
        sandbox -> {
          try {
            Map<String, String> settings = new HashMap<>(SandboxShop.settings(sandbox, folder));
            Path shop = Path.of(settings.get("RUNBOOKS")).resolve("shop.yaml");
            // A probe's limit must not fail a test on a busy machine.
            Files.writeString(
                shop,
                Files.readString(shop).replaceAll("\n      path: /.*", "$0\n      within: 2m"));
            return settings;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void its_rollback_makes_the_shop_well_again() {
    try (SandboxFixture fixture = start()) {
      SandboxUsers users = fixture.sandboxUsers();
      assertThat(live(users).getBoolean("healthy")).isFalse();
      IncidentConversation incident = declared(users);
      incident.presses(REQUESTER, "Done");
      incident.reads("*Waiting for approval*");
      incident.reads("checkout 1.5.1, deployed by the pipeline");
      assertThat(users.messages(REQUESTER, incident.channel()).toString())
          .contains("/compare/v1.5.1...v1.6.0|compare>");
      incident.presses(APPROVER, incident.approve());
      UsualRollback.toTheEnd(users, incident.channel());
      incident.reads("Customers can pay");
      assertThat(live(users).getJsonObject("live").getString("label")).isEqualTo("1.5.1");
      assertThat(live(users).getBoolean("healthy")).isTrue();
    }
  }

  @Test
  void a_new_token_of_the_cluster_is_used() {
    try (SandboxFixture fixture = start()) {
      SandboxUsers users = fixture.sandboxUsers();
      RawSlackRequests requests = RawSlackRequests.to(fixture);
      await().until(() -> requests.get("/readyz").status() == 200);
      users.fault("kubernetes-token-expired", true);
      declared(users).reads("it goes to approval as soon as");
    }
  }

  private static IncidentConversation declared(SandboxUsers users) {
    users.types(REQUESTER, SandboxUsers.INCIDENTS, "/rollback shop");
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Nobody can pay")));
    return new IncidentConversation(users, users.channel("inc-1-shop"));
  }

  private static JsonObject live(SandboxUsers users) {
    return users.sees(REQUESTER).getJsonObject("backend").getJsonArray("services").stream()
        .map(JsonObject.class::cast)
        .filter(service -> service.getString("id").equals("checkout"))
        .findFirst()
        .orElseThrow();
  }
}
