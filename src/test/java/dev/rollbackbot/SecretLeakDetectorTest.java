package dev.rollbackbot;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check for secrets can fail. */
final class SecretLeakDetectorTest {
  private static final String SECRET = "xoxb-" + SecretLeakDetector.MARK + "1234";

  @TempDir Path folder;

  @Test
  void a_secret_in_a_message_is_found() {
    assertThat(SecretLeakDetector.leaks("message", "The token is " + SECRET)).hasSize(1);
    assertThat(SecretLeakDetector.leaks("message", "The token is well")).isEmpty();
  }

  @Test
  void a_secret_in_the_database_is_found() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("rollback-bot.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("create table incident_event (json text)");
      statement.execute("insert into incident_event values ('{\"why\":\"" + SECRET + "\"}')");
    }
    assertThat(SecretLeakDetector.leaks(folder))
        .singleElement()
        .asString()
        .contains("rollback-bot.db");
  }

  @Test
  void a_secret_in_a_log_file_is_found() throws Exception {
    Files.writeString(folder.resolve("bot.log"), "WARN Api: " + SECRET + "\n");
    assertThat(SecretLeakDetector.leaks(folder)).hasSize(1);
  }

  @Test
  void a_secret_in_a_log_line_or_in_its_exception_is_found() {
    SecretLeakDetector.LeakDetectingAppender log = new SecretLeakDetector.LeakDetectingAppender();
    log.start();
    log.doAppend(event("a token: {}", null, SECRET));
    log.doAppend(event("nothing", new IllegalStateException("refused " + SECRET)));
    log.doAppend(event("nothing at all", null));
    assertThat(log.leaks()).hasSize(2);
  }

  @Test
  void the_check_runs_after_every_test_class() {
    assertThat(java.util.ServiceLoader.load(org.junit.jupiter.api.extension.Extension.class))
        .hasAtLeastOneElementOfType(SecretLeakExtension.class);
  }

  @Test
  void every_secret_of_the_sandbox_has_the_mark() {
    try (SandboxFixture fixture = SandboxFixture.quickSocket()) {
      Map<String, String> all = fixture.environment();
      for (String name :
          new String[] {
            "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "CLOUDFLARE_API_TOKEN"
          }) {
        assertThat(all.get(name)).as(name).contains(SecretLeakDetector.MARK);
      }
    }
  }

  private static LoggingEvent event(String text, @Nullable Throwable thrown, Object... values) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent("x", context.getLogger("x"), Level.INFO, text, thrown, values);
    event.setMDCPropertyMap(Map.of());
    return event;
  }
}
