package dev.rollbackbot.cli;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.web.WebServer;

/** What the command line says when it can't go on: what is wrong and the way out. */
public final class StartupErrors {
  private StartupErrors() {}

  public static String sentence(Exception exception) {
    return switch (exception) {
      case Settings.InvalidSettings invalidSettings ->
          "The settings can't be used:\n  - " + String.join("\n  - ", invalidSettings.problems());
      case WebServer.PortTaken portTaken -> "The bot did not start: " + portTaken.getMessage();
      case StoreUnavailable storeUnavailable ->
          "The bot did not start: "
              + storeUnavailable.why()
              + " DATABASE_URL says where the database is.";
      case IllegalArgumentException illegalArgument ->
          "The bot did not start: " + messageOf(illegalArgument);
      case IllegalStateException illegalState ->
          "The bot did not start: " + messageOf(illegalState);
      default -> "The bot did not start: " + exception;
    };
  }

  /** Our own words; the kind of exception says nothing to whoever starts the bot. */
  private static String messageOf(Exception exception) {
    return exception.getMessage() == null ? exception.toString() : exception.getMessage();
  }
}
