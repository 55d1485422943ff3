package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.incident.Deployment;
import dev.rollbackbot.incident.Outcome;
import java.util.Optional;

/** Something could not be read. Nothing was changed by trying. */
final class Unread extends Exception {
  private static final long serialVersionUID = 1;

  private final Outcome.Kind kind;
  private final String code;
  private final String sentence;

  Unread(Outcome.Kind kind, String code, String sentence) {
    super(sentence);
    this.kind = kind;
    this.code = code;
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }

  Outcome.Failed failed(String text) {
    return new Outcome.Failed(kind, code, text, Optional.<Deployment>empty());
  }
}
