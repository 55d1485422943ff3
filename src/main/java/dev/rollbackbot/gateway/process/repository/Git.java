package dev.rollbackbot.gateway.process.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands of git in one folder: shown before they run, never with a question or an editor. */
record Git(Path program, Path directory) {
  private static final int SHOWN = 300;

  /** Commits need an author; hooks and signatures are for people. */
  private static final List<String> SETTINGS =
      List.of(
          "-c", "user.name=Rollback Bot",
          "-c", "user.email=rollback-bot@localhost",
          "-c", "core.hooksPath=/dev/null",
          "-c", "commit.gpgSign=false",
          "-c", "advice.detachedHead=false");

  /** Its exit status; what it prints is shown. */
  int run(List<String> arguments) throws IOException, InterruptedException {
    show("git", arguments);
    ProcessBuilder builder = builder(arguments).redirectErrorStream(true);
    return builder.redirectOutput(ProcessBuilder.Redirect.INHERIT).start().waitFor();
  }

  /** The same, which must succeed. */
  void must(String... arguments) throws IOException, InterruptedException, RepositoryProblem {
    int status = run(List.of(arguments));
    if (status != 0) {
      throw RepositoryProblem.stopped(
          "git %s ended with exit status %d. Nothing was pushed.".formatted(arguments[0], status));
    }
  }

  /** What it prints, without the last line break; empty text as well if it fails. */
  String read(String... arguments) throws IOException, InterruptedException {
    return answer(arguments).orElse("");
  }

  /** What it prints, without the last line break; empty: it fails. */
  Optional<String> answer(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = builder(List.of(arguments));
    Process git = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return git.waitFor() == 0 ? Optional.of(out.stripTrailing()) : Optional.empty();
  }

  /** Everything that it prints, however it ends. */
  String readAll(String... arguments) throws IOException, InterruptedException {
    Process git = builder(List.of(arguments)).redirectErrorStream(true).start();
    String out = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int _ = git.waitFor();
    return out;
  }

  private ProcessBuilder builder(List<String> arguments) {
    List<String> line = new ArrayList<>(List.of(program.toString()));
    line.addAll(SETTINGS);
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().putAll(Map.of("GIT_TERMINAL_PROMPT", "0", "GIT_EDITOR", "true"));
    return builder;
  }

  /** Shown as it comes, before the program's own output. */
  static void show(String program, List<String> arguments) {
    StringBuilder line = new StringBuilder("> ").append(program);
    for (String argument : arguments) {
      // Half an argument could be half a secret, which nobody would recognise.
      if (line.length() + argument.length() >= SHOWN) {
        line.append(" …");
        break;
      }
      line.append(' ').append(argument);
    }
    System.out.println(line);
    System.out.flush();
  }
}
