package dev.rollbackbot.sandbox.cloudflare;

import dev.rollbackbot.NodePackages;
import dev.rollbackbot.NodePackages.Printed;
import dev.rollbackbot.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Node with Cloudflare's own clients, as {@code src/test/node} pins them. */
record NodeClients(Path node, Path folder) {
  static final String MISSING =
      "Cloudflare's own clients did not judge the stand-in: there is no Node 20 with npm on the"
          + " PATH.";

  private static final Path SOURCE = Path.of("src/test/node");
  private static final Path TARGET = Path.of("target/cloudflare-clients");

  /** See {@link NodePackages#installed}. */
  static Optional<NodeClients> installed() throws IOException, InterruptedException {
    Optional<NodePackages> packages = NodePackages.installed(SOURCE, TARGET, MISSING);
    if (packages.isEmpty()) {
      return Optional.empty();
    }
    Files.deleteIfExists(TARGET.resolve("transcript.txt"));
    Files.write(TARGET.resolve("sdk.cjs"), Files.readAllBytes(SOURCE.resolve("sdk.cjs")));
    return packages.map(installed -> new NodeClients(installed.node(), TARGET));
  }

  /** Plays the script with the SDK. */
  Printed sdk(Map<String, String> environment) throws IOException, InterruptedException {
    return run(List.of(node.toString(), "sdk.cjs"), folder, environment);
  }

  /** Without its launcher, which hides how the process ended. */
  Printed wrangler(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(node.toString());
    command.add("--no-warnings");
    command.add(
        folder.resolve("node_modules/wrangler/wrangler-dist/cli.js").toAbsolutePath().toString());
    command.addAll(Arrays.asList(arguments));
    Path empty = Files.createDirectories(folder.resolve("empty"));
    return run(command, empty, environment);
  }

  private static Printed run(List<String> command, Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    Printed printed = NodePackages.run(command, folder, environment, Waiting.LIMIT);
    record(command, printed);
    return printed;
  }

  /** For people who want to see what the clients say. */
  private static void record(List<String> command, Printed printed) throws IOException {
    String name = command.stream().map(c -> c.replaceFirst(".*/", "")).toList().toString();
    Files.createDirectories(TARGET);
    Files.writeString(
        TARGET.resolve("transcript.txt"),
        "$ %s%n%s%s[exit %d]%n%n".formatted(name, printed.out(), printed.err(), printed.exit()),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
