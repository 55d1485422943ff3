package dev.rollbackbot.runbook.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a provider is asked to run. Values of inputs stand in it as {@code {id}}. */
public sealed interface JobSpec
    permits JobSpec.ProcessSpec,
        JobSpec.WorkflowSpec,
        HttpSpec,
        PullRequestSpec,
        MergeSpec,
        DatabaseSpec {
  /** The provider's id, as settings name it. */
  String provider();

  /**
   * What no two jobs may use at the same time, if the step names no service that it changes.
   *
   * @param words what stands for the placeholders
   */
  String resource(Map<String, String> words);

  /** The call in one line, for people who approve it. */
  String summary(Map<String, String> values);

  /** Where the commits are that it is about; empty: that is not known. */
  default Optional<CommitSource> commits(Map<String, String> values) {
    return Optional.empty();
  }

  /** The branch whose newest commit it starts from, whichever that is then; empty: none. */
  default Optional<String> startsFrom(Map<String, String> values) {
    return Optional.empty();
  }

  /** The same job, which refuses to start from another commit than that. */
  default JobSpec startingAt(String commit) {
    return this;
  }

  /**
   * A program on the bot's own machine, started without a shell.
   *
   * @param program its name in the setting {@code PROCESS_PROGRAMS}
   * @param arguments each is one argument, whatever its values contain
   * @param directory below the setting {@code PROCESS_DIRECTORY}; empty: that directory itself
   * @param environment names of settings that the program gets, and no others
   * @param patch that it applies; empty: none
   */
  record ProcessSpec(
      String program,
      List<String> arguments,
      Optional<String> directory,
      List<String> environment,
      Optional<CodePatch> patch)
      implements JobSpec {
    public static final String PROVIDER = "process";

    /** The bot's own program for git repositories. */
    public static final String REPOSITORY = "repository";

    /** What it is asked for by its first argument: to apply a patch. */
    public static final String APPLY = "apply";

    /** The patch is given to it after this. */
    public static final String PATCH = "--patch";

    /** The commit that it must start from is given to it after this. */
    public static final String AT = "--at";

    public ProcessSpec {
      arguments = List.copyOf(arguments);
      environment = List.copyOf(environment);
    }

    @Override
    public String provider() {
      return PROVIDER;
    }

    @Override
    public String resource(Map<String, String> words) {
      String folder = directory.orElse(".").replaceAll("/(\\./)*/*", "/");
      String plain = folder.replaceFirst("^(\\./)+", "").replaceFirst("/\\.?$", "");
      return plain.isEmpty() ? "." : plain;
    }

    /** As a shell would need it, so that the borders between arguments show. */
    @Override
    public String summary(Map<String, String> values) {
      return Stream.of(
              Stream.of(program),
              arguments(values).stream().map(ProcessSpec::shown),
              patch.stream().flatMap(p -> Stream.of(PATCH, p.name())))
          .flatMap(words -> words)
          .collect(Collectors.joining(" "));
    }

    /** Of a revert, or of what starts from a branch: the commits of that branch. */
    @Override
    public Optional<CommitSource> commits(Map<String, String> values) {
      List<String> words = ownWords(values);
      return asks(words, "revert") || startsFrom(values).isPresent()
          ? after(words, "--of")
              .map(of -> new CommitSource(PROVIDER, of, base(words), environment))
              .filter(CommitSource::complete)
          : Optional.empty();
    }

    /** What this plan made itself is known by its mark. */
    @Override
    public Optional<String> startsFrom(Map<String, String> values) {
      List<String> words = ownWords(values);
      boolean ofBranch =
          asks(words, "revert")
              || asks(words, APPLY)
              || (asks(words, "checkout") && !words.contains("--mark"));
      return Optional.of(base(words))
          .filter(base ->
              ofBranch
                  && !words.contains(AT)
                  && Placeholders.of(base).isEmpty()
                  && !base.matches("[0-9a-f]{7,40}"));
    }

    @Override
    public JobSpec startingAt(String commit) {
      List<String> words = new ArrayList<>(arguments);
      words.addAll(1, List.of(AT, commit));
      return new ProcessSpec(program, words, directory, environment, patch);
    }

    private boolean asks(List<String> words, String command) {
      return program.equals(REPOSITORY) && !words.isEmpty() && words.getFirst().equals(command);
    }

    private static String base(List<String> words) {
      return after(words, "--base").orElse("main");
    }

    private static Optional<String> after(List<String> words, String option) {
      return words.stream().dropWhile(word -> !word.equals(option)).skip(1).findFirst();
    }

    /** Without those of the programs that it runs. */
    private List<String> ownWords(Map<String, String> values) {
      List<String> own = new ArrayList<>();
      boolean inRun = false;
      for (String word : arguments(values)) {
        inRun |= word.equals("--run");
        if (!inRun) {
          own.add(word);
        }
        inRun &= !word.equals(";");
      }
      return own;
    }

    public List<String> arguments(Map<String, String> values) {
      return arguments.stream().map(a -> Placeholders.fill(a, values)).toList();
    }

    private static String shown(String argument) {
      if (argument.matches("[A-Za-z0-9_@%+=:,./{}-]+")) {
        return argument;
      }
      return PlainText.isPlain(argument)
          ? "'" + argument.replace("'", "'\\''") + "'"
          : escaped(argument);
    }

    /** What can't be seen is written out. */
    private static String escaped(String argument) {
      StringBuilder out = new StringBuilder("$'");
      argument
          .codePoints()
          .forEach(c -> {
            switch (c) {
              case '\n' -> out.append("\\n");
              case '\t' -> out.append("\\t");
              case '\'', '\\' -> out.append('\\').appendCodePoint(c);
              default -> {
                if (PlainText.isPlain(c)) {
                  out.appendCodePoint(c);
                } else {
                  out.append("\\U%08X".formatted(c));
                }
              }
            }
          });
      return out.append('\'').toString();
    }
  }

  /**
   * A workflow of GitHub Actions, started by hand ({@code workflow_dispatch}).
   *
   * @param repository such as {@code shop/web}; one of the setting {@code GITHUB_REPOSITORIES}
   * @param workflow the name of its file, such as {@code deploy.yml}
   * @param ref the branch or tag whose version of the file is run
   * @param inputs of the workflow, by their names
   * @param jobs names of its jobs that must have succeeded; empty: the run as a whole is enough
   */
  record WorkflowSpec(
      String repository, String workflow, String ref, Map<String, String> inputs, List<String> jobs)
      implements JobSpec {
    public static final String PROVIDER = "github";

    /** The workflow's input that the run is found by; the bot fills it in. */
    public static final String CORRELATION = "correlation";

    public WorkflowSpec {
      // In one order always: the plan's hash covers the summary.
      inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
      jobs = List.copyOf(jobs);
    }

    @Override
    public String provider() {
      return PROVIDER;
    }

    @Override
    public String resource(Map<String, String> words) {
      return (repository + "/" + workflow).toLowerCase(Locale.ROOT);
    }

    @Override
    public String summary(Map<String, String> values) {
      return "%s of %s at %s".formatted(workflow, repository, ref(values))
          + inputs(values).entrySet().stream()
              .map(e -> " %s=%s".formatted(e.getKey(), ProcessSpec.shown(e.getValue())))
              .collect(Collectors.joining());
    }

    @Override
    public Optional<CommitSource> commits(Map<String, String> values) {
      return Optional.of(new CommitSource(PROVIDER, repository, ref(values), List.of()))
          .filter(CommitSource::complete);
    }

    public String ref(Map<String, String> values) {
      return Placeholders.fill(ref, values);
    }

    /** Whether its branch is the one whose commits are merged. */
    public boolean runsAt(PullRequestSpec.PullRequestBranches filled, Map<String, String> values) {
      return filled.repository().equalsIgnoreCase(repository)
          && filled.head().equals(ref(values).replaceFirst("^refs/heads/", ""));
    }

    public Map<String, String> inputs(Map<String, String> values) {
      Map<String, String> filled = new TreeMap<>(inputs);
      filled.replaceAll((_, text) -> Placeholders.fill(text, values));
      return filled;
    }
  }
}
