package dev.rollbackbot.slack.view;

import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Prose;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.BitSet;
import java.util.regex.Pattern;

/** Prose as Slack's markup. Nobody's words can break out of their place. */
public final class Mrkdwn {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm 'UTC'");

  private static final DateTimeFormatter DAY_AND_CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'");

  /** Invisible; keeps a character from being read as formatting. */
  private static final String JOINER = "\u2060";

  private static final Pattern LINE_END = Pattern.compile("\\R|\t");

  /** Marks that are not shown themselves and turn the direction of what follows. */
  private static final String TURNS =
      "\u061C\u200B\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\uFEFF";

  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>|`*\"]+");
  private static final Pattern EMOJI = Pattern.compile(":(?=[A-Za-z0-9_+'-]+:)");
  private static final String NO_EMOJI = ":" + JOINER;

  private Mrkdwn() {}

  /** The text as Slack takes it. */
  public static String render(Prose prose, Names names, IncidentId id) {
    StringBuilder out = new StringBuilder();
    for (Prose.Span s : prose.spans()) {
      out.append(span(s, names, id));
    }
    return out.toString();
  }

  private static String span(Prose.Span s, Names names, IncidentId id) {
    return switch (s.kind()) {
      case TEXT -> escape(s.value());
      case QUOTE -> quote(s.value());
      case BOLD -> s.value().isBlank() ? "" : "*" + quote(s.value()) + "*";
      case CODE ->
          "`" + escape(LINE_END.matcher(s.value()).replaceAll(" ")).replace('`', '´') + "`";
      case PERSON -> person(s.value());
      case GROUP -> group(s.value(), names);
      case TIME -> time(Instant.parse(s.value()));
      case DATE -> date(LocalDate.parse(s.value()));
      case LINK -> link(s.value(), s.label());
      case LOG -> names.logLink(id).map(l -> link(l, s.label())).orElse(quote(s.label()));
    };
  }

  /** Escapes what Slack's markup begins with; formatting still counts. */
  public static String escape(String text) {
    return entities(seen(text));
  }

  private static String entities(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /**
   * Somebody else's words: shown letter by letter, on one line. Slack formats only at the edge of a
   * word, so addresses and names such as {@code foundation_gateway} can be copied as they are.
   */
  public static String quote(String text) {
    String seen = seen(LINE_END.matcher(text).replaceAll(" "));
    String line = EMOJI.matcher(seen).replaceAll(NO_EMOJI);
    BitSet address = new BitSet();
    if (line.contains("://")) {
      ADDRESS.matcher(line).results().forEach(m -> address.set(m.start(), m.end()));
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean formats =
          c == '`' || ("*_~@#".indexOf(c) >= 0 && !address.get(i) && !isInside(line, i));
      if (formats) {
        out.append(JOINER).append(c).append(JOINER);
      } else {
        out.append(c);
      }
    }
    return entities(out.toString());
  }

  /** Without control characters and marks of direction. */
  private static String seen(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          c >= ' ' ? c < 0x7F || (c > 0x9F && TURNS.indexOf(c) < 0) : c == '\t' || c == '\n';
      if (plain) {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean isInside(String line, int at) {
    return isWord(line, at - 1) && isWord(line, at + 1);
  }

  private static boolean isWord(String line, int at) {
    return at >= 0 && at < line.length() && Character.isLetterOrDigit(line.charAt(at));
  }

  static String person(String id) {
    return id.matches("[UWB][A-Z0-9_]+") ? "<@" + id + ">" : quote(id);
  }

  private static String group(String handle, Names names) {
    return names.groupId(handle).map(g -> "<!subteam^" + g + ">").orElse(quote(handle));
  }

  static String time(Instant at) {
    return "<!date^"
        + at.getEpochSecond()
        + "^{time}|"
        + CLOCK.format(at.atOffset(ZoneOffset.UTC))
        + ">";
  }

  /** What happened at a time of a day that need not be today's, such as "live since". */
  static String since(String what, Instant at) {
    return "<!date^"
        + at.getEpochSecond()
        + "^"
        + what
        + " {date_short_pretty} at {time}|"
        + what
        + " "
        + DAY_AND_CLOCK.format(at.atOffset(ZoneOffset.UTC))
        + ">";
  }

  private static String date(LocalDate day) {
    long noon = day.atTime(12, 0).toEpochSecond(ZoneOffset.UTC);
    return "<!date^" + noon + "^{date_long}|" + day + ">";
  }

  private static String inLink(String address) {
    return seen(address.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E"));
  }

  private static String link(String address, String label) {
    boolean web = address.startsWith("https://") || address.startsWith("http://");
    return web ? "<" + inLink(address) + "|" + escape(label) + ">" : quote(label);
  }
}
