package dev.rollbackbot.gateway.process;

import dev.rollbackbot.gateway.process.repository.RepositoryProgram;
import dev.rollbackbot.incident.rollback.Invocation.RunProcess;
import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.secret.PrivateFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts {@link ProcessWrapper} with nothing of the bot's own environment. */
record WrapperLauncher(ProcessOptions options) {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  /** Writes down what is to be run, and starts the wrapper. */
  void launch(JobFolder folder, RunProcess run, Path directory) throws IOException {
    Optional<Path> patch = Optional.empty();
    if (run.patch().isPresent()) {
      patch = Optional.of(folder.write(run.patch().get()));
    }
    folder.write(request(run, directory, patch));
    List<String> command = new ArrayList<>();
    command.add(JAVA.toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx32m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(),
            ProcessWrapper.class.getName(),
            folder.path().toString()));
    PrivateFiles.createFile(folder.wrapperLog());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.path().toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(folder.wrapperLog().toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    // Else arguments that are not ASCII would be lost on their way.
    environment.put("LC_ALL", "C.UTF-8");
    run.environment().forEach(name -> environment.put(name, options.environment().get(name)));
    builder.start();
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private JobFolder.Request request(RunProcess run, Path directory, Optional<Path> patch) {
    Optional<Path> program = Optional.ofNullable(options.programs().get(run.program()));
    if (program.isPresent()) {
      return new JobFolder.Request(program.get(), run.arguments(), directory, run.timeout());
    }
    List<String> arguments =
        new ArrayList<>(
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-cp", classPath()));
    arguments.add(RepositoryProgram.class.getName());
    options.programs().forEach((name, path) -> arguments.add(name + "=" + path));
    arguments.add("--");
    arguments.addAll(run.arguments());
    patch.ifPresent(file ->
        arguments.addAll(List.of(JobSpec.ProcessSpec.PATCH, file.toAbsolutePath().toString())));
    return new JobFolder.Request(JAVA, arguments, directory, run.timeout());
  }
}
