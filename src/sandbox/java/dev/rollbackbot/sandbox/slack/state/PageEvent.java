package dev.rollbackbot.sandbox.slack.state;

import jakarta.json.JsonObject;
import java.util.Optional;

/**
 * Something that the page must show.
 *
 * @param name {@code message}, {@code message_changed}, {@code message_deleted}, {@code channel},
 *     {@code views} or {@code notice}
 * @param data the JSON of the event
 * @param user the only person who sees it, or empty for everybody
 */
public record PageEvent(String name, JsonObject data, Optional<String> user) {}
