package dev.rollbackbot.cli;

import dev.rollbackbot.app.Runbooks.InvalidRunbook;
import dev.rollbackbot.gateway.process.ProcessOptions;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.job.HttpSpec;
import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.machine.StandInProgram;
import dev.rollbackbot.sandbox.played.PlayedRunbooks;
import dev.rollbackbot.yaml.folder.RunbookDirectory;
import dev.rollbackbot.yaml.folder.RunbookSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Somebody's own runbooks against the stand-ins. Nothing that they name is called or run: their
 * hosts are answered by the sandbox, and a stand-in is run in place of each program, but with
 * {@code --run-programs}.
 *
 * @param source a folder or a file
 * @param runbooks the valid ones
 * @param problems of the others, one line each
 */
public record SandboxPlay(
    Path source, List<Runbook> runbooks, List<String> problems, boolean programsRun) {
  private static final Pattern SECRET = Pattern.compile("\\{([A-Z][A-Z0-9_]{0,63})}");

  /** What is the bot's own is refused in the settings of jobs, in the sandbox as elsewhere. */
  private static final Pattern OWN =
      Pattern.compile("(SLACK|DATABASE|CLOUDFLARE|KUBERNETES|GITHUB|PROMETHEUS)_.*");

  private static final Pattern NEVER_FOR_PROGRAMS = Pattern.compile("(SLACK|DATABASE)_.*");
  private static final String REPOSITORY = "repository";
  private static final String MADE_UP = "sandbox-secret-played";

  /**
   * Reads the runbooks as the bot will.
   *
   * @param settings of which those that begin with {@code RUNBOOK_} count
   * @throws IllegalArgumentException with all problems, if no runbook is valid
   */
  public static SandboxPlay read(Path source, Map<String, String> settings, boolean programsRun) {
    RunbookDirectory directory =
        RunbookDirectory.read(new RunbookSource(Optional.of(source), settings, Optional.empty()));
    List<String> problems =
        directory.invalid().stream().flatMap(SandboxPlay::lines).distinct().toList();
    if (directory.all().isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no runbook that can be played.\n%s"
              .formatted(source, String.join("\n", problems)));
    }
    return new SandboxPlay(source, directory.all(), problems, programsRun);
  }

  private static Stream<String> lines(InvalidRunbook invalid) {
    return invalid.problems().stream()
        .map(each -> each.startsWith(invalid.file()) ? each : invalid.file() + ": " + each);
  }

  /** For the sandbox. */
  public PlayedRunbooks played() {
    return PlayedMapping.of(source.toString(), runbooks, programsRun);
  }

  /**
   * The bot's settings beside those of Slack and of Cloudflare; makes the files that they name.
   *
   * @param real the settings of this process: those of programs count if programs are run
   */
  public Map<String, String> settings(Sandbox sandbox, Path folder, Map<String, String> real)
      throws IOException {
    Map<String, String> out = new HashMap<>();
    real.forEach((name, value) -> {
      if (name.startsWith("RUNBOOK_")) {
        out.put(name, value);
      }
    });
    out.put("RUNBOOKS", source.toAbsolutePath().toString());
    out.put("KUBERNETES_CONFIG", SandboxShop.cluster(sandbox, folder).toString());
    out.putAll(http());
    String repositories = PlayedMapping.repositories(runbooks).collect(Collectors.joining(","));
    if (!repositories.isEmpty() && SandboxShop.onThisMachine(sandbox.githubApiUrl())) {
      out.put("GITHUB_API_URL", sandbox.githubApiUrl().toString());
      out.put("GITHUB_TOKEN", sandbox.shopToken());
      out.put("GITHUB_REPOSITORIES", repositories);
    }
    List<JobSpec.ProcessSpec> programs =
        PlayedMapping.jobs(runbooks, JobSpec.ProcessSpec.class).toList();
    if (!programs.isEmpty()) {
      (programsRun ? realPrograms(programs, real) : standIns(programs, sandbox, folder))
          .forEach(out::putIfAbsent);
    }
    return out;
  }

  /** Every host and every secret that the jobs name; no real secret is used. */
  private Map<String, String> http() {
    Map<String, String> hosts = new TreeMap<>();
    Map<String, String> secrets = new TreeMap<>();
    PlayedMapping.jobs(runbooks, HttpSpec.class)
        .forEach(spec ->
            host(spec)
                .ifPresent(host -> {
                  hosts.put(host, host);
                  spec.headers().stream()
                      .flatMap(header -> SECRET.matcher(header.text()).results())
                      .map((MatchResult match) -> match.group(1))
                      .filter(name -> !OWN.matcher(name).matches())
                      .forEach(name -> secrets.putIfAbsent(name, name + "@" + host));
                }));
    Map<String, String> out = new HashMap<>();
    if (!hosts.isEmpty()) {
      out.put("HTTP_ALLOWED_HOSTS", String.join(",", hosts.keySet()));
      out.put("HTTP_SECRETS", String.join(",", secrets.values()));
      secrets.keySet().forEach(name -> out.put(name, MADE_UP));
    }
    return out;
  }

  private static Optional<String> host(HttpSpec spec) {
    try {
      return Optional.ofNullable(
              URI.create(spec.start().url().replaceAll("[{}]", "")).getAuthority())
          .map(host -> host.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * As the settings of this process allow them, and with what these hold. What is the bot's own is
   * never taken: the sandbox's bot would work with it for real.
   */
  private static Map<String, String> realPrograms(
      List<JobSpec.ProcessSpec> programs, Map<String, String> real) {
    Map<String, String> out = new HashMap<>();
    Stream.concat(
            Stream.of("PROCESS_PROGRAMS", "PROCESS_DIRECTORY", "PROCESS_ENVIRONMENT"),
            programs.stream().flatMap(program -> program.environment().stream()))
        .distinct()
        .filter(name -> !OWN.matcher(name).matches())
        .forEach(name ->
            Optional.ofNullable(real.get(name)).ifPresent(value -> out.putIfAbsent(name, value)));
    return out;
  }

  private static Map<String, String> standIns(
      List<JobSpec.ProcessSpec> programs, Sandbox sandbox, Path folder) throws IOException {
    Path work = Files.createDirectories(folder.resolve("work"));
    for (JobSpec.ProcessSpec program : programs) {
      Files.createDirectories(work.resolve(program.directory().orElse(".")).normalize());
    }
    Path script = StandInProgram.in(folder, sandbox.programsUrl());
    TreeSet<String> variables = new TreeSet<>();
    programs.forEach(program -> variables.addAll(program.environment()));
    variables.removeIf(name -> NEVER_FOR_PROGRAMS.matcher(name).matches());
    Map<String, String> out = new HashMap<>();
    out.put(
        "PROCESS_PROGRAMS",
        programs.stream()
            .map(JobSpec.ProcessSpec::program)
            .map(name -> (name.equals(REPOSITORY) ? "git" : name) + "=" + script)
            .distinct()
            .collect(Collectors.joining(",")));
    out.put("PROCESS_DIRECTORY", work.toString());
    out.put("PROCESS_ENVIRONMENT", String.join(",", variables));
    // Those are set already, for the stand-ins.
    variables.removeIf(name -> OWN.matcher(name).matches());
    variables.forEach(name -> out.put(name, MADE_UP));
    return out;
  }

  /** What the bot reaches in place of what the runbooks name. */
  public BotStarter.Outside outside(Sandbox sandbox, Path folder) {
    UnaryOperator<ProcessOptions> programs =
        programsRun ? UnaryOperator.identity() : options -> options.with(folder.resolve("program"));
    return new BotStarter.Outside(sandbox::inPlaceOf, programs);
  }
}
