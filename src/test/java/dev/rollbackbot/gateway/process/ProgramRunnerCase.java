package dev.rollbackbot.gateway.process;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.incident.rollback.Invocation.RunProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, with the records that they leave. */
abstract class ProgramRunnerCase {
  static final Path PYTHON = Path.of("/usr/bin/python3");
  static final String ID = "INC-1/3";

  @TempDir Path folder;

  ProgramRunner runner;

  @BeforeEach
  void start() throws Exception {
    runner = runner("here", Clock.systemUTC());
  }

  ProgramRunner runner(String host, InstantSource clock) throws IOException {
    return new ProgramRunner(options(), host, clock);
  }

  ProcessOptions options() throws IOException {
    Path work = Files.createDirectories(folder.resolve("work"));
    return new ProcessOptions(
        Map.of("python", PYTHON, "gone", folder.resolve("gone")),
        work,
        work.resolve(".jobs"),
        Map.of("GREETING", "good morning", "DEPLOY_KEY", "correct horse"),
        Set.of("python"));
  }

  static RunProcess run(String code, String... more) {
    return run(Duration.ofMinutes(5), Optional.empty(), List.of(), code, more);
  }

  static RunProcess run(
      Duration timeout,
      Optional<String> directory,
      List<String> environment,
      String code,
      String... more) {
    List<String> arguments = new java.util.ArrayList<>(List.of("-u", "-c", code));
    arguments.addAll(List.of(more));
    return new RunProcess(
        "python",
        arguments,
        directory,
        environment,
        timeout,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  String started(RunProcess job) {
    JobRunner.JobStart start = runner.start(job, ID, () -> true);
    assertThat(start).isInstanceOf(Started.class);
    return ((Started) start).runId();
  }

  RunEnded ended(RunProcess job, String run) {
    await().until(() -> runner.state(job, run) instanceof RunEnded);
    return (RunEnded) runner.state(job, run);
  }

  JobFolder record() {
    return new JobFolder(folder.resolve("work/.jobs/INC-1_3"));
  }
}
