package dev.rollbackbot.gateway.process;

import dev.rollbackbot.app.CommandGateway.StopAnswer;
import dev.rollbackbot.app.CommandGateway.StopAsked;
import dev.rollbackbot.app.CommandGateway.StopRefused;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.PrintedText;
import dev.rollbackbot.gateway.process.repository.RepositoryProgram;
import dev.rollbackbot.incident.rollback.Invocation.ProviderJob;
import dev.rollbackbot.incident.rollback.Invocation.RunProcess;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts programs through {@link ProcessWrapper}, and reads what became of them. */
final class ProgramRunner implements JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramRunner.class);

  /** A wrapper that was launched has begun by then, on a slow machine too. */
  private static final Duration BEGIN_LIMIT = Duration.ofSeconds(60);

  private static final int OUTPUT_BYTES = 400_000;

  /** As the wrapper records it. */
  private static final String NOT_STARTED = "can't be started";

  private static final String UNREADABLE = "The job's folder could not be read: ";

  private final ProcessOptions options;
  private final String host;
  private final InstantSource clock;
  private final WrapperLauncher launcher;

  ProgramRunner(ProcessOptions options, String host, InstantSource clock) {
    this.options = options;
    this.host = host;
    this.clock = clock;
    this.launcher = new WrapperLauncher(options);
  }

  @Override
  public JobStart start(ProviderJob job, String correlation, LeaseCheck leaseCheck) {
    if (!(job instanceof RunProcess run)) {
      return refused("not-a-program", "This is no program that can be run here.");
    }
    Optional<JobStart> refusal = refusal(run);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    JobFolder folder = folder(correlation);
    try {
      Path directory = directory(run);
      if (!leaseCheck.isValid()) {
        return new PerhapsStarted("Another instance of the bot has taken this over.");
      }
      if (!folder.create()) {
        return new Started(runId(correlation));
      }
      launcher.launch(folder, run, directory);
      return new Started(runId(correlation));
    } catch (IOException e) {
      return notBegun(folder, "It could not be started: " + e.getMessage());
    }
  }

  private Optional<JobStart> refusal(RunProcess run) {
    if (!options.allows(run.program())) {
      boolean own = run.program().equals(ProcessOptions.REPOSITORY);
      return Optional.of(
          refused(
              "program-not-allowed",
              "%s does not list “%s”."
                  .formatted(ProcessOptions.PROGRAMS, own ? ProcessOptions.GIT : run.program())));
    }
    List<String> missing =
        run.environment().stream().filter(n -> !options.environment().containsKey(n)).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            refused(
                "variable-not-allowed",
                "%s does not list %s, or it is not set."
                    .formatted(ProcessOptions.ENVIRONMENT, String.join(", ", missing))));
  }

  /** Links that lead out of the folder of all programs are refused. */
  private Path directory(RunProcess run) throws IOException {
    Path base = options.directory().toRealPath();
    Path directory = base.resolve(run.directory().orElse(".")).toRealPath();
    if (!directory.startsWith(base)) {
      throw new IOException(run.directory().orElse(".") + " leads out of " + base);
    }
    return directory;
  }

  @Override
  public JobStart find(ProviderJob job, String correlation) {
    JobFolder folder = folder(correlation);
    if (!folder.exists()) {
      return new PerhapsStarted(
          "This machine (%s) has no record of it. Another one may have started it."
              .formatted(host));
    }
    try {
      return folder.status().isPresent() || !neverBegins(folder)
          ? new Started(runId(correlation))
          : new NotStarted(FailureKind.NOT_DONE, "never-begun", "It was never begun.");
    } catch (IOException e) {
      return new PerhapsStarted(UNREADABLE + e.getMessage());
    }
  }

  @Override
  public JobState state(ProviderJob job, String runId) {
    if (!runId.startsWith(host + "/")) {
      return new RunUnreadable("It runs on another machine: " + runId);
    }
    JobFolder folder = folder(runId.substring(host.length() + 1));
    try {
      Optional<JobFolder.Status> status = folder.status();
      if (status.isEmpty()) {
        return neverBegins(folder)
            ? new RunNotBegun("never-begun", "It was never begun.")
            : new RunUnderWay();
      }
      if (status.get().exitCode().isPresent()) {
        return ended(job, folder);
      }
      return switch (folder.life(status.get())) {
        case LIVES -> new RunUnderWay();
        case ENDED -> ended(job, folder);
        case UNKNOWN ->
            new RunUnreadable(
                "An earlier version of the bot started it, and whether it still runs can't be told"
                    + " before it ends by itself.");
      };
    } catch (IOException e) {
      return new RunUnreadable(UNREADABLE + e.getMessage());
    }
  }

  /** Read again: the wrapper may have ended after it was read before. */
  private JobState ended(ProviderJob job, JobFolder folder) throws IOException {
    JobFolder.Status status = folder.status().orElseThrow();
    if (status.exitCode().isEmpty()) {
      return new RunLost(
          "Its process ended without a record of how: it was killed, or the machine was started"
              + " again.");
    }
    if (status.stopped().filter(NOT_STARTED::equals).isPresent()) {
      return new RunNotBegun("program-not-started", "The program could not be started.");
    }
    int code = status.exitCode().get();
    if (code == RepositoryProgram.NOT_KNOWN && isRepository(job) && status.stopped().isEmpty()) {
      return new RunLost(lastLine(folder));
    }
    String how =
        status
            .stopped()
            .map(why ->
                why.equals("timeout")
                    ? "its time was over, it was ended with exit status "
                    : "it was stopped, with exit status ")
            .orElse("exit status ");
    return new RunEnded(code == 0 && status.stopped().isEmpty(), "exit-" + code, how + code);
  }

  private static boolean isRepository(ProviderJob job) {
    return job instanceof RunProcess run && run.program().equals(ProcessOptions.REPOSITORY);
  }

  private String lastLine(JobFolder folder) throws IOException {
    return folder
        .output()
        .ended(OUTPUT_BYTES)
        .masked(OUTPUT_BYTES, secrets())
        .lines()
        .reduce("What it printed is lost.", (_, last) -> last);
  }

  /** False: it may begin, or has begun. */
  private boolean neverBegins(JobFolder folder) throws IOException {
    return clock.instant().isAfter(folder.createdAt().plus(BEGIN_LIMIT)) && folder.decide(false);
  }

  private static JobStart notBegun(JobFolder folder, String why) {
    try {
      if (!folder.exists() || folder.decide(false)) {
        return new NotStarted(FailureKind.REFUSED, "not-started", why);
      }
    } catch (IOException e) {
      LOG.warn("job's folder can't be written folder={} reason={}", folder.path(), e.getMessage());
    }
    return new PerhapsStarted(why);
  }

  @Override
  public List<String> secrets() {
    return options.secrets();
  }

  @Override
  public String output(ProviderJob job, String runId) {
    try {
      return runId.startsWith(host + "/") ? output(folder(runId.substring(host.length() + 1))) : "";
    } catch (IOException e) {
      LOG.warn("output can't be read run={} reason={}", runId, e.getMessage());
      return "";
    }
  }

  /** Whether it has ended is read first: what is read then has no half line. */
  private String output(JobFolder folder) throws IOException {
    boolean ended = folder.status().flatMap(JobFolder.Status::exitCode).isPresent();
    OutputFile output = folder.output();
    PrintedText printed = ended ? output.ended(OUTPUT_BYTES) : output.end(OUTPUT_BYTES).growing();
    return printed.masked(OUTPUT_BYTES, secrets());
  }

  @Override
  public StopAnswer stop(ProviderJob job, String runId) {
    if (!runId.startsWith(host + "/")) {
      LOG.warn("job runs on another machine and is not stopped run={}", runId);
      return new StopRefused("It runs on another machine, where alone it can be stopped.", true);
    }
    try {
      folder(runId.substring(host.length() + 1)).requestStop();
      return new StopAsked();
    } catch (IOException e) {
      LOG.warn("job can't be stopped run={} reason={}", runId, e.getMessage());
      return new StopRefused("The bot can't write into its folder, by which it is stopped.", false);
    }
  }

  private JobFolder folder(String correlation) {
    return new JobFolder(options.records().resolve(correlation.replaceAll("[^A-Za-z0-9-]", "_")));
  }

  private String runId(String correlation) {
    return host + "/" + correlation;
  }

  private static JobStart refused(String code, String text) {
    return new NotStarted(FailureKind.REFUSED, code, text);
  }

  /** Deletes the records of jobs that ended before that time, with what they printed. */
  void forgetBefore(Instant limit) {
    if (!Files.isDirectory(options.records())) {
      return;
    }
    try (Stream<Path> folders = Files.list(options.records())) {
      for (Path path : folders.filter(Files::isDirectory).toList()) {
        JobFolder folder = new JobFolder(path);
        // The setting may name a folder that holds other things too.
        if (folder.isRecord() && folder.changedAt().isBefore(limit) && folder.isOver()) {
          folder.delete();
          LOG.info("record of a job deleted folder={}", path);
        }
      }
    } catch (IOException e) {
      LOG.warn("records of jobs can't be deleted reason={}", e.getMessage());
    }
  }

  /** Why programs can't be run now, in one sentence. */
  Optional<String> problem() {
    if (!Files.isDirectory(options.directory())) {
      return Optional.of(ProcessOptions.DIRECTORY + " does not exist any more.");
    }
    return options.programs().entrySet().stream()
        .filter(e -> !Files.isExecutable(e.getValue()))
        .findFirst()
        .map(e -> "The program " + e.getKey() + " of PROCESS_PROGRAMS is not there any more.");
  }
}
