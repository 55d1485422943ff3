package dev.rollbackbot.story.trigger;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.Transcript;
import dev.rollbackbot.story.fixture.AlertmanagerServer;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.PrometheusServer;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prometheus and Alertmanager themselves: the one reads the sandbox's service, the other tells the
 * bot. Nobody types anything until the proposal stands there.
 */
final class PrometheusAlertsStoryTest {
  private static final String TOKEN = "the-one-of-alertmanager";
  private static final String ALERT = "FactoryErrors";
  private static final String CARD = "*A rollback of ";
  private static final String NO_PROOF = "That is no proof of a recovery";

  /** The bot measures it too, but not before it was alerted: the release is half an hour old. */
  private static final String TRIGGER =
      """
          error-rate:
            text: Error rate above 1% in the first hour
            mode: "off"
            modes: {sandbox: MODE}
            measure: {service: gateway, path: /health, status: 200, json: [{at: /status, equals: ok}]}
            every: 1s
            fires_after: 100
            recovers_after: 3
            after_deployment: 1m
            alerts:
              - source: alertmanager
                match: {alertname: FactoryErrors, severity: page}
                service: gateway
                environment: sandbox
      """;

  private static final String RULE =
      """
      - alert: FactoryErrors
        expr: >-
          100 * sum(rate(requests_total{service="gateway",code="500"}[5s]))
          / sum(rate(requests_total{service="gateway"}[5s])) > 1
        for: 2s
        labels: {severity: page}
        annotations: {summary: '{{ $value | printf "%.1f" }} % of requests fail'}
      """;

  @TempDir Path folder;
  private Optional<Path> prometheusProgram = Optional.empty();
  private Optional<Path> alertmanagerProgram = Optional.empty();
  private Optional<SandboxFixture> fixture = Optional.empty();
  private Optional<AlertmanagerServer> alertmanager = Optional.empty();
  private Optional<PrometheusServer> prometheus = Optional.empty();

  @BeforeEach
  void find() throws IOException {
    prometheusProgram = PrometheusServer.installed();
    assumeTrue(prometheusProgram.isPresent(), PrometheusServer.MISSING);
    alertmanagerProgram = AlertmanagerServer.installed();
    assumeTrue(alertmanagerProgram.isPresent(), AlertmanagerServer.MISSING);
  }

  @AfterEach
  void close() {
    prometheus.ifPresent(PrometheusServer::close);
    alertmanager.ifPresent(AlertmanagerServer::close);
    fixture.ifPresent(SandboxFixture::close);
  }

  private SandboxUsers start(String mode) throws IOException {
    Path runbooks = FastRunbook.runbooks(folder);
    Path file = runbooks.resolve("factory.yaml");
    String text = Files.readString(file);
    Files.writeString(file, FastRunbook.automatic(text, TRIGGER.replace("MODE", mode)));
    SandboxFixture bot =
        SandboxFixture.quick(
            Path.of("manifest.yml"),
            _ -> Map.of("RUNBOOKS", runbooks.toString(), "ALERTS_ALERTMANAGER_TOKEN", TOKEN));
    fixture = Optional.of(bot);
    Path servers = Files.createDirectories(folder.resolve("servers"));
    alertmanager =
        Optional.of(
            AlertmanagerServer.start(alertmanagerProgram.orElseThrow(), servers, bot.bot(), TOKEN));
    prometheus =
        Optional.of(
            PrometheusServer.alerting(
                prometheusProgram.orElseThrow(),
                servers,
                bot.sandbox().address().resolve("/sites/gateway/metrics"),
                alertmanager.get().address(),
                RULE));
    return bot.sandboxUsers();
  }

  /** How many alerts were delivered with that result. */
  private int counted(String result) {
    Matcher count =
        Pattern.compile(
                "rollbackbot_alerts_total\\{result=\"%s\",source=\"alertmanager\"} (\\d+)"
                    .formatted(result))
            .matcher(metrics());
    return count.find() ? Integer.parseInt(count.group(1)) : 0;
  }

