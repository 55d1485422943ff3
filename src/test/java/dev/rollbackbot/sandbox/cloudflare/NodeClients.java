package dev.rollbackbot.sandbox.cloudflare;

import dev.rollbackbot.Waiting;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Node with a provider's own clients, as a folder such as {@code src/test/node} pins them. */
public record NodeClients(Path node, Path folder) {
  public static final String MISSING =
      "The provider's own clients did not judge the stand-in: there is no Node 20 with npm on the"
          + " PATH.";

  private static final Path SOURCE = Path.of("src/test/node");
  private static final Path TARGET = Path.of("target/cloudflare-clients");
  private static final int OLDEST = 20;
  private static final Duration INSTALLATION = Duration.ofMinutes(5);

  /** What a process printed. */
  public record Printed(int exit, String out, String err) {}

  /** Cloudflare's. */
  static Optional<NodeClients> installed() throws IOException, InterruptedException {
    return installed(SOURCE, TARGET, "sdk.cjs");
  }

  /**
   * Installed once into the target folder; empty: Node or npm is missing or too old, which fails if
   * the environment variable NODE_REQUIRED is true.
   */
  public static Optional<NodeClients> installed(Path source, Path target, String script)
      throws IOException, InterruptedException {
    Optional<Path> node = program("node");
    Optional<Path> npm = program("npm");
    if (node.isEmpty() || npm.isEmpty() || version(node.get()) < OLDEST) {
      if ("true".equals(System.getenv("NODE_REQUIRED"))) {
        throw new IOException(MISSING);
      }
      return Optional.empty();
    }
    Files.createDirectories(target);
    Files.deleteIfExists(target.resolve("transcript.txt"));
    Path lock = target.resolve("package-lock.json");
    Path pinned = source.resolve("package-lock.json");
    Path done = target.resolve("node_modules/.package-lock.json");
    boolean current = Files.exists(lock) && Files.exists(done) && Files.mismatch(lock, pinned) < 0;
    if (!current) {
      Files.write(
          target.resolve("package.json"), Files.readAllBytes(source.resolve("package.json")));
      Files.write(lock, Files.readAllBytes(pinned));
      Printed npmCi =
          run(
              List.of(npm.get().toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"),
              target,
              Map.of("HOME", target.toAbsolutePath().toString()),
              INSTALLATION);
      if (npmCi.exit() != 0) {
        throw new IOException("npm could not install the clients: " + npmCi.err());
      }
    }
    Files.write(target.resolve(script), Files.readAllBytes(source.resolve(script)));
    return Optional.of(new NodeClients(node.get(), target));
  }

  /** Plays the script with the SDK. */
  Printed sdk(Map<String, String> environment) throws IOException, InterruptedException {
    return script("sdk.cjs", environment);
  }

  public Printed script(String file, Map<String, String> environment)
      throws IOException, InterruptedException {
    return run(List.of(node.toString(), file), folder, environment, Waiting.LIMIT);
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
    return run(command, empty, environment, Waiting.LIMIT);
  }

  private static int version(Path node) throws IOException, InterruptedException {
    String text =
        run(List.of(node.toString(), "--version"), Path.of("."), Map.of(), Waiting.LIMIT).out();
    String major = text.strip().replaceFirst("^v(\\d+)\\..*", "$1");
    return major.matches("\\d{1,4}") ? Integer.parseInt(major) : 0;
  }

  private static Printed run(
      List<String> command, Path folder, Map<String, String> environment, Duration limit)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("node", ".out");
    Path err = Files.createTempFile("node", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    String path = builder.environment().getOrDefault("PATH", "");
    builder.environment().clear();
    builder.environment().put("PATH", path);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("it did not end within " + limit + ": " + command);
      }
      Printed printed =
          new Printed(process.exitValue(), Files.readString(out), Files.readString(err));
      record(command, printed);
      return printed;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
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

  private static Optional<Path> program(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
