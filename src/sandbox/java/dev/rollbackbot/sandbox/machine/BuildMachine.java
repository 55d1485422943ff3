package dev.rollbackbot.sandbox.machine;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The bot's machine as far as programs see it: real git, a repository, and stand-ins of {@code
 * pnpm} and {@code npx} that build it and deploy to the provider's stand-in.
 */
public record BuildMachine(Path folder, Path git, SampleRepository repository)
    implements AutoCloseable {
  private static final List<String> TOOLS = List.of("pnpm", "npx");

  /** Empty: this machine has no git, so nothing is run on it. */
  public static Optional<BuildMachine> in(Path folder, URI providersApi) throws IOException {
    Optional<Path> git = executable("git");
    return git.isEmpty() ? Optional.empty() : Optional.of(make(folder, git.get(), providersApi));
  }

  private static BuildMachine make(Path folder, Path git, URI providersApi) throws IOException {
    Files.createDirectories(folder.resolve("work/artifacts"));
    Files.createDirectories(folder.resolve("tools"));
    Path options =
        Files.writeString(
            folder.resolve("tools/options"),
            String.join(
                "\n",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-D" + BuildTool.API + "=" + providersApi,
                "-cp",
                quoted(classPath()),
                BuildTool.class.getName(),
                ""));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    for (String tool : TOOLS) {
      // The system starts java with these options, the path of this file, and the arguments.
      Path script =
          Files.writeString(folder.resolve("tools/" + tool), "#!" + java + " @" + options + "\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
    try {
      return new BuildMachine(folder, git, SampleRepository.in(git, folder));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the sample repository was made", e);
    }
  }

  /** The tools are started in other folders than the sandbox. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Optional<Path> executable(String name) {
    return Stream.of(
            Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry, name).toAbsolutePath())
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** Deletes the folder. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Where kept builds of the UI are. */
  public Path artifacts() {
    return folder.resolve("work/artifacts");
  }

  /** The bot's settings for it. */
  public Map<String, String> settings() {
    Map<String, String> out = new LinkedHashMap<>();
    out.put(
        "PROCESS_PROGRAMS",
        "git=%s,pnpm=%s,npx=%s"
            .formatted(git, folder.resolve("tools/pnpm"), folder.resolve("tools/npx")));
    out.put("PROCESS_DIRECTORY", folder.resolve("work").toString());
    out.put("PROCESS_ENVIRONMENT", "PATH,HOME,CLOUDFLARE_API_TOKEN,CLOUDFLARE_ACCOUNT_ID");
    out.put("PATH", Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"));
    out.put("HOME", folder.toString());
    out.put("RUNBOOK_FACTORY_REPOSITORY", repository.address().toString());
    return out;
  }
}
