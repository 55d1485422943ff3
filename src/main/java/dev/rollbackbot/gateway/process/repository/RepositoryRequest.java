package dev.rollbackbot.gateway.process.repository;

import dev.rollbackbot.runbook.job.JobSpec;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is asked for, as an argument list.
 *
 * @param programs absolute paths of the programs that may be run, by their names
 * @param change what is done to the checkout before programs run in it
 * @param of the repository: an address or a path
 * @param base the branch or commit to start from
 * @param branch that is made; empty: none
 * @param runs programs to run in the checkout, in order
 * @param push whether the branch is pushed at the end
 * @param at the commit that the base must be at; empty: wherever it is
 * @param mark a line of the newest commit, by which a branch is known that an earlier run made
 */
record RepositoryRequest(
    Map<String, Path> programs,
    RepositoryChange change,
    String of,
    String base,
    Optional<String> branch,
    List<ProgramRun> runs,
    boolean push,
    Optional<String> at,
    Optional<String> mark) {
  /** Ends the arguments of a program, as in {@code find -exec}. */
  private static final String END = ";";

  private static final String AT_OPTION = JobSpec.ProcessSpec.AT;

  private static final Set<String> WITH_VALUE =
      Set.of(
          "--of", "--base", "--branch", "--commits", "--patch", "--message", "--mark", AT_OPTION);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,199}");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{40,64}");
  private static final Pattern IDS = Pattern.compile("[0-9a-f]{7,40}( +[0-9a-f]{7,40})*");
  private static final Pattern MARK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}");
  private static final Pattern BLANKS = Pattern.compile(" +");

  RepositoryRequest {
    programs = Map.copyOf(programs);
    runs = List.copyOf(runs);
  }

  sealed interface RepositoryChange {}

  /** The commits are reverted, newest first. */
  record RevertCommits(List<String> ids) implements RepositoryChange {
    RevertCommits {
      ids = List.copyOf(ids);
    }
  }

  /** A patch is applied whole, and committed. */
  record ApplyPatch(Path patch, String message) implements RepositoryChange {}

  record NoChange() implements RepositoryChange {}

  /**
   * @param directory below the checkout
   * @param line the program's name and its arguments
   */
  record ProgramRun(String directory, List<String> line) {
    ProgramRun {
      line = List.copyOf(line);
    }
  }

  /** First the programs that may be run, each as {@code name=path}; then, after {@code --}, it. */
  static RepositoryRequest of(List<String> arguments) throws RepositoryProblem {
    Deque<String> rest = new ArrayDeque<>(arguments);
    Map<String, Path> programs = new HashMap<>();
    while (!rest.isEmpty() && !rest.peek().equals("--")) {
      String program = rest.poll();
      int at = program.indexOf('=');
      programs.put(program.substring(0, at), Path.of(program.substring(at + 1)));
    }
    var _ = rest.poll();
    return new RequestReading(rest, programs).request();
  }

  Path git() {
    return program("git");
  }

  Path program(String name) {
    return Optional.ofNullable(programs.get(name)).orElseThrow();
  }

  /** One argument list. */
  private static final class RequestReading {
    private final Deque<String> rest;
    private final Map<String, Path> programs;
    private final Map<String, String> values = new HashMap<>();
    private final List<ProgramRun> runs = new ArrayList<>();
    private boolean push;

    RequestReading(Deque<String> rest, Map<String, Path> programs) {
      this.rest = rest;
      this.programs = programs;
    }

    RepositoryRequest request() throws RepositoryProblem {
      String command = next("one of revert, apply and checkout");
      while (!rest.isEmpty()) {
        option(rest.remove());
      }
      allowed("git");
      for (ProgramRun run : runs) {
        allowed(run.line().getFirst());
      }
      RepositoryChange change = change(command);
      Optional<String> branch = name("--branch");
      boolean changes = !(change instanceof NoChange);
      if (changes != branch.isPresent() || (push && branch.isEmpty())) {
        throw RepositoryProblem.arguments(
            "--branch belongs to revert and apply, and names the branch that they make.");
      }
      if (!values.isEmpty() && values.keySet().stream().anyMatch(v -> !known(command, v))) {
        throw RepositoryProblem.arguments(command + " does not take all of these options.");
      }
      return new RepositoryRequest(
          programs,
          change,
          source(),
          name("--base").orElse("main"),
          branch,
          runs,
          push,
          at(),
          mark());
    }

    private void option(String option) throws RepositoryProblem {
      switch (option) {
        case "--push" -> push = true;
        case "--run" -> runs.add(run());
        default -> {
          if (!WITH_VALUE.contains(option)) {
            throw RepositoryProblem.arguments("There is no option " + option + ".");
          }
          if (values.put(option, next("a value after " + option)) != null) {
            throw RepositoryProblem.arguments(option + " is given twice.");
          }
        }
      }
    }

    private ProgramRun run() throws RepositoryProblem {
      String directory = next("a directory after --run");
      Path inside = Path.of(directory).normalize();
      if (inside.isAbsolute() || inside.startsWith("..")) {
        throw RepositoryProblem.arguments(directory + " is not a folder of the repository.");
      }
      List<String> line = new ArrayList<>();
      String word = next("a program after --run");
      while (!word.equals(END)) {
        line.add(word);
        word = next("a \"" + END + "\" at the end of a program's arguments");
      }
      if (line.isEmpty()) {
        throw RepositoryProblem.arguments("--run needs a program.");
      }
      return new ProgramRun(directory, line);
    }

    private void allowed(String program) throws RepositoryProblem {
      if (!programs.containsKey(program)) {
        throw RepositoryProblem.arguments("PROCESS_PROGRAMS does not list “" + program + "”.");
      }
    }

    private RepositoryChange change(String command) throws RepositoryProblem {
      return switch (command) {
        case "revert" -> new RevertCommits(commits(required("--commits")));
        case "apply" -> new ApplyPatch(Path.of(required("--patch")), required("--message"));
        case "checkout" -> new NoChange();
        default ->
            throw RepositoryProblem.arguments(
                "The first argument is one of revert, apply and checkout, not " + command + ".");
      };
    }

    private static boolean known(String command, String option) {
      return switch (option) {
        case "--commits" -> command.equals("revert");
        case "--patch", "--message" -> command.equals("apply");
        default -> true;
      };
    }

    private static List<String> commits(String value) throws RepositoryProblem {
      if (!IDS.matcher(value).matches()) {
        throw RepositoryProblem.arguments("--commits are ids with blanks between them.");
      }
      return Stream.of(BLANKS.split(value, -1)).distinct().toList();
    }

    /** An option in its place would be taken for one by git. */
    private String source() throws RepositoryProblem {
      String of = required("--of");
      if (of.startsWith("-") || of.isBlank()) {
        throw RepositoryProblem.arguments("--of is the address or the path of a repository.");
      }
      return of;
    }

    private Optional<String> name(String option) throws RepositoryProblem {
      Optional<String> value = Optional.ofNullable(values.get(option));
      if (value.filter(v -> !NAME.matcher(v).matches() || v.contains("..")).isPresent()) {
        throw RepositoryProblem.arguments(option + " is the name of a branch.");
      }
      return value;
    }

    private Optional<String> at() throws RepositoryProblem {
      Optional<String> at = Optional.ofNullable(values.get(AT_OPTION));
      if (at.filter(id -> !ID.matcher(id).matches()).isPresent()) {
        throw RepositoryProblem.arguments(AT_OPTION + " is the whole id of a commit.");
      }
      return at;
    }

    private Optional<String> mark() throws RepositoryProblem {
      Optional<String> mark = Optional.ofNullable(values.get("--mark"));
      if (mark.filter(m -> !MARK.matcher(m).matches()).isPresent()) {
        throw RepositoryProblem.arguments("--mark is a few letters, digits, blanks and hyphens.");
      }
      return mark;
    }

    private String required(String option) throws RepositoryProblem {
      return Optional.ofNullable(values.get(option))
          .orElseThrow(() -> RepositoryProblem.arguments(option + " is missing."));
    }

    private String next(String what) throws RepositoryProblem {
      return Optional.ofNullable(rest.poll())
          .orElseThrow(() -> RepositoryProblem.arguments("There must be " + what + "."));
    }
  }
}
