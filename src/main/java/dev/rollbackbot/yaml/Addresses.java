package dev.rollbackbot.yaml;

import dev.rollbackbot.text.HttpAddress;

/** Addresses that probes may ask. */
final class Addresses {
  private static final int MAX_PORT = 65_535;

  private Addresses() {}

  /** The address without a slash at its end. */
  static String of(YamlValue yamlValue, String text) {
    if (yamlValue.isText() && !text.isEmpty() && !isAddress(text)) {
      // It may hold a password, so it is not repeated.
      yamlValue.error(
          "%s must be an http or https address without user, query or fragment, such as"
                  .formatted(yamlValue.name())
              + " https://example.com/path");
    }
    return HttpAddress.withoutTrailingSlash(text);
  }

  private static boolean isAddress(String text) {
    return HttpAddress.parse(text)
        .filter(uri ->
            uri.getPort() <= MAX_PORT
                && uri.getUserInfo() == null
                && uri.getQuery() == null
                && uri.getFragment() == null)
        .isPresent();
  }
}
