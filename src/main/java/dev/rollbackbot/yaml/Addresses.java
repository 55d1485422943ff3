package dev.rollbackbot.yaml;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** Addresses that probes may ask. */
final class Addresses {
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final int MAX_PORT = 65_535;

  private Addresses() {}

  /** The address without a slash at its end. */
  static String of(Value value, String text) {
    if (value.isText() && !text.isEmpty() && !isAddress(text)) {
      // It may hold a password, so it is not repeated.
      value.wrong(
          "%s must be an http or https address without user, query or fragment, such as"
                  .formatted(value.name())
              + " https://example.com/path");
    }
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);
      return SCHEMES.contains(Optional.ofNullable(uri.getScheme()).orElse(""))
          && uri.getHost() != null
          && uri.getPort() <= MAX_PORT
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
