package dev.rollbackbot.sandbox.machine;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.shared.SwitchGroup;
import jakarta.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The bot's machine as far as programs see it: real git, a repository, and stand-ins of {@code
 * pnpm}, {@code npx} and {@code helm} that build it and deploy to the providers' stand-ins.
 */
public record BuildMachine(Path folder, Path git, SampleRepository repository)
    implements SwitchGroup, AutoCloseable {
  private static final List<String> TOOLS = List.of("pnpm", "npx", "helm");

  /** Empty: this machine has no git, so nothing is run on it. */
  public static Optional<BuildMachine> in(Path folder, URI providersApi) throws IOException {
    Optional<Path> git = executable("git");
    return git.isEmpty() ? Optional.empty() : Optional.of(make(folder, git.get(), providersApi));
  }

  private static BuildMachine make(Path folder, Path git, URI providersApi) throws IOException {
    Files.createDirectories(folder.resolve("work/artifacts"));
    Path tools = Files.createDirectories(folder.resolve("tools"));
    HelmTool.begin(tools.resolve(BuildTool.REVISIONS));
    Path options =
        ToolScript.options(
            tools,
            BuildTool.class,
            Map.of(BuildTool.API, providersApi.toString(), BuildTool.FOLDER, tools.toString()));
    for (String tool : TOOLS) {
      ToolScript.write(tools.resolve(tool), options);
    }
    try {
      return new BuildMachine(folder, git, SampleRepository.in(git, folder));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the sample repository was made", e);
    }
  }

  private static Optional<Path> executable(String name) {
    return Stream.of(
            Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry, name).toAbsolutePath())
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public List<JsonObject> faults() {
    return Stream.of(MachineFault.values())
        .map(each ->
            JsonHelper.object()
                .add("id", each.id)
                .add("label", each.label)
                .add("description", each.description)
                .add("action", false)
                .add("on", Files.exists(marker(each)))
                .add("group", "On the bot's machine")
                .build())
        .toList();
  }

  /** The tools look for this file. */
  private Path marker(MachineFault fault) {
    return folder.resolve("tools").resolve(fault.id);
  }

  @Override
  public synchronized void setFault(String id, boolean on) {
    MachineFault fault = MachineFault.of(id);
    try {
      if (on == Files.exists(marker(fault))) {
        return;
      }
      if (fault == MachineFault.MACHINE_CONFLICT) {
        SampleRepository.changeLines(git, folder, on);
      }
      if (on) {
        Files.createFile(marker(fault));
      } else {
        Files.delete(marker(fault));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Branches that were pushed stay: the bot's incidents go on counting. */
  @Override
  public void reset() {
    Stream.of(MachineFault.values()).forEach(fault -> setFault(fault.id, false));
    try {
      HelmTool.begin(folder.resolve("tools").resolve(BuildTool.REVISIONS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** The bot's settings for it; {@code helm} needs {@code KUBECONFIG} too. */
  public Map<String, String> settings() {
    Map<String, String> out = new LinkedHashMap<>();
    out.put(
        "PROCESS_PROGRAMS",
        Stream.concat(
                Stream.of("git=" + git),
                TOOLS.stream().map(tool -> tool + "=" + folder.resolve("tools").resolve(tool)))
            .collect(Collectors.joining(",")));
    out.put("PROCESS_DIRECTORY", folder.resolve("work").toString());
    out.put(
        "PROCESS_ENVIRONMENT", "PATH,HOME,CLOUDFLARE_API_TOKEN,CLOUDFLARE_ACCOUNT_ID,KUBECONFIG");
    out.put("PATH", Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"));
    out.put("HOME", folder.toString());
    out.put("RUNBOOK_FACTORY_REPOSITORY", repository.address().toString());
    return out;
  }
}
