package dev.rollbackbot.text;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

public final class HttpAddress {
  private HttpAddress() {}

  /** Empty: the text is not an http or https address with a host. */
  public static Optional<URI> parse(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  public static String withoutTrailingSlash(String text) {
    return text.replaceAll("/+$", "");
  }
}
