package dev.rollbackbot.sandbox.slack.state;

import jakarta.json.JsonObject;
import java.util.Optional;

/**
 * An event of the page.
 *
 * @param name {@code message}, {@code message_changed}, {@code message_deleted}, {@code channel},
 *     {@code views}, {@code backend} or {@code notice}
 * @param user the only user who sees it; empty for all
 */
public record PageEvent(String name, JsonObject data, Optional<String> user) {}
