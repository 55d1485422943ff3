package dev.rollbackbot.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import dev.rollbackbot.Waiting;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;

/** An installed Chromium, else Playwright's own. Downloads nothing. */
final class Chromium implements AutoCloseable {
  static final String MISSING = "The browser tests need chromium or google-chrome on the PATH.";

  private static final List<String> INSTALLED =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final List<String> QUIET =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /**
   * Launches it; empty if there is none, which fails if the environment variable BROWSER_REQUIRED
   * is true.
   */
  static Optional<Chromium> launch() {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    try {
      Optional<Chromium> chromium =
          installed().or(() -> bundled(playwright)).map(program -> launch(playwright, program));
      if (chromium.isEmpty()) {
        playwright.close();
        failIfRequired();
      }
      return chromium;
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
  }

  private static Chromium launch(Playwright playwright, Path program) {
    BrowserType.LaunchOptions options =
        new BrowserType.LaunchOptions()
            .setExecutablePath(program)
            .setArgs(QUIET)
            .setTimeout((double) Waiting.LIMIT.toMillis());
    return new Chromium(playwright, playwright.chromium().launch(options));
  }

  private static void failIfRequired() {
    if ("true".equals(System.getenv("BROWSER_REQUIRED"))) {
      Assertions.fail(MISSING);
    }
    System.err.println(MISSING);
  }

  private static Optional<Path> installed() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return INSTALLED.stream()
        .flatMap(name ->
            Arrays.stream(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<Path> bundled(Playwright playwright) {
    try {
      return Optional.of(Path.of(playwright.chromium().executablePath()))
          .filter(Files::isExecutable);
    } catch (PlaywrightException e) {
      return Optional.empty();
    }
  }

  Browser.NewContextOptions desktop() {
    return new Browser.NewContextOptions().setViewportSize(1440, 900).setLocale("en-US");
  }

  /** A phone, 390 px wide. */
  Browser.NewContextOptions phone() {
    return new Browser.NewContextOptions()
        .setViewportSize(390, 844)
        .setDeviceScaleFactor(2)
        .setIsMobile(true)
        .setHasTouch(true)
        .setLocale("en-US");
  }

  /** Opens the sandbox's page as that user, with cookies of its own. */
  BrowserUser visit(URI sandbox, String user, Browser.NewContextOptions options) {
    return new BrowserUser(browser.newContext(options), sandbox, user);
  }

  /** An empty tab. */
  Page tab() {
    return browser.newContext(desktop()).newPage();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
