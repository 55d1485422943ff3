package dev.rollbackbot.incident;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Text for people that knows which parts are whose words, so that whoever renders it can escape
 * what a person typed and show times in each reader's zone. Built by adding spans.
 *
 * @param spans in order
 */
public record RichText(List<Span> spans) {
  private static final DateTimeFormatter PLAIN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'");

  public RichText {
    spans = List.copyOf(spans);
  }

  /**
   * A piece of text.
   *
   * @param kind what it is
   * @param value the text, the user's id, the group, the instant (ISO-8601), or the link's address
   * @param label what a link says; otherwise empty
   */
  public record Span(SpanKind kind, String value, String label) {}

  /** What a span is. */
  public enum SpanKind {
    /** The product's or the runbook's own words; light formatting (bold, code, emoji) counts. */
    TEXT,
    /** Somebody else's words: shown as they are, never formatted. */
    QUOTE,
    BOLD,
    CODE,
    /** Mentions a person: the value is their id. */
    PERSON,
    /** Mentions a user group: its handle or id. */
    GROUP,
    /** An instant, shown as a time of day (with the date when it is not today). */
    TIME,
    /** A calendar day (ISO-8601). */
    DATE,
    LINK,
    /** A link to the incident's panel: its log. */
    LOG
  }

  /** Starts with the product's own words. */
  public static RichText of(String text) {
    return new RichText(List.of()).text(text);
  }

  /** Adds the product's own words. */
  public RichText text(String text) {
    return with(SpanKind.TEXT, text, "");
  }

  /** Adds somebody else's words. */
  public RichText quote(String text) {
    return with(SpanKind.QUOTE, text, "");
  }

  /** Adds bold text. */
  public RichText bold(String text) {
    return with(SpanKind.BOLD, text, "");
  }

  /** Adds text in a fixed width. */
  public RichText code(String text) {
    return with(SpanKind.CODE, text, "");
  }

  /** Mentions a person; the bot is named, not mentioned. */
  public RichText person(String id) {
    return id.equals(Actor.BOT.id()) ? text("the bot") : with(SpanKind.PERSON, id, "");
  }

  /** Mentions a user group. */
  public RichText group(String handle) {
    return with(SpanKind.GROUP, handle, "");
  }

  /** Adds a time. */
  public RichText time(Instant at) {
    return with(SpanKind.TIME, at.toString(), "");
  }

  /** Adds a link. */
  public RichText link(String address, String label) {
    return with(SpanKind.LINK, address, label);
  }

  /** Adds a link to the incident's log. */
  public RichText log(String label) {
    return with(SpanKind.LOG, "", label);
  }

  /** Adds all of another. */
  public RichText add(RichText other) {
    List<Span> all = new ArrayList<>(spans);
    all.addAll(other.spans);
    return new RichText(all);
  }

  /** Adds one span. */
  public RichText with(SpanKind kind, String value, String label) {
    List<Span> all = new ArrayList<>(spans);
    all.add(new Span(kind, value, label));
    return new RichText(all);
  }

  /** The bare words, for logs, files and tests; a person is written @id. */
  public String plainText() {
    StringBuilder out = new StringBuilder();
    for (Span span : spans) {
      out.append(
          switch (span.kind()) {
            case TEXT, QUOTE, BOLD, CODE, DATE -> span.value();
            case TIME -> PLAIN.format(Instant.parse(span.value()).atOffset(ZoneOffset.UTC));
            case PERSON -> "@" + span.value();
            case GROUP -> span.value();
            case LINK, LOG -> span.label();
          });
    }
    return out.toString();
  }
}
