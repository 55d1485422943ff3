package dev.rollbackbot.sandbox;

import java.nio.file.Path;

/**
 * How to start the sandbox.
 *
 * @param port of the HTTP server; 0 for any that is free
 * @param bindAddress the address that it and the WebSocket server listen on, such as 127.0.0.1
 * @param manifest the app's manifest.yml: the scopes granted and the slash commands offered
 * @param fast shorter times and higher rates, for tests
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
