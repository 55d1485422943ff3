package dev.rollbackbot.slack.inbound;

import dev.rollbackbot.incident.IncidentId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A slash command as it was typed: the text follows the command, such as {@code /rollback}. */
record SlashCommandInput(
    String person, String channel, String command, String text, String trigger, Instant at) {

  /** Also a wrong one, such as INC-0: it names an incident all the same, one that isn't there. */
  private static final Pattern LABEL =
      Pattern.compile("(inc-?([0-9]+))[.,:;]?(\\s+|$)", Pattern.CASE_INSENSITIVE);

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

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

  /** The incident's label at the beginning of the argument, as it was typed. */
  Optional<String> label() {
    Matcher label = LABEL.matcher(argument());
    return label.lookingAt() ? Optional.of(label.group(1)) : Optional.empty();
  }

  /** The id of {@link #label}; empty: there is none, or no incident can have it. */
  Optional<IncidentId> typedId() {
    Matcher label = LABEL.matcher(argument());
    return label.lookingAt() && NUMBER.matcher(label.group(2)).matches()
        ? Optional.of(new IncidentId(Integer.parseInt(label.group(2))))
        : Optional.empty();
  }

  /** The argument after the incident's label. */
  String argumentAfterLabel() {
    Matcher label = LABEL.matcher(argument());
    return label.lookingAt() ? argument().substring(label.end()).strip() : argument();
  }

  private List<String> words() {
    return text.isBlank() ? List.of() : Arrays.asList(text.strip().split("\\s+", -1));
  }
}
