package dev.rollbackbot.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashSet;

/**
 * The secrets of this process, so that no log line shows one. Static because Logback makes its
 * appenders itself, before the settings are read. A rotated secret stays known: its old value may
 * still be valid, and may still be in an exception on its way.
 */
public final class KnownSecrets {
  /** Every log line is searched for each of them; the oldest is forgotten first. */
  private static final int MOST = 200;

  private static final LinkedHashSet<String> ALL = new LinkedHashSet<>();

  /** Longest first: one secret may contain another. */
  private static volatile String[] sorted = {};

  private KnownSecrets() {}

  public static synchronized void add(String secret) {
    if (secret.isBlank() || !ALL.add(secret)) {
      return;
    }
    ALL.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    while (ALL.size() > MOST) {
      ALL.removeFirst();
    }
    sorted =
        ALL.stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toArray(String[]::new);
  }

  /** Redacts credentials of any known shape, and these secrets whatever their shape. */
  public static String redact(String text) {
    return Redactor.redact(text, sorted);
  }
}
