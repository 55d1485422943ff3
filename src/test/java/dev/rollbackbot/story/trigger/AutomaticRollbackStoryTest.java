package dev.rollbackbot.story.trigger;

import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import dev.rollbackbot.story.fixture.AlertmanagerPost;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.PrometheusServer;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rollback that nobody asks for and nobody approves, and what people still do. */
final class AutomaticRollbackStoryTest {
  /** What the factory's rollback leaves behind; without that it may begin by itself. */
  private static final String CAVEATS = "        cannot_undo:\n          - (Rows|Scripts) of .*\n";

  /**
   * It takes so many measurements that an alert of the first seconds comes before they are made.
   */
  private static final String ALERTED =
      """
            every: 1s
            fires_after: 30
            alerts:
              - source: alertmanager
                match: {alertname: FactoryUnhealthy}
                service: gateway
                environment: sandbox
      """;

  private static final String MEASURED =
      """
              source: prometheus
              query: >-
                100 * (sum(rate(requests_total{service="gateway",code="500"}[5s])) or vector(0))
                / sum(rate(requests_total{service="gateway"}[5s]))
              unit: "%"
              at_most: 1
              window: 5s
              delay: 2s
            every: 1s
      """;

  @TempDir Path folder;

  private SandboxFixture start(String delay) {
    return start(delay, text -> text);
  }

  private SandboxFixture start(String delay, UnaryOperator<String> triggers) {
    return SandboxFixture.quick(
        Path.of("manifest.yml"),
        _ ->
            Map.of(
                "RUNBOOKS",
                FastRunbook.measuringHealth(
                        folder,
                        TriggerMode.AUTO,
                        runbook -> triggers.apply(beginsByItself(runbook, delay)))
                    .toString(),
                "ALERTS_ALERTMANAGER_TOKEN",
                AlertmanagerPost.TOKEN));
  }

  private static String beginsByItself(String runbook, String delay) {
    String text =
        runbook
            .replaceAll(CAVEATS, "")
            .replace(
                "    propagation: 1s\n",
                "    propagation: 1s\n    automatic_rollback: true\n    automatic_rollback_delay: "
                    + delay
                    + "\n");
    assertThat(text).contains("automatic_rollback_delay");
    return text;
  }

  @Test
  void it_is_announced_carried_out_and_verified_and_two_people_sign() {
    try (SandboxFixture fixture = start("3s")) {
      SandboxUsers users = fixture.sandboxUsers();
      users.reads(REQUESTER, INCIDENTS, "Automatic rollback");
      String channel = users.channel("inc-1-factory");
      users.reads(REQUESTER, channel, "Health check failures");
      users.reads(REQUESTER, channel, "is carried out without an approval");
      users.reads(REQUESTER, channel, "approved by nobody");
      // What was put off, what only people can check, and two signatures.
      UsualRollback.check(users, channel);
      users.presses(REQUESTER, channel, "Done");
      users.seesButtons(REQUESTER, channel, "Done", 0);
      UsualRollback.sign(users, channel);
      users.reads(REQUESTER, channel, "went on automatically, without an approval");
      assertThat(IncidentConversation.rollbacks(users)).hasSize(3);
    }
  }

  /** Prometheus itself reads the sandbox's service; the bot reads Prometheus. */
  @Test
  void what_prometheus_measured_begins_it_too_and_shows_what_it_was() throws IOException {
    Optional<Path> program = PrometheusServer.installed();
    assumeTrue(program.isPresent(), PrometheusServer.MISSING);
    Path data = Files.createDirectories(folder.resolve("prometheus"));
    PrometheusServer[] server = new PrometheusServer[1];
    try (SandboxFixture fixture =
        SandboxFixture.quick(
            Path.of("manifest.yml"),
            sandbox -> {
              try {
                server[0] =
                    PrometheusServer.start(
                        program.get(), data, sandbox.address().resolve("/sites/gateway/metrics"));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return Map.of(
                  "PROMETHEUS_URL",
                  server[0].address(),
                  "RUNBOOKS",
                  FastRunbook.measuringHealth(
                          folder,
                          TriggerMode.AUTO,
                          runbook -> beginsByItself(byPrometheus(runbook), "3s"))
                      .toString());
            })) {
      SandboxUsers users = fixture.sandboxUsers();
      users.reads(REQUESTER, INCIDENTS, "Automatic rollback");
      String channel = users.channel("inc-1-factory");
      users.reads(REQUESTER, channel, "% (at most 1 %)");
      users.reads(REQUESTER, channel, "approved by nobody");
    } finally {
      if (server[0] != null) {
        server[0].close();
      }
    }
  }

  private static String byPrometheus(String runbook) {
    String text = runbook.replaceFirst("(?s)        path: /health\n.*?      every: 1s\n", MEASURED);
    assertThat(text).contains("requests_total{service=\"gateway\",code=\"500\"}[5s]");
    return text;
  }

  private static String alerted(String runbook) {
    String text = runbook.replace("      every: 1s\n", ALERTED);
    assertThat(text).contains("FactoryUnhealthy");
    return text;
  }

  private static void alerts(SandboxFixture fixture) throws IOException, InterruptedException {
    String body =
        """
        {"version": "4", "groupKey": "{}:{}", "status": "firing", "receiver": "rollback-bot",
         "groupLabels": {}, "commonLabels": {}, "commonAnnotations": {}, "truncatedAlerts": 0,
         "alerts": [{"status": "firing", "labels": {"alertname": "FactoryUnhealthy"},
           "annotations": {"summary": "Requests fail"}, "startsAt": "%s",
           "endsAt": "0001-01-01T00:00:00Z", "fingerprint": "f1"}]}
        """
            .formatted(Instant.now());
    AlertmanagerPost.accepted(fixture, body);
  }

  @Test
  void an_alert_leads_to_it_once_the_bot_has_measured_the_same_and_anybody_stops_it()
      throws Exception {
    try (SandboxFixture fixture = start("10m", AutomaticRollbackStoryTest::alerted)) {
      alerts(fixture);
      SandboxUsers users = fixture.sandboxUsers();
      String channel = users.channel("inc-1-factory");
      users.reads(REQUESTER, channel, "The evidence is not conclusive");
      users.presses(STAKEHOLDER, INCIDENTS, "Stop the automatic rollback");
      users.reads(REQUESTER, INCIDENTS, "was stopped by");
      users.reads(REQUESTER, channel, "waits for an approval");
      assertThat(IncidentConversation.rollbacks(users)).isEmpty();
    }
  }
}
