package dev.rollbackbot.sandbox.cloudflare.account;

import java.time.Instant;

/**
 * A version of a Worker.
 *
 * @param id UUID
 * @param number counts up from 1 per Worker
 * @param tag may be empty
 * @param reuse whether the provider lets it become live again
 */
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
    /** Its secrets have changed since: refused with code 10220 unless forced. */
    ONLY_FORCED,
    /** Something bound to it is gone: refused, and not listed among the deployable ones. */
    REFUSED
  }

  String label() {
    return "v" + number;
  }
}
