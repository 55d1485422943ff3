package dev.rollbackbot.runbook.release;

import java.util.Optional;

/**
 * Where people read what changed between two commits or tags of a service.
 *
 * @param template an {@code https} address with {@code {from}} and {@code {to}}, the older one
 *     first
 */
public record CompareLink(String template) {
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
    return VersionOrigin.of(from)
        .flatMap(older ->
            VersionOrigin.of(to)
                .filter(newer -> !newer.equals(older))
                .map(newer ->
                    template.replace(FROM, older.reference()).replace(TO, newer.reference())));
  }
}
