package dev.rollbackbot.sandbox.cloudflare.account;

import java.time.Instant;

/**
 * A version of a Worker.
 *
 * @param number counts up from 1 in each Worker
 * @param tag may be empty
 * @param message may be empty
 * @param etag of the code: the same for versions that differ in their secrets only
 * @param triggeredBy {@code upload} or {@code secret}
 */
public record WorkerVersion(
    String id,
    int number,
    Instant createdOn,
    String author,
    String tag,
    String message,
    String etag,
    String triggeredBy,
    BuildContents build,
    Reuse reuse) {
  public enum Reuse {
    ALLOWED,
    /** Its secrets have changed: refused with code 10220 unless forced. */
    ONLY_FORCED,
    /** A binding was deleted: refused, and not listed as deployable. */
    REFUSED
  }

  /** The etag of code that no other version has. */
  static String etagOf(String id) {
    return StableIds.of(id).replace("-", "");
  }

  String label() {
    return "v" + number;
  }
}
