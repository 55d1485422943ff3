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

/** Node with a provider's own clients, as a folder such as {@code src/test/node} pins them. */
public record NodeClients(Path node, Path folder) {
  public static final String MISSING =
      "The provider's own clients did not judge the stand-in: there is no Node 20 with npm on the"
          + " PATH.";

  private static final Path SOURCE = Path.of("src/test/node");
  private static final Path TARGET = Path.of("target/cloudflare-clients");

  /** Cloudflare's. */
  static Optional<NodeClients> installed() throws IOException, InterruptedException {
    return installed(SOURCE, TARGET, "sdk.cjs");
  }

  /** See {@link NodePackages#installed}; {@code script} is one of the source folder. */
  public static Optional<NodeClients> installed(Path source, Path target, String script)
      throws IOException, InterruptedException {
    Optional<NodePackages> packages = NodePackages.installed(source, target, MISSING);
    if (packages.isEmpty()) {
      return Optional.empty();
    }
    Files.deleteIfExists(target.resolve("transcript.txt"));
    Files.write(target.resolve(script), Files.readAllBytes(source.resolve(script)));
    return packages.map(installed -> new NodeClients(installed.node(), target));
  }

  /** Plays the script with the SDK. */
  Printed sdk(Map<String, String> environment) throws IOException, InterruptedException {
    return script("sdk.cjs", environment);
  }

  public Printed script(String file, Map<String, String> environment)
      throws IOException, InterruptedException {
    return run(List.of(node.toString(), file), folder, environment);
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

  private Printed run(List<String> command, Path folder, Map<String, String> environment)
      throws IOException, InterruptedException {
    Printed printed = NodePackages.run(command, folder, environment, Waiting.LIMIT);
    record(command, printed);
    return printed;
  }

  /** For people who want to see what the clients say. */
  private void record(List<String> command, Printed printed) throws IOException {
    String name = command.stream().map(c -> c.replaceFirst(".*/", "")).toList().toString();
    Files.writeString(
        folder.resolve("transcript.txt"),
        "$ %s%n%s%s[exit %d]%n%n".formatted(name, printed.out(), printed.err(), printed.exit()),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
