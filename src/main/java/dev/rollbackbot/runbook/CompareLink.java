package dev.rollbackbot.runbook;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where people read what changed between two commits or tags of a service.
 *
 * @param template an {@code https} address with {@code {from}} and {@code {to}}, the older one first
 */
public record CompareLink(String template) {
  /** A commit or a tag; of an image, what stands after the last colon. */
  private static final Pattern REFERENCE = Pattern.compile("(?:.*:)?([0-9A-Za-z][0-9A-Za-z._-]{0,99})");

  private static final String FROM = "{from}";
  private static final String TO = "{to}";

  public CompareLink {
    if (!isTemplate(template)) {
      throw new IllegalArgumentException(template + " is no https address with {from} and {to}");
    }
  }

  public static boolean isTemplate(String text) {
    return text.startsWith("https://") && text.contains(FROM) && text.contains(TO);
  }

  /** Empty: one of them can't be part of an address, or both are the same. */
  public Optional<String> between(String from, String to) {
    Matcher older = REFERENCE.matcher(from);
    Matcher newer = REFERENCE.matcher(to);
    return older.matches() && newer.matches() && !older.group(1).equals(newer.group(1))
        ? Optional.of(template.replace(FROM, older.group(1)).replace(TO, newer.group(1)))
        : Optional.empty();
  }
}
