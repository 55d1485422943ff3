package dev.rollbackbot;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.web.WebServer;

/** What the command line says when it can't go on: what is wrong and the way out. */
final class Failures {
  private Failures() {}

  static String sentence(Exception e) {
    return switch (e) {
      case Settings.Invalid x ->
          "The settings can't be used:\n  - " + String.join("\n  - ", x.problems());
      case WebServer.PortTaken x -> "The bot did not start: " + x.getMessage();
      case StoreUnavailable x ->
          "The bot did not start: " + x.why() + " DATABASE_URL says where the database is.";
      case IllegalArgumentException x -> "The bot did not start: " + said(x);
      case IllegalStateException x -> "The bot did not start: " + said(x);
      default -> "The bot did not start: " + e;
    };
  }

  /** Our own words; the kind of exception says nothing to whoever starts the bot. */
  private static String said(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
