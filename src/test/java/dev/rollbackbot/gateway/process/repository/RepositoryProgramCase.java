package dev.rollbackbot.gateway.process.repository;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.gateway.process.ProcessOptions;
import dev.rollbackbot.gateway.process.ProcessProvider;
import dev.rollbackbot.incident.rollback.Invocation.RunProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real repository with two commits, and real processes. */
abstract class RepositoryProgramCase {
  static final Path PYTHON = Path.of("/usr/bin/python3");
  static final String BRANCH = "rollback/INC-1";

  @TempDir Path folder;

  RealRepository repository;
  JobRunner runner;
  Path directory;
  String first;
  String second;
  int jobs = 1;

  @BeforeEach
  void start() throws Exception {
    repository = RealRepository.in(folder);
    repository.commits("list.txt", "one\n");
    first = repository.commits("list.txt", "one\ntwo\n");
    second = repository.commits("list.txt", "one\ntwo\nthree\n");
    directory = Files.createDirectory(folder.resolve("checkouts"));
    runner = runner(RealRepository.GIT);
  }

  private JobRunner runner(Path git) {
    return new ProcessProvider(
            new ProcessOptions(
                Map.of("git", git, "python", PYTHON),
                directory,
                folder.resolve("jobs"),
                Map.of(),
                Set.of()),
            Clock.systemUTC())
        .jobRunner();
  }

  /** From now on git is called after those lines. */
  void gitIs(String before) throws Exception {
    Path script = folder.resolve("git-of-a-test");
    Files.writeString(script, "#!/bin/sh\n" + before + "exec " + RealRepository.GIT + " \"$@\"\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    runner = runner(script);
  }

  /** However it ends. */
  @AfterEach
  void nothing_is_left_in_the_folder() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  static List<String> arguments(String... words) {
    return List.of(words);
  }

  List<String> revert(String commits, String... more) {
    List<String> out =
        new ArrayList<>(
            List.of(
                "revert",
                "--of",
                repository.bare().toString(),
                "--base",
                "main",
                "--branch",
                BRANCH,
                "--commits",
                commits,
                "--push"));
    out.addAll(List.of(more));
    return out;
  }

  record Ended(int exitStatus, String output) {
    String lastLine() {
      return output.lines().reduce("", (_, last) -> last);
    }
  }

  RunProcess job(List<String> arguments) {
    return new RunProcess(
        "repository",
        arguments,
        Optional.empty(),
        List.of(),
        Duration.ofMinutes(2),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  Ended runs(List<String> arguments) {
    return runs(job(arguments));
  }

  Ended runs(RunProcess job) {
    return runs(job, "INC-1/1");
  }

  /** As another job. */
  Ended again(List<String> arguments) {
    jobs++;
    return runs(job(arguments), "INC-1/" + jobs);
  }

  Ended runs(RunProcess job, String id) {
    String run = ((Started) runner.start(job, id, () -> true)).runId();
    await().until(() -> runner.state(job, run) instanceof RunEnded);
    RunEnded end = (RunEnded) runner.state(job, run);
    return new Ended(
        Integer.parseInt(end.code().substring("exit-".length())), runner.output(job, run));
  }

  void assertNothingPushed() throws Exception {
    assertThat(repository.branches()).doesNotContain(BRANCH);
  }
}
