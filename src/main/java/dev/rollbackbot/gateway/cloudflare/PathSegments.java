package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.incident.rollback.Outcome;
import java.util.regex.Pattern;

/** Names that are safe as a segment of a path: no encoding needed, no way to another path. */
final class PathSegments {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private PathSegments() {}

  static boolean allowed(String name) {
    return ALLOWED.matcher(name).matches();
  }

  static String segment(String name) throws ProviderReadException {
    if (allowed(name)) {
      return name;
    }
    throw new ProviderReadException(
        Outcome.FailureKind.REFUSED,
        "bad-name",
        "\"%s\" is no name that Cloudflare can know: letters, digits, dashes and underscores only."
            .formatted(ProviderText.clip(name)));
  }
}
