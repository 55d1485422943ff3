package dev.rollbackbot;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Packages of npm that a folder of {@code src/test/node} pins, installed into a folder of their
 * own.
 */
public record NodePackages(Path node, Path folder) {
  private static final int OLDEST = 20;
  private static final Duration INSTALLATION = Duration.ofMinutes(5);

  /** What a process printed. */
  public record Printed(int exit, String out, String err) {}

  /**
   * Installed once into the target folder; empty: Node or npm is missing or too old, which fails if
   * the environment variable NODE_REQUIRED is true.
   *
   * @param missing the sentence about that
   */
  public static Optional<NodePackages> installed(Path source, Path target, String missing)
      throws IOException, InterruptedException {
    Optional<Path> node = program("node");
    Optional<Path> npm = program("npm");
    if (node.isEmpty() || npm.isEmpty() || version(node.get()) < OLDEST) {
      if ("true".equals(System.getenv("NODE_REQUIRED"))) {
        throw new IOException(missing);
      }
      System.err.println(missing);
      return Optional.empty();
    }
    Files.createDirectories(target);
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
        throw new IOException("npm could not install what " + pinned + " names: " + npmCi.err());
      }
    }
    return Optional.of(new NodePackages(node.get(), target));
  }

  /** Runs a program to its end, with the PATH and that environment only. */
  public static Printed run(
      List<String> command, Path folder, Map<String, String> environment, Duration limit)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("node", ".out");
    Path err = Files.createTempFile("node", ".err");
    Process process =
        builder(command, folder, environment)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("it did not end within " + limit + ": " + command);
      }
      return new Printed(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  /** A program in that folder, with the PATH and that environment only. */
  public static ProcessBuilder builder(
      List<String> command, Path folder, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    String path = builder.environment().getOrDefault("PATH", "");
    builder.environment().clear();
    builder.environment().put("PATH", path);
    builder.environment().putAll(environment);
    return builder;
  }

  private static int version(Path node) throws IOException, InterruptedException {
    String text =
        run(List.of(node.toString(), "--version"), Path.of("."), Map.of(), Waiting.LIMIT).out();
    String major = text.strip().replaceFirst("^v(\\d+)\\..*", "$1");
    return major.matches("\\d{1,4}") ? Integer.parseInt(major) : 0;
  }

  private static Optional<Path> program(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
