package dev.rollbackbot.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.rollbackbot.browser.BrowserUser.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bot proposes by itself, on the sandbox's page: nobody has typed anything. */
final class BrowserProposalTest {
  private static final Path README_PICTURE = Path.of("docs", "images", "proposal.png");

  @TempDir Path folder;

  @Test
  void a_proposal_appears_by_itself_and_one_click_leads_on() {
    Optional<Chromium> launched = Chromium.launch();
    assumeTrue(launched.isPresent(), Chromium.MISSING);
    PlaywrightAssertions.setDefaultAssertionTimeout((double) Waiting.LIMIT.toMillis());
    try (Chromium chromium = launched.get();
        SandboxFixture fixture =
            SandboxFixture.quick(
                Path.of("manifest.yml"),
                _ ->
                    Map.of(
                        "RUNBOOKS",
                        FastRunbook.measured(folder).toString(),
                        "RUNBOOK_SANDBOX_MODE",
                        "propose"))) {
      BrowserUser user =
          chromium.visit(fixture.sandbox().address(), SandboxUsers.REQUESTER, chromium.desktop());
      user.dismissesHints();
      Locator proposal = user.message("Error rate above 1% in the first hour");
      assertThat(proposal).containsText("v42 → v41");
      proposal.evaluate("card => card.scrollIntoView({block: 'start'})");
      user.photographs("proposal");
      if ("write".equals(System.getProperty("screenshots"))) {
        user.photographs(README_PICTURE);
      }
      proposal.getByRole(AriaRole.BUTTON, named("Start the rollback")).click();
      assertThat(user.confirmation()).containsText("Nothing is changed before someone approves");
      user.confirmation().getByRole(AriaRole.BUTTON, named("Start it")).click();
      user.opens("inc-1-factory");
      user.sees("Getting ready");
      assertThat(user.consoleErrors()).isEmpty();
    }
  }
}
