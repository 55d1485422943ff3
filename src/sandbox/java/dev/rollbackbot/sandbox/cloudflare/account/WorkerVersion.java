package dev.rollbackbot.sandbox.cloudflare.account;

import java.time.Instant;
import java.util.Map;

/**
 * A version of a Worker.
 *
 * @param number counts up from 1 in each Worker
 * @param tag may be empty
 * @param message may be empty
 * @param etag of the code: the same for versions that differ in their secrets only
 * @param triggeredBy how it was made, by an upload or by a change of a secret
 * @param secrets the revision of each secret, by its name, that the version was made with
 * @param migration tag of the Durable Object migration that it stands on; may be empty
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
    Map<String, Integer> secrets,
    String migration,
    Reuse reuse) {
  public WorkerVersion {
    secrets = Map.copyOf(secrets);
  }

  public enum Reuse {
    ALLOWED,
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
