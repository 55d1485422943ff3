package dev.rollbackbot.sandbox;

import java.nio.file.Path;

/**
 * The options of the sandbox.
 *
 * @param port 0 for any free port
 * @param bindAddress of the HTTP and the WebSocket server, such as 127.0.0.1
 * @param manifest the app's manifest.yml
 * @param fast short times and high rates, for tests
 */
public record SandboxOptions(int port, String bindAddress, Path manifest, boolean fast) {
  private static final int MAX_PORT = 65_535;

  public SandboxOptions {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "the sandbox's port must be between 0 and " + MAX_PORT + ", not " + port);
    }
    if (bindAddress.isBlank()) {
      throw new IllegalArgumentException(
          "the sandbox needs an address to listen on, such as 127.0.0.1");
    }
  }
}
