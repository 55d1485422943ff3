package dev.rollbackbot.sandbox.cloudflare.account;

import java.time.Instant;

/** {@code number} counts up from 1 in each Worker; {@code tag} may be empty. */
public record WorkerVersion(
    String id,
    int number,
    Instant createdOn,
    String author,
    String tag,
    String message,
    BuildContents build,
    Reuse reuse) {
  public enum Reuse {
    ALLOWED,
    /** Its secrets have changed: refused with code 10220 unless forced. */
    ONLY_FORCED,
    /** A binding was deleted: refused, and not listed as deployable. */
    REFUSED
  }

  String label() {
    return "v" + number;
  }
}
