package dev.rollbackbot.incident;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text as typed spans, so that a renderer can escape what a person typed and show times in each
 * reader's zone.
 */
public record RichText(List<Span> spans) {
  public static final RichText EMPTY = new RichText(List.of());
  private static final DateTimeFormatter PLAIN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'");

  /** Without the punctuation behind it. */
  private static final Pattern ADDRESS =
      Pattern.compile("https?://[^\\s<>|`*\"]{0,500}[^\\s<>|`*\".,;:!?)\\]']");

  public RichText {
    spans = List.copyOf(spans);
  }

  /**
   * A piece of text.
   *
   * @param value the text, the user's id, the group, the instant (ISO-8601), or the link's address
   * @param label the text of a link; otherwise empty
   */
  public record Span(SpanKind kind, String value, String label) {}

  public enum SpanKind {
    /** The product's or the runbook's text; light formatting (bold, code, emoji) is rendered. */
    TEXT,
    /** Text of a person or a provider: escaped, never formatted, and nothing in it is a link. */
    QUOTE,
    BOLD,
    CODE,
    /** Lines that a program printed, shown as they are. */
    OUTPUT,
    /** Mentions a person: the value is their id. */
    PERSON,
    /** Mentions a user group: its handle or id. */
    GROUP,
    /** An instant, shown with its day. */
    TIME,
    /** The same: it was recorded where the day was shown when others had none. */
    DATE_AND_TIME,
    /** A calendar day (ISO-8601). */
    DATE,
    LINK,
    /** A link to the incident's panel: its log. */
    LOG
  }

  public static RichText of(String text) {
    return EMPTY.text(text);
  }

  public RichText text(String text) {
    return with(SpanKind.TEXT, text, "");
  }

  public RichText quote(String text) {
    return with(SpanKind.QUOTE, text, "");
  }

  /** What a person of the workspace wrote: as {@link #quote}, but addresses in it are links. */
  public RichText said(String text) {
    RichText out = this;
    Matcher address = ADDRESS.matcher(text);
    int from = 0;
    while (address.find()) {
      out = address.start() > from ? out.quote(text.substring(from, address.start())) : out;
      out = out.link(address.group(), address.group());
      from = address.end();
    }
    return from == 0 || from < text.length() ? out.quote(text.substring(from)) : out;
  }

  public RichText bold(String text) {
    return with(SpanKind.BOLD, text, "");
  }

  public RichText output(String lines) {
    return with(SpanKind.OUTPUT, lines, "");
  }

  public RichText code(String text) {
    return with(SpanKind.CODE, text, "");
  }

  /** Mentions a person; the bot is named, not mentioned. */
  public RichText person(String id) {
    return id.equals(Actor.BOT.id()) ? text("the bot") : with(SpanKind.PERSON, id, "");
  }

  public RichText group(String handle) {
    return with(SpanKind.GROUP, handle, "");
  }

  public RichText time(Instant at) {
    return with(SpanKind.TIME, at.toString(), "");
  }

  public RichText link(String address, String label) {
    return with(SpanKind.LINK, address, label);
  }

  public RichText log(String label) {
    return with(SpanKind.LOG, "", label);
  }

  public RichText add(RichText other) {
    List<Span> all = new ArrayList<>(spans);
    all.addAll(other.spans);
    return new RichText(all);
  }

  public RichText with(SpanKind kind, String value, String label) {
    return add(new RichText(List.of(new Span(kind, value, label))));
  }

  /** Without formatting, for logs, files and tests; a person is written @id. */
  public String plainText() {
    StringBuilder out = new StringBuilder();
    for (Span span : spans) {
      out.append(
          switch (span.kind()) {
            case TEXT, QUOTE, BOLD, CODE, OUTPUT, DATE -> span.value();
            case TIME, DATE_AND_TIME ->
                PLAIN.format(Instant.parse(span.value()).atOffset(ZoneOffset.UTC));
            case PERSON -> "@" + span.value();
            case GROUP -> span.value();
            case LINK, LOG -> span.label();
          });
    }
    return out.toString();
  }
}
