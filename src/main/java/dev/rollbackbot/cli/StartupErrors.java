package dev.rollbackbot.cli;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.web.WebServer;

/** Error messages of the command line: what is wrong and what to do. */
public final class StartupErrors {
  private StartupErrors() {}

  public static String sentence(Exception exception) {
    return switch (exception) {
      case Settings.InvalidSettings e ->
          "The settings can't be used:\n  - " + String.join("\n  - ", e.problems());
      case WebServer.PortTaken e -> "The bot did not start: " + e.getMessage();
      case StoreUnavailable e ->
          "The bot did not start: " + e.why() + " DATABASE_URL says where the database is.";
      case IllegalArgumentException e -> "The bot did not start: " + messageOf(e);
      case IllegalStateException e -> "The bot did not start: " + messageOf(e);
      default -> "The bot did not start: " + exception;
    };
  }

  private static String messageOf(Exception exception) {
    return exception.getMessage() == null ? exception.toString() : exception.getMessage();
  }
}
