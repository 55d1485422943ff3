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

  private Path runbooks() {
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
            Map.of("RUNBOOKS", runbooks().toString(), "PROMETHEUS_URL", prometheus.apply(sandbox)));
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
  void a_source_that_is_away_passes_nothing_and_a_person_decides() {
    try (SandboxFixture fixture = start(_ -> "http://127.0.0.1:1")) {
      SandboxUsers users = fixture.sandboxUsers();
      String channel = UsualRollback.untilApproval(users);
      users.presses(APPROVER, channel, UsualRollback.approve(users));
      users.reads(
          REQUESTER,
          channel,
          "? Few requests fail   Prometheus was not reached: connection refused");
    }
  }
}
