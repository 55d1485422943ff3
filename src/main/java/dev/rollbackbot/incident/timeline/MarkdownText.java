package dev.rollbackbot.incident.timeline;

import dev.rollbackbot.incident.RichText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Texts as Markdown. What people and providers wrote can't format anything.
 *
 * @param zone in which times are shown beside UTC
 * @param roles what people did, by their ids, the weightiest first; only that is said beside an id
 * @param mask masks credentials in each part of a text, as in posts
 */
record MarkdownText(ZoneId zone, Map<String, List<String>> roles, UnaryOperator<String> mask) {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter LOCAL_DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  /** Not an underscore within a word: there it has no effect. */
  private static final Pattern SPECIAL =
      Pattern.compile("[\\\\`*\\[\\]<~&]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])");

  private static final Pattern AT_START =
      Pattern.compile("(?m)^(\\s*)([#>+=-]|[0-9]{1,9}[.)](?=\\s))");
  private static final Pattern BOLD = Pattern.compile("\\\\\\*([^*\\n]+)\\\\\\*");
  private static final Pattern EMOJI = Pattern.compile("(?<![A-Za-z0-9]):[a-z_]+: ?");

  /** Its line breaks stay. */
  String of(RichText text) {
    StringBuilder out = new StringBuilder();
    for (RichText.Span span : text.spans()) {
      String value = mask.apply(span.value());
      String label = mask.apply(span.label());
      out.append(
          switch (span.kind()) {
            case TEXT ->
                BOLD.matcher(special(EMOJI.matcher(value).replaceAll(""))).replaceAll("**$1**");
            case QUOTE, OUTPUT, GROUP -> escaped(value);
            case DATE -> value;
            case BOLD -> "**" + escaped(value) + "**";
            case CODE -> "`" + value.replace("`", "'") + "`";
            case TIME, DATE_AND_TIME -> time(Instant.parse(value));
            case PERSON -> person(value);
            case LINK ->
                label.equals(value)
                    ? "<" + value + ">"
                    : "[" + escaped(label) + "](<" + value.replace(">", "%3E") + ">)";
            case LOG -> escaped(label);
          });
    }
    return out.toString();
  }

  /** In one line, as in a list. */
  String line(RichText text) {
    return of(text).strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** In a table, where a bar would end it. */
  String cell(RichText text) {
    return line(text).replace("|", "\\|");
  }

  private String person(String id) {
    List<String> known = roles.getOrDefault(id, List.of());
    return "@" + id + (known.isEmpty() ? "" : " (" + known.getFirst() + ")");
  }

  /** Such as: 2026-03-28 23:30:00 UTC (2026-03-29 00:30:00 Europe/Berlin). */
  String time(Instant at) {
    String utc = UTC.format(at.atOffset(ZoneOffset.UTC));
    if (zone.equals(ZoneOffset.UTC)) {
      return utc;
    }
    boolean sameDay =
        at.atZone(zone).toLocalDate().equals(at.atOffset(ZoneOffset.UTC).toLocalDate());
    return utc + " (" + (sameDay ? LOCAL : LOCAL_DAY).format(at.atZone(zone)) + " " + zone + ")";
  }

  private static String escaped(String text) {
    return AT_START.matcher(special(text)).replaceAll("$1\\\\$2");
  }

  private static String special(String text) {
    return SPECIAL.matcher(text).replaceAll("\\\\$0");
  }
}
