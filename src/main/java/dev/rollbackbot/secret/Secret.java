package dev.rollbackbot.secret;

import java.util.List;
import java.util.stream.Stream;

/** A credential. Ask for its value at each use: it may be rotated while the bot runs. */
public sealed interface Secret permits Secret.Fixed, SecretFile {
  /** The current value; for a use, never for a message or a log line. */
  String value();

  /** Read once, such as from an environment variable. */
  static Secret fixed(String value) {
    Secret secret = new Fixed(value);
    KnownSecrets.add(value);
    secret.values().forEach(KnownSecrets::add);
    return secret;
  }

  /** Several values that are accepted at the same time while one replaces the other. */
  default List<String> values() {
    return Stream.of(value().split("\\s+", -1)).filter(v -> !v.isEmpty()).toList();
  }

  /** A value that stays the same until the bot is restarted. */
  record Fixed(String value) implements Secret {
    @Override
    public String toString() {
      return "[secret]";
    }
  }
}
