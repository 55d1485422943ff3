package dev.rollbackbot.gateway.process;

import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.process.repository.RepositoryProgram;
import dev.rollbackbot.incident.commit.Commit;
import dev.rollbackbot.incident.commit.CommitHistory;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.runbook.job.CommitSource;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The newest commits of a repository's branch. They are only looked at: the clone holds no files
 * and is deleted, and a revert makes one of its own.
 */
record GitHistory(ProcessOptions options, CommitSource source) {
  /** A plan waits for it. */
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private static final int MAX_BYTES = 200_000;
  private static final int FIELDS = 5;

  /** Cut here, so that one of them doesn't take the room of the others. */
  private static final String FORMAT =
      "--format=%H%x1f%P%x1f%cI%x1f%<(100,trunc)%an%x1f%<(300,trunc)%s";

  private static final Pattern LINE = Pattern.compile("\n");
  private static final Pattern FIELD = Pattern.compile("\u001f");
  private static final Pattern BLANK = Pattern.compile(" ");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{40,64}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,199}");

  CommitHistory read() throws ProviderReadException {
    if (!options.allows(ProcessOptions.REPOSITORY)) {
      throw problem(
          "%s does not list “%s”.".formatted(ProcessOptions.PROGRAMS, ProcessOptions.GIT));
    }
    if (!BRANCH.matcher(source.base()).matches()) {
      throw problem(source.base() + " is no name of a branch.");
    }
    long end = System.nanoTime() + LIMIT.toNanos();
    try {
      Path folder = Files.createTempDirectory(options.directory(), RepositoryProgram.CHECKOUTS);
      try {
        return read(folder, end);
      } finally {
        delete(folder);
      }
    } catch (IOException | UncheckedIOException e) {
      throw problem("A clone can't be made: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw problem("It was interrupted.");
    }
  }

  private CommitHistory read(Path folder, long end)
      throws IOException, InterruptedException, ProviderReadException {
    String clone = folder.resolve("history").toString();
    var _ =
        git(
            folder,
            end,
            "clone",
            "--quiet",
            "--bare",
            "--filter=tree:0",
            "--single-branch",
            "--branch",
            source.base(),
            "--depth",
            Integer.toString(CommitHistory.MOST),
            "--",
            source.repository(),
            clone);
    String branch = "refs/heads/" + source.base();
    String tip =
        git(folder, end, "--git-dir=" + clone, "rev-parse", "--verify", branch + "^{commit}")
            .strip();
    if (!ID.matcher(tip).matches()) {
      throw problem("git shows no commit.");
    }
    String log =
        git(
            folder,
            end,
            "--git-dir=" + clone,
            "log",
            "--topo-order",
            "--max-count=" + CommitHistory.MOST,
            FORMAT,
            branch,
            "--");
    List<Commit> commits = LINE.splitAsStream(log).flatMap(line -> commit(line).stream()).toList();
    return new CommitHistory(source.base(), withTip(tip, commits), Optional.empty());
  }

  /** A job starts from it, so it doesn't follow from how a line of a list reads. */
  private static List<Commit> withTip(String tip, List<Commit> commits) {
    return Stream.concat(
            Stream.of(
                commits.stream()
                    .filter(c -> c.id().equals(tip))
                    .findFirst()
                    .orElseGet(() -> Commit.unreadable(tip))),
            commits.stream().filter(c -> !c.id().equals(tip)))
        .toList();
  }

  /** Whoever commits chooses the texts, and their control characters. Empty: it was cut. */
  private static Optional<Commit> commit(String line) {
    // A commit without a subject has an empty last field, which must not be dropped.
    List<String> fields = List.of(FIELD.split(line, FIELDS));
    String id = fields.getFirst();
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    if (fields.size() != FIELDS) {
      return Optional.of(Commit.unreadable(id));
    }
    return Optional.of(
        new Commit(
            id,
            BLANK.splitAsStream(fields.get(1)).filter(p -> ID.matcher(p).matches()).toList(),
            CONTROL.matcher(fields.get(4)).replaceAll(" ").stripTrailing(),
            CONTROL.matcher(fields.get(3)).replaceAll(" ").stripTrailing(),
            ProviderText.instant(fields.get(2)).orElse(Instant.EPOCH)));
  }

  /** What it prints. */
  private String git(Path folder, long end, String... arguments)
      throws IOException, InterruptedException, ProviderReadException {
    List<String> line =
        new ArrayList<>(
            List.of(
                String.valueOf(options.programs().get(ProcessOptions.GIT)),
                "-c",
                "core.hooksPath=/dev/null"));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(Map.of("LC_ALL", "C.UTF-8", "GIT_TERMINAL_PROMPT", "0"));
    source
        .environment()
        .forEach(name ->
            Optional.ofNullable(options.environment().get(name))
                .ifPresent(value -> environment.put(name, value)));
    Process git = builder.start();
    CompletableFuture<byte[]> output =
        CompletableFuture.supplyAsync(() -> {
          try {
            byte[] start = git.getInputStream().readNBytes(MAX_BYTES);
            // git ends only when all that it prints is read.
            var _ = git.getInputStream().transferTo(OutputStream.nullOutputStream());
            return start;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    try {
      if (!git.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw problem("git did not answer within %d s.".formatted(LIMIT.toSeconds()));
      }
      if (git.exitValue() != 0) {
        throw problem("git ended with exit status %d.".formatted(git.exitValue()));
      }
      return new String(output.get(), StandardCharsets.UTF_8);
    } catch (ExecutionException e) {
      throw problem("What git printed can't be read.");
    } finally {
      git.descendants().forEach(ProcessHandle::destroyForcibly);
      var _ = git.destroyForcibly();
    }
  }

  private static ProviderReadException problem(String text) {
    return new ProviderReadException(Outcome.FailureKind.REFUSED, "no-commits", text);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
