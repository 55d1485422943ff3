package dev.rollbackbot.text;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
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

  /** Whether the host is this machine, so that nothing is shown to a network. */
  public static boolean isLoopback(URI address) {
    String host = address.getHost().toLowerCase(Locale.ROOT);
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }

  public static String withoutTrailingSlash(String text) {
    return text.replaceAll("/+$", "");
  }
}
