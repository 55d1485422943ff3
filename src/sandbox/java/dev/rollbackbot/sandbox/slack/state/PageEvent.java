package dev.rollbackbot.sandbox.slack.state;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * An event of the page.
 *
 * @param name {@code message}, {@code message_changed}, {@code message_deleted}, {@code channel},
 *     {@code views}, {@code backend} or {@code notice}
 * @param user the only user who sees it; empty for all
 */
public record PageEvent(String name, JsonObject data, Optional<String> user) {
  private static final String BACKEND = "backend";

  /**
   * Something has changed behind the bot. Has no data: they are long, change several times a
   * second, and only a page that is open reads them.
   */
  public static PageEvent backend() {
    return new PageEvent(BACKEND, JsonValue.EMPTY_JSON_OBJECT, Optional.empty());
  }

  public boolean ofBackend() {
    return name.equals(BACKEND);
  }
}
