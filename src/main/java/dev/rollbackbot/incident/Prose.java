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
public record Prose(List<Span> spans) {
  private static final DateTimeFormatter PLAIN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'");

  public Prose {
    spans = List.copyOf(spans);
  }

  /**
   * A piece of text.
   *
   * @param kind what it is
   * @param value the text, the user's id, the group, the instant (ISO-8601), or the link's address
   * @param label what a link says; otherwise empty
   */
  public record Span(Kind kind, String value, String label) {}

  /** What a span is. */
  public enum Kind {
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
  public static Prose of(String text) {
    return new Prose(List.of()).text(text);
  }

  /** Adds the product's own words. */
  public Prose text(String text) {
    return with(Kind.TEXT, text, "");
  }

  /** Adds somebody else's words. */
  public Prose quote(String text) {
    return with(Kind.QUOTE, text, "");
  }

  /** Adds bold text. */
  public Prose bold(String text) {
    return with(Kind.BOLD, text, "");
  }

  /** Adds text in a fixed width. */
  public Prose code(String text) {
    return with(Kind.CODE, text, "");
  }

  /** Mentions a person; the bot is named, not mentioned. */
  public Prose person(String id) {
    return id.equals(Actor.BOT.id()) ? text("the bot") : with(Kind.PERSON, id, "");
  }

  /** Mentions a user group. */
  public Prose group(String handle) {
    return with(Kind.GROUP, handle, "");
  }

  /** Adds a time. */
  public Prose time(Instant at) {
    return with(Kind.TIME, at.toString(), "");
  }

  /** Adds a link. */
  public Prose link(String address, String label) {
    return with(Kind.LINK, address, label);
  }

  /** Adds a link to the incident's log. */
  public Prose log(String label) {
    return with(Kind.LOG, "", label);
  }

  /** Adds all of another. */
  public Prose add(Prose other) {
    List<Span> all = new ArrayList<>(spans);
    all.addAll(other.spans);
    return new Prose(all);
  }

  /** Adds one span. */
  public Prose with(Kind kind, String value, String label) {
    List<Span> all = new ArrayList<>(spans);
    all.add(new Span(kind, value, label));
    return new Prose(all);
  }

  /** The bare words, for logs, files and tests; a person is written @id. */
  public String plain() {
    StringBuilder out = new StringBuilder();
    for (Span s : spans) {
      out.append(
          switch (s.kind()) {
            case TEXT, QUOTE, BOLD, CODE, DATE -> s.value();
            case TIME -> PLAIN.format(Instant.parse(s.value()).atOffset(ZoneOffset.UTC));
            case PERSON -> "@" + s.value();
            case GROUP -> s.value();
            case LINK, LOG -> s.label();
          });
    }
    return out.toString();
  }
}
