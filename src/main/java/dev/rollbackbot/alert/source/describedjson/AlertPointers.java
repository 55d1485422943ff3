package dev.rollbackbot.alert.source.describedjson;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonPointer;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Where an alert is in the JSON of its sender.
 *
 * @param id identifies the alert, the same when it fires and when it ends
 * @param status one of the words below; another one means nothing
 * @param title a line for people
 * @param time the sender's time in ISO-8601; may be missing
 * @param labels an object of texts, numbers and truth values
 * @param firing words that say that it fires
 * @param resolved words that say that it has ended
 */
public record AlertPointers(
    JsonPointer id,
    JsonPointer status,
    JsonPointer title,
    JsonPointer time,
    JsonPointer labels,
    Set<String> firing,
    Set<String> resolved) {
  private static final Pattern COMMA = Pattern.compile(",");

  public AlertPointers {
    firing = Set.copyOf(firing);
    resolved = Set.copyOf(resolved);
  }

  /**
   * As the settings say.
   *
   * @param setting the value of a setting of that name, if it is set
   * @throws IllegalArgumentException with a sentence for the operator
   */
  public static AlertPointers of(Function<String, Optional<String>> setting) {
    return new AlertPointers(
        pointer(setting, "ALERTS_JSON_ID", "/id"),
        pointer(setting, "ALERTS_JSON_STATUS", "/status"),
        pointer(setting, "ALERTS_JSON_TITLE", "/title"),
        pointer(setting, "ALERTS_JSON_TIME", "/time"),
        pointer(setting, "ALERTS_JSON_LABELS", "/labels"),
        words(setting, "ALERTS_JSON_FIRING", "firing"),
        words(setting, "ALERTS_JSON_RESOLVED", "resolved"));
  }

  private static JsonPointer pointer(
      Function<String, Optional<String>> setting, String name, String usual) {
    String text = setting.apply(name).orElse(usual);
    try {
      return Json.createPointer(text);
    } catch (JsonException e) {
      throw new IllegalArgumentException(
          "%s is a JSON pointer such as %s, not “%s”.".formatted(name, usual, text), e);
    }
  }

  private static Set<String> words(
      Function<String, Optional<String>> setting, String name, String usual) {
    return Set.copyOf(
        COMMA
            .splitAsStream(setting.apply(name).orElse(usual))
            .map(String::strip)
            .distinct()
            .toList());
  }
}
