package dev.rollbackbot.secret;

/**
 * The secrets of this process, so that no log line shows one. Static because Logback makes its
 * appenders itself, before the settings are read. A rotated secret stays known: its old value may
 * still be valid, and may still be in an exception on its way.
 */
public final class KnownSecrets {
  private static final SecretList ALL = new SecretList();

  private KnownSecrets() {}

  /** One that stays the same until the bot is started again. */
  public static void add(String secret) {
    ALL.add(secret);
  }

  /** One that another will replace. */
  static void addRotated(String secret) {
    ALL.addRotated(secret);
  }

  /** Redacts credentials of any known shape, and these secrets whatever their shape. */
  public static String redact(String text) {
    return Redactor.redactSorted(text, ALL.longestFirst());
  }
}
