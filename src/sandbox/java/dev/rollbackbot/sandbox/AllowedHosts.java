package dev.rollbackbot.sandbox;

import dev.rollbackbot.sandbox.shared.HttpRequests;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;

/**
 * Whether a request was meant for the sandbox. A page of another site that people have open can
 * reach this port too: by its own name, after it made that name point to this machine, or from its
 * own origin.
 *
 * @param bindAddress which may be a name
 */
record AllowedHosts(String bindAddress) {
  /** An address can't be made to point elsewhere; a name can. */
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-f:.]+]");

  boolean allows(Request request) {
    String host = HttpRequests.header(request, "Host").toLowerCase(Locale.ROOT);
    String name = host.replaceFirst(":[0-9]*$", "");
    boolean known =
        Set.of("localhost", bindAddress.toLowerCase(Locale.ROOT)).contains(name)
            || ADDRESS.matcher(name).matches();
    String origin = HttpRequests.header(request, "Origin").toLowerCase(Locale.ROOT);
    return known && (origin.isEmpty() || authority(origin).filter(host::equals).isPresent());
  }

  private static Optional<String> authority(String origin) {
    try {
      return Optional.ofNullable(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
