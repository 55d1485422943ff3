package dev.rollbackbot.gateway.process;

import static dev.rollbackbot.Waiting.await;

import dev.rollbackbot.gateway.Provider;
import dev.rollbackbot.gateway.contract.FaultyProxy;
import dev.rollbackbot.gateway.contract.JobBed;
import dev.rollbackbot.gateway.contract.JobProviderContract;
import dev.rollbackbot.gateway.contract.ProviderFault;
import dev.rollbackbot.incident.rollback.Invocation.RunProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** The bot's own machine keeps to the contract of all providers. */
final class ProcessContractTest extends JobProviderContract {
  private static final String CODE =
      """
      import os, time
      open('starts', 'a').write('x')
      while not os.path.exists('end'): time.sleep(0.05)
      """;

  @TempDir Path folder;
  private int beds;

  @Override
  protected JobBed bed() throws Exception {
    beds++;
    Path work = Files.createDirectories(folder.resolve("work" + beds));
    return new ProcessBed(work, new FaultyProxy(URI.create("http://127.0.0.1:9"), (_, _) -> false));
  }

  @Override
  protected Map<String, String> leftOut() {
    return Stream.concat(
            Arrays.stream(ProviderFault.values()).map(ProviderFault::name),
            Stream.of(DEATH_AT_A_CALL))
        .collect(
            Collectors.toMap(
                row -> row,
                _ -> "A program is started on this machine: no call is made that could fail so."));
  }

  private record ProcessBed(Path work, FaultyProxy proxy) implements JobBed {
    private Path records() {
      return work.resolve(".jobs");
    }

    @Override
    public Provider provider(Duration response) {
      return new ProcessProvider(
          new ProcessOptions(
              Map.of("python", Path.of("/usr/bin/python3")), work, records(), Map.of(), Set.of()),
          Clock.systemUTC());
    }

    @Override
    public RunProcess job() {
      return new RunProcess(
          "python",
          List.of("-u", "-c", CODE),
          Optional.empty(),
          List.of(),
          Duration.ofMinutes(5),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    /** A program begins a moment after it was asked for. */
    @Override
    public int started() {
      Path starts = work.resolve("starts");
      try {
        if (!Files.isDirectory(records())) {
          return 0;
        }
        try (Stream<Path> jobs = Files.list(records())) {
          for (Path job : jobs.toList()) {
            Path decision = job.resolve("decision");
            await()
                .until(() ->
                    Files.exists(starts)
                        || (Files.exists(decision) && Files.readString(decision).equals("never")));
          }
        }
        return Files.exists(starts) ? Files.readString(starts).length() : 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void end() {
      try {
        Files.createFile(work.resolve("end"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      proxy.close();
    }
  }
}
