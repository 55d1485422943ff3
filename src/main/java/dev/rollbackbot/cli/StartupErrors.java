package dev.rollbackbot.cli;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.web.WebServer;
import java.util.Objects;

/** Error messages of the command line: what is wrong and what to do. */
public final class StartupErrors {
  private StartupErrors() {}

  public static String sentence(Exception exception) {
    return exception instanceof Settings.InvalidSettings e
        ? "The settings can't be used:\n  - " + String.join("\n  - ", e.problems())
        : "The bot did not start: " + reason(exception);
  }

  private static String reason(Exception exception) {
    String message = Objects.requireNonNullElse(exception.getMessage(), exception.toString());
    return switch (exception) {
      case StoreUnavailable e -> e.why() + " DATABASE_URL says where the database is.";
      case WebServer.PortTaken _, IllegalArgumentException _, IllegalStateException _ -> message;
      default -> exception.toString();
    };
  }
}
