package dev.rollbackbot.slack.view.blockkit;

import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.RichText.Span;
import dev.rollbackbot.secret.Redactor;

/**
 * Texts that leave the incident's own channel: what people typed may hold a credential, and others
 * read it there.
 */
public final class MaskedText {
  private MaskedText() {}

  /** With known forms of credentials masked, rather too much than too little. */
  public static RichText of(RichText text) {
    return new RichText(text.spans().stream().map(MaskedText::masked).toList());
  }

  private static Span masked(Span span) {
    return switch (span.kind()) {
      case QUOTE, OUTPUT, LINK ->
          new Span(span.kind(), Redactor.redact(span.value()), Redactor.redact(span.label()));
      // The product's own words, times and ids.
      case TEXT, BOLD, CODE, PERSON, GROUP, TIME, DATE_AND_TIME, DATE, LOG -> span;
    };
  }
}