  private String metrics() {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(fixture.orElseThrow().bot().resolve("/metrics")).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private void isRepeated(int times) {
    int before = counted("still_firing");
    await().until(() -> counted("still_firing") >= before + times);
  }

  private static String incidents(SandboxUsers users) {
    return Transcript.of(users.messages(REQUESTER, INCIDENTS));
  }

  private static long cards(SandboxUsers users) {
    return Pattern.compile(Pattern.quote(CARD)).matcher(incidents(users)).results().count();
  }

  /** Somebody makes the good versions live, past the bot. */
  private void isRolledBackByHand() {
    CloudflareByHand cloudflare = new CloudflareByHand(fixture.orElseThrow().environment());
    cloudflare.rollsBack("foundation-gateway-sandbox");
    cloudflare.rollsBack("foundation-planning-machine-sandbox");
  }

  @Test
  void in_the_shadow_it_is_recorded_once_however_often_it_is_repeated() throws IOException {
    SandboxUsers users = start("shadow");
    await().until(() -> counted("fired") == 1);
    isRepeated(3);
    users.types(REQUESTER, INCIDENTS, "/rollback triggers");
    users.reads(REQUESTER, INCIDENTS, "would have proposed a rollback because of");
    users.reads(REQUESTER, INCIDENTS, "fired 1, right 0, wrong 0");
    assertThat(incidents(users)).contains("% of requests fail").doesNotContain(CARD);
  }

  @Test
  void a_proposal_outlives_a_restart_of_prometheus_and_closes_when_it_was_measured_to_be_over()
      throws IOException {
    SandboxUsers users = start("propose");
    users.reads(REQUESTER, INCIDENTS, "% of requests fail");
    users.reads(REQUESTER, INCIDENTS, "Start the rollback");
    isRepeated(2);
    prometheus.orElseThrow().dies();
    users.reads(REQUESTER, INCIDENTS, NO_PROOF);
    prometheus.orElseThrow().comesBack();
    await().until(() -> !incidents(users).contains(NO_PROOF));
    assertThat(incidents(users)).contains("It closes by itself when the bot has measured");
    isRolledBackByHand();
    users.reads(REQUESTER, INCIDENTS, "it recovered before anything was started");
    assertThat(counted("resolved")).isEqualTo(2);
    users.types(REQUESTER, INCIDENTS, "/rollback triggers");
    users.reads(REQUESTER, INCIDENTS, "fired 1, right 0, wrong 0");
    users.reads(REQUESTER, INCIDENTS, "Recovered at");
  }

  @Test
  void an_alert_that_is_silenced_ends_nothing() throws IOException {
    SandboxUsers users = start("propose");
    users.reads(REQUESTER, INCIDENTS, "Start the rollback");
    alertmanager.orElseThrow().silences(ALERT);
    isRolledBackByHand();
    alertmanager.orElseThrow().isQuiet();
    assertThat(counted("resolved")).isZero();
    assertThat(incidents(users)).contains("Start the rollback").doesNotContain(NO_PROOF);
    assertThat(cards(users)).isEqualTo(1);
    users.presses(REQUESTER, INCIDENTS, "It isn't this…");
  }

  @Test
  void an_incident_is_prepared_and_ends_with_a_note_that_the_alert_has_ended() throws IOException {
    SandboxUsers users = start("prepare");
    String channel = users.channel("inc-1-factory");
    IncidentConversation incident = new IncidentConversation(users, channel);
    incident.reads("The bot proposed this");
    incident.reads("% of requests fail");
    incident.reads("4 of 5 done");
    incident.presses(REQUESTER, "Done");
    users.presses(APPROVER, channel, UsualRollback.approve(users, channel));
    UsualRollback.check(users, channel);
    incident.reads("An alert has ended: “Error rate above 1% in the first hour”");
    UsualRollback.sign(users, channel);
    assertThat(counted("fired")).isEqualTo(1);
  }
}
