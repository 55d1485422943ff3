package dev.rollbackbot.sandbox.slack.rules;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Escaping of text, and mentions and links in angle brackets. */
public final class MessageEscaping {
  private static final Pattern BARE_AMPERSAND = Pattern.compile("&(?!amp;|lt;|gt;)");
  private static final Pattern CONTROL =
      Pattern.compile("<([@#!][^<>\\n]+|(?:https?|mailto|tel|slack)[^<>\\n]*:[^<>\\n]+)>");
  private static final Pattern MENTION = Pattern.compile("(?<![\\w@#])([@#])([\\p{L}\\d._-]+)");
  private static final Pattern LINK = Pattern.compile("https?://[^\\s<>|]+");

  private MessageEscaping() {}

  /** Escapes the text of a user. */
  public static String typed(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /**
   * Escapes the text of a user and puts links and known mentions in angle brackets.
   *
   * @param resolve returns the control sequence of {@code @name} or {@code #name}
   */
  public static String composed(String text, Function<String, Optional<String>> resolve) {
    String links = LINK.matcher(typed(text)).replaceAll(m -> quote("<" + m.group() + ">"));
    return MENTION
        .matcher(links)
        .replaceAll(m -> quote(resolve.apply(m.group()).orElse(m.group())));
  }

  /** Escapes the text of an app, except control sequences. */
  public static String sent(String text) {
    StringBuilder kept = new StringBuilder();
    Matcher control = CONTROL.matcher(text);
    int from = 0;
    while (control.find()) {
      kept.append(escapeLoose(text.substring(from, control.start()))).append(control.group());
      from = control.end();
    }
    return kept.append(escapeLoose(text.substring(from))).toString();
  }

  /**
   * Escapes every mrkdwn text, and adds Slack's defaults for {@code verbatim} and {@code emoji}.
   */
  public static JsonObject keptText(JsonObject object) {
    JsonObjectBuilder kept = JsonHelper.object();
    String type = JsonHelper.text(object, "type");
    object.forEach((name, value) -> {
      if (type.equals("mrkdwn") && name.equals("text") && value instanceof JsonString s) {
        kept.add(name, sent(s.getString()));
      } else {
        kept.add(name, kept(value));
      }
    });
    if (type.equals("mrkdwn") && !object.containsKey("verbatim")) {
      kept.add("verbatim", false);
    }
    if (type.equals("plain_text") && !object.containsKey("emoji")) {
      kept.add("emoji", true);
    }
    return kept.build();
  }

  private static JsonValue kept(JsonValue value) {
    return switch (value) {
      case JsonObject object -> keptText(object);
      case JsonArray array -> {
        JsonArrayBuilder all = JsonHelper.array();
        array.forEach(each -> all.add(kept(each)));
        yield all.build();
      }
      default -> value;
    };
  }

  private static String escapeLoose(String text) {
    return BARE_AMPERSAND
        .matcher(text)
        .replaceAll("&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }

  private static String quote(String replacement) {
    return Matcher.quoteReplacement(replacement);
  }
}
