package dev.rollbackbot.alert;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One alert as it was delivered.
 *
 * @param fingerprint identifies it among its sender's alerts; at most 64 characters
 * @param title one masked line for people
 * @param labels to be matched by runbooks; as sent, so never shown
 * @param startsAt when it began to fire by its sender's account; a fault may have begun earlier
 * @param endsAt when it ended, where its sender says so; of a firing one of which its sender will
 *     not tell the end: how long it counts
 * @param sentAt its sender's time of this message; empty: the sender has none
 */
public record Alert(
    String fingerprint,
    AlertStatus status,
    String title,
    Map<String, String> labels,
    Instant startsAt,
    Optional<Instant> endsAt,
    Optional<Instant> sentAt) {
  private static final int LONGEST_FINGERPRINT = 64;

  /** What the bot raises itself elsewhere has its incident in its key. */
  private static final Pattern OWN_KEY = Pattern.compile("rollback-bot:INC-[0-9]+\\b.*");

  public Alert {
    if (fingerprint.isBlank() || fingerprint.length() > LONGEST_FINGERPRINT) {
      throw new IllegalArgumentException("a fingerprint has 1 to 64 characters");
    }
    labels = Map.copyOf(labels);
  }

  /** Whether the bot itself has raised it. */
  public boolean isOwnPage() {
    return labels.values().stream().anyMatch(value -> OWN_KEY.matcher(value).matches());
  }

  /** A fingerprint for an id of any length: the id itself if it is short enough. */
  public static String fingerprint(String id) {
    if (id.length() <= LONGEST_FINGERPRINT && !id.isBlank()) {
      return id;
    }
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
