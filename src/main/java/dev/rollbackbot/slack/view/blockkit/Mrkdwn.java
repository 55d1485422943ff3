package dev.rollbackbot.slack.view.blockkit;

import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.text.VisibleText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rich text as Slack's markup. Quoted text can't become markup. */
public final class Mrkdwn {
  /** Each part fits into a block, beside the marks around it. */
  private static final int PART = 2_800;

  private static final DateTimeFormatter DAY_AND_CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'");

  /** Invisible; keeps a character from being formatting. */
  private static final String JOINER = "\u2060";

  private static final Pattern LINE_END = Pattern.compile("\\R|\t");

  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>|`*\"]+");

  /** Without the punctuation behind it. */
  private static final Pattern WRITTEN_OUT =
      Pattern.compile("https?://[^\\s<>|`*\"]{0,500}[^\\s<>|`*\".,;:!?)\\]']");

  private static final Pattern EMOJI = Pattern.compile(":(?=[A-Za-z0-9_+'-]+:)");
  private static final String NO_EMOJI = ":" + JOINER;

  /** A block has room for the words before it too. */
  private static final int OUTPUT = BlockKitLimits.SECTION - 200;

  private Mrkdwn() {}

  public static String render(RichText richText, MentionLookup mentions, IncidentId id) {
    StringBuilder out = new StringBuilder();
    for (RichText.Span span : richText.spans()) {
      out.append(span(span, mentions, id));
    }
    return out.toString();
  }

  private static String span(RichText.Span span, MentionLookup mentions, IncidentId id) {
    return switch (span.kind()) {
      case TEXT -> escape(span.value());
      case QUOTE -> quote(span.value());
      case BOLD -> span.value().isBlank() ? "" : "*" + quote(span.value()) + "*";
      case CODE ->
          "`" + literally(LINE_END.matcher(span.value()).replaceAll(" ")).replace('`', '´') + "`";
      case OUTPUT -> output(span.value());
      case PERSON -> person(span.value());
      case GROUP -> group(span.value(), mentions);
      case TIME, DATE_AND_TIME -> time(Instant.parse(span.value()));
      case DATE -> date(LocalDate.parse(span.value()));
      case LINK -> link(span.value(), span.label());
      case LOG -> mentions.logLink(id).map(l -> link(l, span.label())).orElse(quote(span.label()));
    };
  }

  /**
   * The product's or a runbook's text: mentions, links and entities are escaped, formatting is not.
   * Only addresses that are written out become links, as Slack is told not to look for any.
   */
  public static String escape(String text) {
    String visible = VisibleText.of(text);
    StringBuilder out = new StringBuilder();
    Matcher address = WRITTEN_OUT.matcher(visible);
    int from = 0;
    while (address.find()) {
      out.append(entities(visible.substring(from, address.start())));
      out.append('<').append(entities(address.group())).append('>');
      from = address.end();
    }
    return out.append(entities(visible.substring(from))).toString();
  }

  /** Lines as they are, in a block of their own that nothing in them ends. */
  public static String preformatted(String lines) {
    return "```\n" + literally(lines).replace("``", "`" + JOINER + "`") + "\n```";
  }

  /** The end of it that fits into one block. */
  private static String output(String lines) {
    String all = preformatted(lines);
    int line = lines.indexOf('\n');
    return all.length() <= OUTPUT || line < 0
        ? BlockKitLimits.truncateMarkup(all, OUTPUT)
        : output(lines.substring(line + 1));
  }

  private static String literally(String text) {
    return entities(VisibleText.of(text));
  }

  private static String entities(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /**
   * Text that a person or a provider wrote: shown unformatted, on one line, and nothing in it is a
   * link or a mention. Slack formats only at the edge of a word, so addresses and names such as
   * {@code foundation_gateway} stay unchanged.
   */
  public static String quote(String text) {
    String visible = VisibleText.of(LINE_END.matcher(text).replaceAll(" "));
    String line = EMOJI.matcher(visible).replaceAll(NO_EMOJI);
    BitSet address = new BitSet();
    if (line.contains("://")) {
      ADDRESS.matcher(line).results().forEach(m -> address.set(m.start(), m.end()));
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char character = line.charAt(i);
      boolean formats =
          character == '`'
              || ("*_~@#".indexOf(character) >= 0 && !address.get(i) && !isInsideWord(line, i));
      if (formats) {
        out.append(JOINER).append(character).append(JOINER);
      } else {
        out.append(character);
      }
    }
    return entities(out.toString());
  }

  private static boolean isInsideWord(String line, int at) {
    return isWord(line, at - 1) && isWord(line, at + 1);
  }

  private static boolean isWord(String line, int at) {
    return at >= 0 && at < line.length() && Character.isLetterOrDigit(line.charAt(at));
  }

  public static String person(String id) {
    return id.matches("[UWB][A-Z0-9_]+") ? "<@" + id + ">" : quote(id);
  }

  private static String group(String handle, MentionLookup mentions) {
    return mentions.groupId(handle).map(id -> "<!subteam^" + id + ">").orElse(quote(handle));
  }

  /** Always with its day: a message is read on other days too. */
  public static String time(Instant at) {
    return "<!date^%d^{date_short_pretty} at {time}|%s>"
        .formatted(at.getEpochSecond(), DAY_AND_CLOCK.format(at.atOffset(ZoneOffset.UTC)));
  }

  /** A time with its date, such as "live since 24 November at 14:05". */
  public static String since(String what, Instant at) {
    String fallback = what + " " + DAY_AND_CLOCK.format(at.atOffset(ZoneOffset.UTC));
    return "<!date^%d^%s {date_short_pretty} at {time}|%s>"
        .formatted(at.getEpochSecond(), what, fallback);
  }

  /** As {@link #since}, without the time of day. */
  public static String sinceDay(String what, Instant at) {
    String fallback = what + " " + LocalDate.ofInstant(at, ZoneOffset.UTC);
    return "<!date^%d^%s {date_short_pretty}|%s>".formatted(at.getEpochSecond(), what, fallback);
  }

  private static String date(LocalDate day) {
    long noon = day.atTime(12, 0).toEpochSecond(ZoneOffset.UTC);
    return "<!date^" + noon + "^{date_long}|" + day + ">";
  }

  /** The label alone, if the address is none of the web. */
  public static String link(String address, String label) {
    boolean web = address.startsWith("https://") || address.startsWith("http://");
    String encoded = address.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E");
    return web ? "<" + VisibleText.of(encoded) + "|" + literally(label) + ">" : quote(label);
  }

  /** Lines as they are, in as many parts as fit into a block each. */
  public static List<String> preformattedParts(String text) {
    List<String> parts = new ArrayList<>();
    String part = "";
    for (String line : text.lines().toList()) {
      String more = part.isEmpty() ? line : part + "\n" + line;
      if (!part.isEmpty() && preformatted(more).length() > PART) {
        parts.add(preformatted(part));
        part = line;
      } else {
        part = more;
      }
    }
    parts.add(preformatted(part));
    return parts;
  }
}
