package dev.rollbackbot.gateway.process;

import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.secret.Redactor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What programs may be run, and with what. The values of {@link #environment} may be secrets.
 *
 * @param programs absolute paths by the names that runbooks use
 * @param directory programs run in it, or in a folder below it
 * @param records one folder for each job
 * @param environment what runbooks may give to a program, by name
 * @param measuring those programs that may be run as a measurement, which nobody approves
 */
public record ProcessOptions(
    Map<String, Path> programs,
    Path directory,
    Path records,
    Map<String, String> environment,
    Set<String> measuring) {
  /** The bot's own program for git repositories; it needs git. */
  static final String REPOSITORY = JobSpec.ProcessSpec.REPOSITORY;

  static final String GIT = "git";

  static final String PROGRAMS = "PROCESS_PROGRAMS";
  static final String DIRECTORY = "PROCESS_DIRECTORY";
  static final String ENVIRONMENT = "PROCESS_ENVIRONMENT";
  private static final String RECORDS = "PROCESS_RECORDS";
  static final String MEASURING = "PROCESS_MEASURING";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?:^|_)(?:AUTH|CERT|DSN|KEY|LOGIN|PASS|PASSPHRASE|PAT|PIN|PWD|URL)(?:_|$)");

  /** Neither a path nor words. */
  private static final Pattern MADE_UP =
      Pattern.compile("(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9+=_.~-]{20,}");

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

  public ProcessOptions {
    programs = Map.copyOf(programs);
    environment = Map.copyOf(environment);
    measuring = Set.copyOf(measuring);
  }

  /**
   * Empty: there are no settings of programs.
   *
   * @throws IllegalArgumentException with a sentence for the operator, without a secret
   */
  public static Optional<ProcessOptions> of(Map<String, String> settings) {
    Optional<String> programs = setting(settings, PROGRAMS);
    Optional<Path> directory = setting(settings, DIRECTORY).map(Path::of);
    if (programs.isEmpty() && directory.isEmpty()) {
      return Optional.empty();
    }
    if (programs.isEmpty() || directory.isEmpty()) {
      throw new IllegalArgumentException(
          "%s and %s belong together: set both or none.".formatted(PROGRAMS, DIRECTORY));
    }
    if (!directory.get().isAbsolute() || !Files.isDirectory(directory.get())) {
      throw new IllegalArgumentException(
          DIRECTORY
              + " is the absolute path of a folder that exists, not "
              + directory.get()
              + ".");
    }
    Map<String, Path> allowed = programs(programs.get());
    return Optional.of(
        new ProcessOptions(
            allowed,
            directory.get(),
            setting(settings, RECORDS).map(Path::of).orElse(directory.get().resolve(".jobs")),
            environment(settings),
            measuring(settings, allowed)));
  }

  private static Set<String> measuring(Map<String, String> settings, Map<String, Path> programs) {
    Set<String> measuring = Set.of(entries(setting(settings, MEASURING).orElse("")));
    measuring.stream()
        .filter(name -> !programs.containsKey(name))
        .findFirst()
        .ifPresent(name -> {
          throw new IllegalArgumentException(
              "%s is a list of names of %s, not “%s”.".formatted(MEASURING, PROGRAMS, name));
        });
    return measuring;
  }

  private static Map<String, Path> programs(String setting) {
    Map<String, Path> programs = new LinkedHashMap<>();
    for (String entry : entries(setting)) {
      String[] parts = entry.split("=", 2);
      if (parts.length != 2
          || !NAME.matcher(parts[0]).matches()
          || parts[0].equals(REPOSITORY)
          || !Path.of(parts[1]).isAbsolute()
          || !Files.isExecutable(Path.of(parts[1]))) {
        throw new IllegalArgumentException(
            "%s is a list such as git=/usr/bin/git of executable files, not “%s”."
                .formatted(PROGRAMS, entry));
      }
      programs.put(parts[0], Path.of(parts[1]));
    }
    return programs;
  }

  /** A program could read and send whatever it is given, so the bot's own secrets never are. */
  private static Map<String, String> environment(Map<String, String> settings) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String name : entries(setting(settings, ENVIRONMENT).orElse(""))) {
      if (!VARIABLE.matcher(name).matches()) {
        throw new IllegalArgumentException(
            ENVIRONMENT
                + " is a list of names of variables, such as PATH,HOME, not “"
                + name
                + "”.");
      }
      if (name.startsWith("SLACK_") || name.startsWith("DATABASE_")) {
        throw new IllegalArgumentException(
            name + " is the bot's own and can't be in " + ENVIRONMENT + ".");
      }
      Optional.ofNullable(settings.get(name)).ifPresent(value -> environment.put(name, value));
    }
    return environment;
  }

  boolean allows(String program) {
    return programs.containsKey(program)
        || (program.equals(REPOSITORY) && programs.containsKey(GIT));
  }

  /** The same with that file in the place of every program, also of the bot's own one. */
  public ProcessOptions with(Path standIn) {
    Map<String, Path> all = new LinkedHashMap<>(programs);
    all.put(REPOSITORY, standIn);
    all.replaceAll((_, _) -> standIn);
    return new ProcessOptions(all, directory, records, environment, measuring);
  }

  /** What must not be shown of the environment: by its name, or because it looks made up. */
  List<String> secrets() {
    return environment.entrySet().stream()
        .filter(e -> isSecret(e.getKey(), e.getValue()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static boolean isSecret(String name, String value) {
    return Redactor.namesSecret(name)
        || SECRET_NAME.matcher(name).find()
        || MADE_UP.matcher(value).matches();
  }

  private static String[] entries(String list) {
    return Stream.of(list.split("[,\\s]+", -1)).filter(e -> !e.isEmpty()).toArray(String[]::new);
  }

  private static Optional<String> setting(Map<String, String> settings, String name) {
    return Optional.ofNullable(settings.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  @Override
  public String toString() {
    return "ProcessOptions" + Arrays.asList(programs.keySet(), directory);
  }
}
