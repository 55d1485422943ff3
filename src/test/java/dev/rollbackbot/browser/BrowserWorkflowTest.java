package dev.rollbackbot.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.cli.SandboxShop;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workflow run of the sandbox's shop, approved where the bot's link leads. */
final class BrowserWorkflowTest {
  @TempDir Path folder;

  private Map<String, String> settings(Sandbox sandbox) {
    try {
      return SandboxShop.settings(sandbox, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_run_that_waits_is_approved_on_the_page() {
    Optional<Chromium> launched = Chromium.launch();
    assumeTrue(launched.isPresent(), Chromium.MISSING);
    PlaywrightAssertions.setDefaultAssertionTimeout((double) Waiting.LIMIT.toMillis());
    try (Chromium chromium = launched.orElseThrow();
        SandboxFixture fixture = SandboxFixture.quick(Path.of("manifest.yml"), this::settings)) {
      IncidentConversation incident = waiting(fixture.sandboxUsers());
      BrowserUser reviewer =
          chromium.visit(fixture.sandbox().address(), REQUESTER, chromium.phone());
      String link = fixture.sandbox().address() + "/github/shop/web/actions/runs/30433642";
      reviewer.page().navigate(link + "?user=" + REQUESTER);
      Locator run = reviewer.page().locator("[data-run='30433642']");
      assertThat(run).containsText("Waits for an approval");
      reviewer.photographs("phone-08-workflow-run");
      run.getByRole(AriaRole.BUTTON, BrowserUser.named("Approve")).click();
      assertThat(run).containsText("Succeeded");
      incident.reads("success, ");
      assertThat(reviewer.service("checkout")).containsText("1.5.1");
      assertThat(reviewer.consoleErrors()).isEmpty();
    }
  }

  private static IncidentConversation waiting(SandboxUsers users) {
    users.fault("github-needs-approval", true);
    users.types(REQUESTER, SandboxUsers.INCIDENTS, "/rollback shop");
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Nobody can pay")));
    IncidentConversation incident = new IncidentConversation(users, users.channel("inc-1-shop"));
    incident.presses(REQUESTER, "Done");
    incident.presses(REQUESTER, "Method…");
    JsonObject view = users.modal(REQUESTER);
    users.submits(REQUESTER, Map.of("choice", ModalInput.option(view, "choice", "workflow")));
    incident.reads("deploy.yml of shop/web at main");
    incident.presses(APPROVER, incident.approve());
    incident.reads("|Open it>");
    return incident;
  }
}
