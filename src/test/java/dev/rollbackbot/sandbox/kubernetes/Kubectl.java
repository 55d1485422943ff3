package dev.rollbackbot.sandbox.kubernetes;

import dev.rollbackbot.Waiting;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The kubectl of the PATH, with a home of its own. */
record Kubectl(Path program, Path home, Path kubeconfig) {
  static final String MISSING = "kubectl did not judge the stand-in: there is none on the PATH.";

  /** What a process printed. */
  record Printed(int exit, String out, String err) {}

  /** Empty: it is missing, which fails if the environment variable KUBECTL_REQUIRED is true. */
  static Optional<Path> installed() throws IOException {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Optional<Path> found =
        Arrays.stream(path.split(File.pathSeparator))
            .map(folder -> Path.of(folder, "kubectl"))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty() && "true".equals(System.getenv("KUBECTL_REQUIRED"))) {
      throw new IOException(MISSING);
    }
    return found;
  }

  Printed run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.add("--kubeconfig=" + kubeconfig);
    // Otherwise it would know for ten minutes what another server serves.
    command.add("--cache-dir=" + home.resolve("cache"));
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile(home, "kubectl", ".out");
    Path err = Files.createTempFile(home, "kubectl", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    String path = builder.environment().getOrDefault("PATH", "");
    builder.environment().clear();
    builder.environment().put("PATH", path);
    builder.environment().put("HOME", home.toString());
    Process process = builder.start();
    try {
      if (!process.waitFor(Waiting.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "it did not end within "
                + Waiting.LIMIT
                + ": "
                + command
                + Files.readString(out)
                + Files.readString(err));
      }
      return new Printed(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
