package dev.rollbackbot.paper;

import dev.rollbackbot.secret.Redactor;
import dev.rollbackbot.text.VisibleText;

/** Writes HTML; every text that comes from outside is escaped, and secrets in it are masked. */
final class HtmlText {
  private final StringBuilder out = new StringBuilder();

  static String escaped(String text) {
    return VisibleText.of(Redactor.redact(text))
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** As it is: it comes from the code. */
  HtmlText markup(String html) {
    out.append(html).append('\n');
    return this;
  }

  /** {@code tag} without its angle brackets, with a class after a dot. */
  HtmlText element(String tag, String text) {
    String[] parts = tag.split("\\.", 2);
    String named = parts.length == 1 ? "" : " class=\"%s\"".formatted(parts[1]);
    out.append("<%s%s>%s</%s>%n".formatted(parts[0], named, escaped(text), parts[0]));
    return this;
  }

  /** A box to tick, ticked or not, and what it is for. */
  HtmlText box(boolean ticked, String text, String note) {
    out.append(
        "<p class=\"item\"><span class=\"box\">%s</span><span>%s%s</span></p>%n"
            .formatted(
                ticked ? "✓" : "",
                escaped(text),
                note.isEmpty() ? "" : " <small>%s</small>".formatted(escaped(note))));
    return this;
  }

  /** A line to write on. */
  HtmlText line(String label) {
    return markup(
        "<p class=\"line\"><span>%s</span><span class=\"rule\"></span></p>"
            .formatted(escaped(label)));
  }

  /** Plain text whose lines of commands are indented by four blanks. */
  HtmlText instructions(String text) {
    StringBuilder commands = new StringBuilder();
    for (String line : text.stripTrailing().split("\n", -1)) {
      if (line.startsWith("    ")) {
        commands.append(line.substring(4)).append('\n');
        continue;
      }
      endCommands(commands);
      if (!line.isBlank()) {
        element("p.how", line);
      }
    }
    endCommands(commands);
    return this;
  }

  private void endCommands(StringBuilder commands) {
    if (!commands.isEmpty()) {
      element("pre", commands.toString().stripTrailing());
      commands.setLength(0);
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
