package dev.rollbackbot.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import dev.rollbackbot.Waiting;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One user of the sandbox's page: finds elements by their visible text. */
final class BrowserUser {
  static final Path PICTURES = Path.of("target", "screenshots");

  private final Page page;
  private final List<String> consoleErrors = new ArrayList<>();

  BrowserUser(BrowserContext context, URI sandbox, String user) {
    page = context.newPage();
    page.setDefaultTimeout((double) Waiting.LIMIT.toMillis());
    page.onConsoleMessage(m -> {
      if (m.type().equals("error")) {
        consoleErrors.add(m.text());
      }
    });
    page.onPageError(consoleErrors::add);
    page.navigate(sandbox.resolve("/?user=" + user).toString());
    ready();
  }

  private void ready() {
    assertThat(page.locator("body[data-connected='true']")).isAttached();
  }

  Page page() {
    return page;
  }

  /** Errors in the browser's console. */
  List<String> consoleErrors() {
    return List.copyOf(consoleErrors);
  }

  /** Switches to another user of the sandbox. */
  void becomes(String name) {
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(name).setExact(true))
        .check();
    ready();
  }

  /** Waits for a channel in the sidebar and opens it. */
  void opens(String channel) {
    channel(channel).click();
    assertThat(page.locator("#channel h1")).hasText(channel);
  }

  Locator channel(String name) {
    return page.locator("#sidebar [data-channel]")
        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + name + "\\b")));
  }

  Locator composer() {
    return page.locator("#channel").getByRole(AriaRole.COMBOBOX);
  }

  /** The messages of the open channel, without threads. */
  Locator messages() {
    return page.locator("#channel article.message");
  }

  /** The message with that text. */
  Locator message(String text) {
    return messages().filter(new Locator.FilterOptions().setHasText(text));
  }

  /** The pinned panel of the incident's channel. */
  Locator panel() {
    return page.locator("#channel article.message.pinned");
  }

  /** Waits until the panel has that text. */
  void sees(String text) {
    assertThat(panel()).containsText(text);
  }

  void readsFromTheTop() {
    panel().evaluate("panel => panel.scrollIntoView({block: 'start'})");
  }

  Locator button(String label) {
    return panel().getByRole(AriaRole.BUTTON, named(label));
  }

  void presses(String label) {
    button(label).click();
  }

  /** The topmost modal. */
  Locator modal() {
    return page.getByRole(AriaRole.DIALOG);
  }

  /** The confirmation before a dangerous action. */
  Locator confirmation() {
    return page.getByRole(AriaRole.ALERTDIALOG);
  }

  /** The four checks of the factory that people look at. */
  void confirmsAll() {
    Locator confirm = button("Confirm");
    assertThat(confirm).hasCount(4);
    for (int left = 3; left >= 0; left--) {
      confirm.first().click();
      assertThat(confirm).hasCount(left);
    }
  }

  /** Opens the second signature's form, with the post-mortem two days from now. */
  Locator beginsToVerify() {
    presses("Sign “verified by”…");
    modal().getByLabel("Post-mortem on").fill(LocalDate.now(ZoneOffset.UTC).plusDays(2).toString());
    return modal();
  }

  Locator hints() {
    return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("How to begin"));
  }

  void dismissesHints() {
    hints().getByRole(AriaRole.BUTTON, named("Dismiss hints")).click();
    assertThat(hints()).isHidden();
  }

  Locator fault(String id) {
    return page.locator("[data-fault='" + id + "']");
  }

  Locator service(String id) {
    return page.locator("[data-service='" + id + "']");
  }

  static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  static Locator.GetByRoleOptions like(String name) {
    return new Locator.GetByRoleOptions().setName(Pattern.compile(name));
  }

  /** Takes a screenshot: target/screenshots/name.png. */
  void photographs(String name) {
    photographs(PICTURES.resolve(name + ".png"));
  }

  void photographs(Path file) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(file).setAnimations(ScreenshotAnimations.DISABLED));
  }

  void photographsInBothThemes(String name) {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      photographs(name + (scheme == ColorScheme.DARK ? "-dark" : "-light"));
    }
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }
}
