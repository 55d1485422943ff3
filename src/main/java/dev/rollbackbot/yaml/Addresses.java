package dev.rollbackbot.yaml;

import dev.rollbackbot.text.HttpAddress;

/** Addresses of probed services. */
final class Addresses {
  private static final int MAX_PORT = 65_535;

  private Addresses() {}

  static String of(YamlValue value, String text) {
    if (value.isText() && !text.isEmpty() && !isAddress(text)) {
      // The message omits the address: it may hold a password.
      value.error(
          "%s must be an http or https address without user, query or fragment, such as"
                  .formatted(value.name())
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
