package dev.rollbackbot.slack.inbound;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A slash command as it was typed: the text follows the command, such as {@code /rollback}. */
record SlashCommandInput(
    String person, String channel, String command, String text, String trigger, Instant at) {

  /** Slack escapes three characters; rendering escapes them again. */
  static String unescape(@Nullable String text) {
    return text == null ? "" : text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  /** The first word, in lower case; empty: nothing was typed. */
  String word() {
    return words().isEmpty() ? "" : words().getFirst().toLowerCase(Locale.ROOT);
  }

  /** What follows the first word, unchanged. */
  String argument() {
    String stripped = text.strip();
    int end = stripped.isEmpty() ? 0 : words().getFirst().length();
    return stripped.substring(end).strip();
  }

  private List<String> words() {
    return text.isBlank() ? List.of() : Arrays.asList(text.strip().split("\\s+", -1));
  }
}
