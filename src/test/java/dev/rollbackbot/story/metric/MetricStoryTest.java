package dev.rollbackbot.story.metric;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.PrometheusServer;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rollback whose error rate is read from Prometheus itself, which reads the sandbox's service.
 */
final class MetricStoryTest {
  @TempDir Path folder;

  /** What takes no time of this story: a first reading of each. */
  private static final String MORE =
      """
          - id: smoke
            title: The smoke test passes
            service: gateway
            source: job
            query: smoke %resource%
            at_least: 1
            window: 1s
            every: 1s
          - id: logged
            title: No errors in the logs
            service: gateway
            source: logs
            query: lines %resource% 1h level error
            at_most: 0
            window: 1h
      """;

  private Path smoke() throws IOException {
    Path program = Files.createDirectories(folder.resolve("programs")).resolve("smoke");
    Files.writeString(program, "#!/bin/sh\necho \"of $1\"\necho passed\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  private Path runbooks(String more) {
    try {
      Path runbooks = FastRunbook.runbooks(folder);
      Path file = runbooks.resolve("factory.yaml");
      String text = Files.readString(file);
      int start = text.indexOf("    - id: error-rate\n");
      int end = text.indexOf("    # What follows needs Prometheus", start);
      Files.writeString(
          file,
          text.substring(0, start)
              + """
                  - id: error-rate
                    title: Few requests fail
                    service: gateway
                    source: prometheus
                    query: >-
                      100 * (sum(rate(requests_total{service="gateway",code="500"}[10s])) or vector(0))
                      / sum(rate(requests_total{service="gateway"}[10s]))
                    unit: "%"
                    at_most: 1
                    window: 10s
                    delay: 2s
                    every: 1s
                    traffic:
                      query: sum(increase(requests_total{service="gateway"}[10s]))
                      at_least: 10
              """
                  .indent(0)
              + more
              + text.substring(end));
      return runbooks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SandboxFixture start(Function<Sandbox, String> prometheus) {
    return SandboxFixture.quick(
        Path.of("manifest.yml"),
        sandbox ->
            Map.of(
                "RUNBOOKS", runbooks("").toString(), "PROMETHEUS_URL", prometheus.apply(sandbox)));
  }

  @Test
  void the_error_rate_was_high_and_is_low_in_windows_after_the_rollback() throws IOException {
    Optional<Path> program = PrometheusServer.installed();
    assumeTrue(program.isPresent(), PrometheusServer.MISSING);
    Path data = Files.createDirectories(folder.resolve("prometheus"));
    PrometheusServer[] server = new PrometheusServer[1];
    try (SandboxFixture fixture =
        start(sandbox -> {
          try {
            server[0] =
                PrometheusServer.start(
                    program.get(), data, sandbox.address().resolve("/sites/gateway/metrics"));
            return server[0].address();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        })) {
      server[0].answers("sum(increase(requests_total[10s] offset 2s)) > 300");
      SandboxUsers users = fixture.sandboxUsers();
      String channel = UsualRollback.untilApproval(users);
      users.presses(APPROVER, channel, UsualRollback.approve(users));
      IncidentConversation incident = new IncidentConversation(users, channel);
      incident.reads("✗→✓ Few requests fail   0.");
      incident.reads("(at most 1 %), was ");
      UsualRollback.toTheEnd(users, channel);
      incident.reads("Few requests fail");
    } finally {
      if (server[0] != null) {
        server[0].close();
      }
    }
  }

  @Test
  void a_source_that_is_away_passes_nothing_while_the_others_are_measured() throws IOException {
    Path smoke = smoke();
    try (SandboxFixture fixture =
        SandboxFixture.quick(
            Path.of("manifest.yml"),
            _ ->
                Map.of(
                    "RUNBOOKS",
                    runbooks(MORE).toString(),
                    "PROMETHEUS_URL",
                    "http://127.0.0.1:1",
                    "PROCESS_PROGRAMS",
                    "smoke=" + smoke,
                    "PROCESS_MEASURING",
                    "smoke",
                    "PROCESS_DIRECTORY",
                    smoke.getParent().toString()))) {
      SandboxUsers users = fixture.sandboxUsers();
      String channel = UsualRollback.untilApproval(users);
      users.presses(APPROVER, channel, UsualRollback.approve(users));
      users.reads(
          REQUESTER,
          channel,
          "? Few requests fail   Prometheus was not reached: connection refused");
      users.reads(REQUESTER, channel, "✓ The smoke test passes   1 (at least 1)");
      users.reads(REQUESTER, channel, "No errors in the logs: measured from");
    }
  }
}
