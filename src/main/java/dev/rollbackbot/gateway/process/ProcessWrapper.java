package dev.rollbackbot.gateway.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A small process of its own between the bot and a program: it outlives the bot, so that the
 * program's end is recorded whatever happens to the bot meanwhile, and it ends the program's whole
 * process tree when that is asked for or its time is over. Takes the path of a {@link JobFolder}.
 */
final class ProcessWrapper {
  private static final Duration CHECK = Duration.ofMillis(100);

  /** From the request to end until the program is killed. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** Others may hold the output open after the program has ended. */
  private static final Duration OUTPUT_LIMIT = Duration.ofSeconds(2);

  /** As a shell reports a program that can't be started. */
  private static final int NOT_STARTED = 127;

  private final JobFolder folder;
  private final JobFolder.Request request;
  private final AdoptedProcesses adopted;

  private ProcessWrapper(JobFolder folder, AdoptedProcesses adopted) throws IOException {
    this.folder = folder;
    this.adopted = adopted;
    this.request = folder.request();
  }

  static void main(String[] arguments) throws Exception {
    new ProcessWrapper(new JobFolder(Path.of(arguments[0])), AdoptedProcesses.adopt()).run();
    // A thread may still wait for output that somebody else holds open.
    Runtime.getRuntime().halt(0);
  }

  private void run() throws IOException, InterruptedException {
    try (FileChannel _ = folder.holdAlive()) {
      runAlive();
    }
  }

  private void runAlive() throws IOException, InterruptedException {
    long self = ProcessHandle.current().pid();
    folder.write(new JobFolder.Status(self, Optional.empty(), Optional.empty()));
    if (!folder.decide(true)) {
      return;
    }
    Process program;
    try {
      program = start();
    } catch (IOException e) {
      System.err.println("the program can't be started: " + e.getMessage());
      folder.write(
          new JobFolder.Status(self, Optional.of(NOT_STARTED), Optional.of("can't be started")));
      return;
    }
    Thread output = Thread.ofPlatform().daemon().start(() -> copyOutput(program));
    Optional<String> stopped = awaitEnd(program);
    output.join(OUTPUT_LIMIT.toMillis());
    folder.write(new JobFolder.Status(self, Optional.of(program.exitValue()), stopped));
  }

  /** Its environment is this process's own, which holds only what the runbook names. */
  private Process start() throws IOException {
    return new ProcessBuilder(
            Stream.concat(Stream.of(request.program().toString()), request.arguments().stream())
                .toList())
        .directory(request.directory().toFile())
        .redirectErrorStream(true)
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .start();
  }

  private void copyOutput(Process program) {
    try {
      folder.output().copy(program.getInputStream());
    } catch (IOException e) {
      System.err.println("output is lost: " + e.getMessage());
    }
  }

  private Optional<String> awaitEnd(Process program) throws InterruptedException {
    long deadline = System.nanoTime() + request.timeout().toNanos();
    while (!program.waitFor(CHECK.toMillis(), TimeUnit.MILLISECONDS)) {
      boolean late = System.nanoTime() >= deadline;
      boolean asked = late || folder.stopRequested();
      // It may have ended by itself since it was looked at.
      if (asked && program.isAlive()) {
        endTree(program);
        return Optional.of(late ? "timeout" : "stopped");
      }
    }
    return Optional.empty();
  }

  private void endTree(Process program) throws InterruptedException {
    adopted.alive(program).forEach(ProcessHandle::destroy);
    long limit = System.nanoTime() + GRACE.toNanos();
    while (!adopted.alive(program).isEmpty() && System.nanoTime() < limit) {
      Thread.sleep(CHECK.toMillis());
    }
    while (!adopted.alive(program).isEmpty() || program.isAlive()) {
      adopted.alive(program).forEach(ProcessHandle::destroyForcibly);
      Thread.sleep(CHECK.toMillis());
    }
  }
}
