package dev.rollbackbot.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.rollbackbot.browser.BrowserUser.like;
import static dev.rollbackbot.browser.BrowserUser.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.jobs.FactoryIncident;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The factory's second and third method on the sandbox's page, one after the other. */
final class BrowserMethodsTest {
  @TempDir Path folder;

  @Test
  void a_revert_by_pull_request_and_workflow_and_then_a_removal_by_patch_are_resolved()
      throws Exception {
    Optional<Chromium> launched = Chromium.launch();
    assumeTrue(launched.isPresent(), Chromium.MISSING);
    PlaywrightAssertions.setDefaultAssertionTimeout((double) Waiting.LIMIT.toMillis());
    FactoryIncident factory = FactoryIncident.in(folder);
    try (Chromium chromium = launched.orElseThrow();
        SandboxFixture fixture = SandboxFixture.quick(Path.of("manifest.yml"), factory::settings)) {
      var address = fixture.sandbox().address();
      BrowserUser wide = chromium.visit(address, SandboxUsers.REQUESTER, chromium.desktop());
      BrowserUser approver = chromium.visit(address, SandboxUsers.APPROVER, chromium.desktop());
      try {
        wide.dismissesHints();
        approver.dismissesHints();
        revert(wide, approver);
        removal(wide, approver);
      } catch (AssertionError | RuntimeException e) {
        wide.photographs("failed-methods-requester");
        approver.photographs("failed-methods-approver");
        throw e;
      }
      BrowserUser phone = chromium.visit(address, SandboxUsers.REQUESTER, chromium.phone());
      shows(phone, "inc-1-factory", "phone-21-revert-resolved");
      shows(phone, "inc-2-factory", "phone-22-removal-resolved");
      assertThat(wide.consoleErrors()).isEmpty();
      assertThat(approver.consoleErrors()).isEmpty();
      assertThat(phone.consoleErrors()).isEmpty();
    }
  }

  private static void revert(BrowserUser requester, BrowserUser approver) {
    String channel = "inc-1-factory";
    declares(requester, channel, "Git revert by pull request, deployed by workflow");
    requester.presses("Choose…");
    Locator modal = requester.modal();
    for (String subject : List.of("feat\\(gateway\\)", "fix: resolve dashboard")) {
      modal.getByRole(AriaRole.COMBOBOX).click();
      requester
          .page()
          .getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(Pattern.compile(subject)))
          .click();
    }
    requester.photographs("20-commits");
    modal.getByRole(AriaRole.BUTTON, named("Choose")).click();
    assertThat(modal).isHidden();
    requester.sees("Waiting for approval");
    requester.sees("pull request of erlvinc/foundation");
    approves(requester, approver, channel, "21-revert-plan");
    requester.sees("Deploy the reverted UI");
    ends(requester, approver, "21-revert");
  }

  private static void removal(BrowserUser requester, BrowserUser approver) {
    String channel = "inc-2-factory";
    requester.opens("incidents");
    declares(requester, channel, "Code removal by jobs");
    requester.sees("Waiting for approval");
    requester.sees("-app.get('/api/public/factory/templates'");
    approves(requester, approver, channel, "22-removal-plan");
    ends(requester, approver, "22-removal");
  }

  private static void declares(BrowserUser requester, String channel, String method) {
    requester.composer().pressSequentially("/rollback factory");
    requester.composer().press("Enter");
    requester.modal().getByRole(AriaRole.BUTTON, named("Start")).click();
    assertThat(requester.modal()).isHidden();
    requester.opens(channel);
    requester.sees("4 of 5 done");
    requester.presses("Done");
    requester.sees("5 of 5 done");
    requester.presses("Method…");
    requester.modal().getByRole(AriaRole.COMBOBOX).click();
    requester
        .page()
        .getByRole(
            AriaRole.OPTION, new Page.GetByRoleOptions().setName(Pattern.compile("^" + method)))
        .click();
    requester.modal().getByRole(AriaRole.BUTTON, named("Change")).click();
    assertThat(requester.modal()).isHidden();
    requester.sees(method);
  }

  private static void approves(
      BrowserUser requester, BrowserUser approver, String channel, String picture) {
    requester.readsFromTheTop();
    requester.photographs(picture);
    approver.opens(channel);
    approver.panel().getByRole(AriaRole.BUTTON, like("^Approve plan")).click();
    approver.confirmation().getByRole(AriaRole.BUTTON, named("Approve, roll back")).click();
  }

  private static void ends(BrowserUser requester, BrowserUser approver, String picture) {
    requester.sees("running since");
    requester.readsFromTheTop();
    requester.photographs(picture + "-running");
    requester.sees("Checking");
    requester.sees("7 of 11 checks");
    approver.confirmsAll();
    requester.sees("Two signatures, then it is over");
    requester.presses("Sign “rolled back by”");
    approver.sees("✓ Rolled back by");
    approver.beginsToVerify().getByRole(AriaRole.BUTTON, named("Sign")).click();
    requester.sees("Resolved after");
    requester.readsFromTheTop();
    requester.photographs(picture + "-resolved");
  }

  private static void shows(BrowserUser phone, String channel, String picture) {
    phone.page().getByLabel("Open channels").tap();
    phone.channel(channel).tap();
    phone.sees("Resolved after");
    phone.readsFromTheTop();
    phone.photographs(picture);
    assertThat(phone.page().locator(":root").evaluate("box => box.scrollWidth - box.clientWidth"))
        .isEqualTo(0);
  }
}
