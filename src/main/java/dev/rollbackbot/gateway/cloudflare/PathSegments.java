package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.incident.rollback.Outcome;
import java.util.regex.Pattern;

/** What may become a part of a path. Nothing in it needs encoding, and nothing climbs out of it. */
final class PathSegments {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private PathSegments() {}

  static boolean allowed(String name) {
    return ALLOWED.matcher(name).matches();
  }

  /** The name itself, if it is allowed. */
  static String segment(String name) throws CloudflareReadException {
    if (allowed(name)) {
      return name;
    }
    throw new CloudflareReadException(
        Outcome.FailureKind.REFUSED,
        "bad-name",
        "\"%s\" is no name that Cloudflare can know: letters, digits, dashes and underscores only."
            .formatted(CloudflareText.clip(name)));
  }
}
