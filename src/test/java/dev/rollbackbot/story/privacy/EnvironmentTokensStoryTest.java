package dev.rollbackbot.story.privacy;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two environments with tokens of their own: neither is ever used for the other. */
final class EnvironmentTokensStoryTest {
  private static final String STAGING = "CLOUDFLARE_API_TOKEN_STAGING";
  private static final String SANDBOX = "CLOUDFLARE_API_TOKEN_SANDBOX";
  private static final String REVOKED = "sandbox-secret-revoked";

  @TempDir Path folder;

  private Path write(String setting, String token) {
    try {
      Path next = Files.writeString(folder.resolve(setting + ".next"), token + "\n");
      return Files.move(
          next,
          folder.resolve(setting),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> settings(Sandbox sandbox) {
    try {
      Path runbooks = FastRunbook.runbooks(folder);
      Path file = runbooks.resolve("factory.yaml");
      // The stand-in has the services of one environment.
      Files.writeString(
          file, Files.readString(file).replaceAll("(resource: .*)-staging", "$1-sandbox"));
      return Map.of(
          "RUNBOOKS",
          runbooks.toString(),
          "RUNBOOK_STAGING_GATEWAY",
          sandbox.sitesUrl() + "/gateway",
          "RUNBOOK_STAGING_DASHBOARD",
          sandbox.sitesUrl() + "/dashboard",
          "CLOUDFLARE_API_TOKEN",
          "",
          STAGING + "_FILE",
          write(STAGING, sandbox.cloudflareToken()).toString(),
          SANDBOX + "_FILE",
          write(SANDBOX, REVOKED).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void previewed(SandboxUsers users, String environment, String... texts) {
    users.types(REQUESTER, INCIDENTS, "/rollback plan factory " + environment);
    await()
        .untilAsserted(() ->
            assertThat(users.messages(REQUESTER, INCIDENTS).reversed())
                .filteredOn(message -> message.getBoolean("ephemeral", false))
                .first(InstanceOfAssertFactories.type(JsonObject.class))
                .asString()
                .contains("in " + environment + ": the plan")
                .contains(texts));
  }

  @Test
  void each_is_read_and_changed_with_its_own_token_also_while_one_is_rotated() {
    try (SandboxFixture fixture = SandboxFixture.quick(Path.of("manifest.yml"), this::settings)) {
      SandboxUsers users = fixture.sandboxUsers();
      RawSlackRequests requests = RawSlackRequests.to(fixture);
      assertThat(requests.get("/readyz").body())
          .contains("provider: Cloudflare refused", SANDBOX)
          .doesNotContain(STAGING);
      previewed(users, "sandbox", "refused", SANDBOX);

      users.types(REQUESTER, INCIDENTS, "/rollback factory staging");
      users.submits(REQUESTER, Map.of("description", ModalInput.text("Factory pages answer 500")));
      IncidentConversation incident =
          new IncidentConversation(users, users.channel("inc-1-factory"));
      incident.reads("4 of 5 done");
      incident.presses(REQUESTER, "Done");
      incident.approved();
      await().until(() -> IncidentConversation.rollbacks(users).size() == 3);

      write(SANDBOX, fixture.sandbox().cloudflareToken());
      write(STAGING, REVOKED);
      await()
          .untilAsserted(() ->
              assertThat(requests.get("/readyz").body())
                  .contains("provider: Cloudflare refused", STAGING)
                  .doesNotContain(SANDBOX));
      previewed(users, "sandbox", "gateway", "v4");
      previewed(users, "staging", "refused", STAGING);
      assertThat(IncidentConversation.rollbacks(users)).hasSize(3);
    }
  }
}
