package dev.rollbackbot.sandbox.slack.state;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Ids, timestamps and secrets in Slack's formats. Thread-safe. */
public final class WorkspaceIds {
  private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
  private static final int ID_LENGTH = 9;

  private final SecureRandom random = new SecureRandom();
  private final AtomicLong lastMicros = new AtomicLong();
  private final Clock clock;

  WorkspaceIds(Clock clock) {
    this.clock = clock;
  }

  /** An id such as {@code C0A1B2C3D4E}. */
  public String next(String prefix) {
    return prefix + "0" + letters(ID_LENGTH);
  }

  public String letters(int length) {
    StringBuilder id = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }

  /** The id of a block or element without one. */
  public String forBlock() {
    return letters(5);
  }

  public String hex(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return HexFormat.of().formatHex(value);
  }

  /** Seconds and microseconds, {@code 1700000000.000100}; always greater than the last. */
  public String ts() {
    Instant now = clock.instant();
    long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    long unique = lastMicros.updateAndGet(last -> Math.max(last + 1, micros));
    return String.format(Locale.ROOT, "%d.%06d", unique / 1_000_000, unique % 1_000_000);
  }
}
