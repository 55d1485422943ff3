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
import com.microsoft.playwright.options.Media;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.paper.PaperChecklist;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.yaml.folder.RunbookDirectory;
import dev.rollbackbot.yaml.folder.RunbookSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rollback on the sandbox's page, by two users on desktops and by one on a phone. */
final class BrowserRollbackTest {
  private static final String INCIDENT = "inc-1-factory";
  private static final Path README_PICTURE = Path.of("docs", "images", "sandbox.png");

  private static Optional<Chromium> launched = Optional.empty();

  private Chromium chromium;

  @BeforeAll
  static void launch() {
    launched = Chromium.launch();
    PlaywrightAssertions.setDefaultAssertionTimeout((double) Waiting.LIMIT.toMillis());
  }

  @AfterAll
  static void close() {
    launched.ifPresent(Chromium::close);
  }

  @BeforeEach
  void skipWithoutABrowser() {
    assumeTrue(launched.isPresent(), Chromium.MISSING);
    chromium = launched.orElseThrow();
  }

  @Test
  void two_users_roll_back_with_an_approval() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      var address = fixture.sandbox().address();
      BrowserUser requester = chromium.visit(address, SandboxUsers.REQUESTER, chromium.desktop());
      BrowserUser approver = chromium.visit(address, SandboxUsers.APPROVER, chromium.desktop());
      try {
        firstVisit(requester);
        declares(requester);
        prepares(requester);
        approves(requester, approver);
        recovers(requester);
        verifies(requester, approver);
        signs(requester, approver);
        showsTheResolution(requester);
      } catch (AssertionError | RuntimeException e) {
        requester.photographs("failed-requester");
        approver.photographs("failed-approver");
        throw e;
      }
      assertThat(requester.consoleErrors()).isEmpty();
      assertThat(approver.consoleErrors()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"A4, 695, 595", "Letter, 718, 612"})
  void the_checklist_on_paper_prints_on(String paper, int printable, int points) {
    Runbook factory =
        RunbookDirectory.read(new RunbookSource(Optional.empty(), Map.of(), Optional.empty()))
            .find("factory")
            .orElseThrow();
    try (Page tab = chromium.tab()) {
      tab.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
      tab.setViewportSize(printable, 1000);
      tab.setContent(
          PaperChecklist.empty(factory, factory.environments().getFirst(), Instant.EPOCH));
      Object overflow =
          tab.evaluate(
              "document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assertThat(overflow).isEqualTo(0);
      byte[] printed =
          tab.pdf(
              new Page.PdfOptions()
                  .setFormat(paper)
                  .setPath(BrowserUser.PICTURES.resolve("checklist-" + paper + ".pdf")));
      String pdf = new String(printed, StandardCharsets.ISO_8859_1);
      assertThat(pdf).containsPattern("/MediaBox ?\\[ ?0 0 " + points);
      assertThat(pdf.split("/Type ?/Page\\b", -1).length - 1).isBetween(3, 9);
    }
  }

  private static void firstVisit(BrowserUser requester) {
    assertThat(requester.hints().getByRole(AriaRole.LISTITEM)).hasCount(3);
    assertThat(requester.page().locator("[data-service][data-healthy='false']")).hasCount(4);
    requester.photographsInBothThemes("01-first-visit");
    requester.dismissesHints();
  }

  private static void declares(BrowserUser requester) {
    Locator composer = requester.composer();
    assertThat(composer).hasAccessibleName("Message #incidents");
    composer.pressSequentially("/ro");
    Locator offer = requester.page().getByRole(AriaRole.OPTION);
    assertThat(offer).containsText("Roll back a feature");
    composer.press("Tab");
    composer.pressSequentially("fac");
    assertThat(offer).containsText("factory");
    requester.photographs("02-completion");
    composer.press("Tab");
    assertThat(composer).hasValue(Pattern.compile("/rollback factory ?"));
    composer.press("Enter");

    Locator modal = requester.modal();
    assertThat(modal).containsText("Roll back within 15 minutes");
    requester.photographs("03-modal");
    modal.getByRole(AriaRole.RADIO, like("^MEDIUM")).check();
    assertThat(modal).containsText("Fix forward first");
    requester.photographs("04-modal-medium");
    modal.getByRole(AriaRole.RADIO, like("^HIGH")).check();
    assertThat(modal).containsText("Roll back within 15 minutes");
    modal.getByRole(AriaRole.RADIO, like("^No, not yet")).check();
    assertThat(modal).containsText("so watch closely");
    modal.getByRole(AriaRole.RADIO, like("^Yes, users feel it")).check();
    assertThat(modal).containsText("Roll back within 15 minutes");
    correctsTheForm(requester, modal);
    modal.getByRole(AriaRole.BUTTON, named("Start")).click();
    assertThat(modal).isHidden();
  }

  /** Errors are shown at their fields. */
  private static void correctsTheForm(BrowserUser requester, Locator modal) {
    modal.getByLabel("What was seen?").click();
    requester.page().getByRole(AriaRole.OPTION, exact("Something else")).click();
    modal.getByRole(AriaRole.BUTTON, named("Start")).click();
    Locator description = modal.getByRole(AriaRole.TEXTBOX, like("^Describe it"));
    assertThat(description).hasAccessibleDescription(Pattern.compile("Say what was seen"));
    requester.photographs("05-modal-mistake");
    description.fill("Factory pages answer 500 & nobody can order");
  }

  private static void prepares(BrowserUser requester) {
    assertThat(requester.message("INC-1 is started")).containsText("Only visible to you");
    assertThat(requester.message("INCIDENT: Preparing to roll back Factory Feature"))
        .containsText("Factory pages answer 500 & nobody can order");
    requester.photographs("06-started");
    requester.opens(INCIDENT);
    requester.sees("Getting ready");
    requester.sees("4 of 5 done");
    requester.sees("goes to approval");
    requester.photographs("07-getting-ready");
    requester.presses("Done");
    requester.sees("Waiting for approval");
    requester.sees("v42 → v41");
    assertThat(requester.message("Someone in @oncall")).isVisible();
    requester.readsFromTheTop();
    requester.photographs("08-waiting-for-approval");
  }

  private static void approves(BrowserUser requester, BrowserUser approver) {
    Locator approve = requester.panel().getByRole(AriaRole.BUTTON, like("^Approve plan"));
    approve.click();
    assertThat(requester.confirmation()).containsText("v42 → v41");
    requester.confirmation().getByRole(AriaRole.BUTTON, named("Approve, roll back")).click();
    Locator refusal = requester.message("You asked for this rollback, so someone else");
    assertThat(refusal).containsText("Only visible to you");
    requester.photographs("09-refused");

    approver.dismissesHints();
    approver.opens(INCIDENT);
    approver.readsFromTheTop();
    if ("write".equals(System.getProperty("screenshots"))) {
      approver.photographs(README_PICTURE);
    }
    approver.fault("fail-planning-once").click();
    assertThat(approver.fault("fail-planning-once")).isChecked();
    assertThat(approver.message("You asked for this rollback")).hasCount(0);
    approver.panel().getByRole(AriaRole.BUTTON, like("^Approve plan")).click();
    assertThat(approver.confirmation()).containsText("This begins at once");
    approver.photographs("10-confirm");
    approver.confirmation().getByRole(AriaRole.BUTTON, named("Approve, roll back")).click();
  }

  private static void recovers(BrowserUser requester) {
    requester.sees("Step 2 failed");
    requester.sees("planning-machine still runs v17");
    assertThat(requester.fault("fail-planning-once")).not().isChecked();
    assertThat(requester.service("gateway")).containsText("v41");
    assertThat(requester.service("planning-machine")).containsText("v17");
    requester.readsFromTheTop();
    requester.photographsInBothThemes("11-blocked");
    requester.presses("Retry");
  }

  private static void verifies(BrowserUser requester, BrowserUser approver) {
    // On a busy machine the countdown may be over; its text is in the golden panels.
    assertThat(requester.panel()).containsText(Pattern.compile("\\d:\\d\\d left|Checking"));
    requester.readsFromTheTop();
    requester.photographs("12-spreading");
    requester.sees("Checking");
    requester.sees("7 of 11 checks");
    requester.readsFromTheTop();
    requester.photographs("13-checking");
    approver.confirmsAll();
    requester.sees("11 of 11");
  }

  private static void signs(BrowserUser requester, BrowserUser approver) {
    requester.sees("Two signatures, then it is over");
    requester.photographs("14-two-signatures");
    requester.presses("Sign “rolled back by”");
    approver.sees("✓ Rolled back by");
    Locator modal = approver.beginsToVerify();
    assertThat(modal).containsText("11 of 11 checks hold");
    approver.photographs("15-verified-by");
    modal.getByRole(AriaRole.BUTTON, named("Sign")).click();
    assertThat(modal).isHidden();
  }

  private static void showsTheResolution(BrowserUser requester) {
    requester.sees("Resolved after");
    assertThat(requester.panel()).containsText("Post-mortem on");
    Locator resolved = requester.message("RESOLVED: Factory Feature rolled back");
    assertThat(resolved).isVisible();
    for (String service : List.of("gateway", "planning-machine", "ui")) {
      assertThat(requester.service(service)).hasAttribute("data-healthy", "true");
    }
    requester.photographsInBothThemes("16-resolved");
    requester.opens("incidents");
    assertThat(resolved).isVisible();
    assertThat(requester.message("INCIDENT: ")).hasCount(0);
    requester.photographs("17-incidents");
    requester.becomes("stakeholder");
    for (String channel : List.of("product-updates", "customer-support")) {
      requester.opens(channel);
      assertThat(requester.message("This was our first message")).isVisible();
      assertThat(requester.message("The Factory is switched off for now")).isVisible();
      requester.photographs("18-" + channel);
    }
  }

  @Test
  void on_a_phone_it_is_declared_and_approved_by_touch() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      BrowserUser phone =
          chromium.visit(fixture.sandbox().address(), SandboxUsers.REQUESTER, chromium.phone());
      try {
        onThePhone(phone);
      } catch (AssertionError | RuntimeException e) {
        phone.photographs("failed-phone");
        throw e;
      }
      assertThat(phone.consoleErrors()).isEmpty();
    }
  }

  private static void onThePhone(BrowserUser phone) {
    Page page = phone.page();
    fitsAcross(phone, "phone-01-first-visit");
    page.getByRole(AriaRole.BUTTON, exact("Type it")).tap();
    page.getByRole(AriaRole.BUTTON, exact("Send message")).tap();
    Locator start = phone.modal().getByRole(AriaRole.BUTTON, named("Start"));
    assertThat(start).isVisible();
    fitsAcross(phone, "phone-02-modal");
    start.tap();
    assertThat(phone.modal()).isHidden();
    assertThat(phone.channel(INCIDENT)).isAttached();
    assertThat(phone.hints()).isHidden();
    drawer(phone, INCIDENT);
    phone.sees("4 of 5 done");
    phone.sees("goes to approval");
    fitsAcross(phone, "phone-03-getting-ready");
    phone.button("Done").tap();
    phone.sees("Waiting for approval");
    phone.becomes("approver");
    Locator mentions = phone.page().locator("#channel .mention-me");
    assertThat(mentions.filter(new Locator.FilterOptions().setHasText("@oncall"))).isVisible();
    assertThat(mentions.filter(new Locator.FilterOptions().setHasText("@requester"))).hasCount(0);
    Locator approve = phone.panel().getByRole(AriaRole.BUTTON, like("^Approve plan"));
    fitsOnTwoScreens(phone, "phone-04-waiting-for-approval");
    approve.tap();
    fitsAcross(phone, "phone-05-confirm");
    phone.confirmation().getByRole(AriaRole.BUTTON, named("Approve, roll back")).tap();
    phone.sees("Checking");
    phone.sees("7 of 11 checks");
    fitsOnTwoScreens(phone, "phone-06-checking");
    page.getByRole(AriaRole.BUTTON, exact("Open the world")).tap();
    assertThat(phone.service("gateway")).containsText("v41");
    fitsAcross(phone, "phone-07-world");
  }

  private static void drawer(BrowserUser phone, String channel) {
    phone.page().getByRole(AriaRole.BUTTON, exact("Open channels")).tap();
    fitsAcross(phone, "phone-00-channels");
    phone.channel(channel).tap();
    assertThat(phone.page().locator("#channel h1")).hasText(channel);
  }

  /** A panel fits on two screens. */
  private static void fitsOnTwoScreens(BrowserUser phone, String picture) {
    phone.readsFromTheTop();
    fitsAcross(phone, picture + "-top");
    Number screens =
        (Number)
            phone.panel().evaluate("p => p.offsetHeight / p.closest('.scroller').clientHeight");
    assertThat(screens.doubleValue()).as("screens of %s", picture).isLessThanOrEqualTo(2);
    phone.panel().evaluate("panel => panel.scrollIntoView({block: 'end'})");
    fitsAcross(phone, picture + "-bottom");
  }

  /** Nothing is wider than the screen. */
  private static void fitsAcross(BrowserUser phone, String picture) {
    phone.photographs(picture);
    for (String box : List.of(":root", "#channel .scroller")) {
      assertThat(phone.page().locator(box).evaluate("box => box.scrollWidth - box.clientWidth"))
          .as("%s at %s scrolls sideways", box, picture)
          .isEqualTo(0);
    }
  }

  private static Page.GetByRoleOptions exact(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
