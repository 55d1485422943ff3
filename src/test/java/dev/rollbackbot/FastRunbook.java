package dev.rollbackbot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.cli.SandboxShop;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bundled runbook with short waits, and with time for slow probes. */
public final class FastRunbook {
  private static final String UNREACHABLE = "address: http://nowhere.invalid";

  private static final String MEASURED =
      "only_in: [sandbox, \"${RUNBOOK_FACTORY_MEASURED_IN:-sandbox}\"]";

  private FastRunbook() {}

  /** Writes it to a subfolder of that folder; returns the subfolder. */
  public static Path runbooks(Path folder) {
    return runbooks(folder, "1s");
  }

  /**
   * The same with short times for people, and with planning-machine at an address that can't be
   * found, so that its probe is inconclusive.
   */
  public static Path withImpatience(Path folder) {
    try {
      Path out = runbooks(folder);
      Path file = out.resolve("factory.yaml");
      Files.writeString(
          file,
          Files.readString(file)
              .replaceAll("address: \\$\\{RUNBOOK_SANDBOX_SITES:[^}]*}/planning", UNREACHABLE)
              .replace("\nverification:\n", "\nverification:\n  inconclusive_after: 1s\n")
              .concat("\nreminders: {item: 3s, decision: 3s, signature: 3s}\n"));
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That text with nothing else that the bot could notice by itself. */
  public static String automatic(String runbook, String triggers) {
    Matcher all = Pattern.compile("(?s)\n  automatic:\n.*?\n  manual:\n").matcher(runbook);
    assertThat(all.find()).isTrue();
    return all.replaceFirst(
        Matcher.quoteReplacement("\n  automatic:\n" + triggers + "  manual:\n"));
  }

  /** The factory's, with one trigger that measures the gateway's health each second. */
  public static Path measuringHealth(
      Path folder, TriggerMode inSandbox, UnaryOperator<String> changed) {
    try {
      Path runbooks = runbooks(folder);
      Path file = runbooks.resolve("factory.yaml");
      String trigger =
          """
              health-checks:
                text: Health check failures
                mode: "off"
                modes: {sandbox: %s}
                measure:
                  service: gateway
                  path: /health
                  status: 200
                  json: [{at: /status, equals: ok}]
                every: 1s
          """
              .formatted(inSandbox.name().toLowerCase(Locale.ROOT));
      Files.writeString(file, changed.apply(automatic(Files.readString(file), trigger)));
      return runbooks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with all that the sandbox measures. */
  public static Path measured(Path folder) {
    return write(folder, "1s", "  interval: 5s\n", true);
  }

  /** The same, and what is live after RESOLVED is read every five seconds of a minute. */
  public static Path watchingClosely(Path folder) {
    return write(folder, "1s", "  interval: 5s\n  watch: 1m\n");
  }

  static Path runbooks(Path folder, String logCapture) {
    return write(folder, logCapture, "  interval: 5s\n");
  }

  private static Path write(Path folder, String logCapture, String interval) {
    return write(folder, logCapture, interval, false);
  }

  private static Path write(Path folder, String logCapture, String interval, boolean measured) {
    try {
      String text = Files.readString(Path.of("src/main/resources/runbooks/factory.yaml"));
      Path out = Files.createDirectories(folder.resolve("runbooks"));
      for (String beside : SandboxShop.FACTORY_FILES) {
        Files.copy(
            Path.of("src/main/resources/runbooks", beside),
            out.resolve(beside),
            StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(
          out.resolve("factory.yaml"),
          text.replace("propagation: 10s", "propagation: 1s")
              // Most stories are about people: nothing waits for the windows of metrics there.
              .replace(MEASURED, measured ? MEASURED : "only_in: [staging]")
              .replace("log_capture: 3s", "log_capture: " + logCapture)
              .replace("  interval: 5s\n", interval)
              // A probe's limit must not fail a test on a busy machine.
              .replaceAll("\n      path: /.*", "$0\n      within: 2m"));
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
