package dev.rollbackbot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.runbook.measure.ResponseRules;
import dev.rollbackbot.runbook.measure.ResponseRules.LatencyRule;
import dev.rollbackbot.secret.Secret;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MeasuredConnectionTest extends ProbedPage {
  @Nested
  class A_percentile {
    private final ResponseRules p50 =
        new ResponseRules(
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.of(new LatencyRule(50, Waiting.LIMIT, 3)),
            Optional.empty());

    @Test
    void needs_enough_responses_since_the_change() {
      body("");
      now = CHANGE.minusSeconds(1);
      measure(p50);
      measure(p50);
      now = CHANGE.plusSeconds(1);
      is(measure(p50), Verdict.INCONCLUSIVE, "1 of the 3 responses that p50 needs");
      is(measure(p50), Verdict.INCONCLUSIVE, "2 of the 3");
      ProbeResult result = measure(p50);
      is(result, Verdict.PASSED, "of 3 responses");
      assertThat(result.reading().orElseThrow().unit()).isEqualTo("ms");
    }

    @Test
    void is_that_of_the_last_responses() {
      RecentLatencies latencies = new RecentLatencies();
      for (int millis : new int[] {900, 10, 20, 30, 40}) {
        latencies.add("a", now, Duration.ofMillis(millis));
      }
      LatencyRule rule = new LatencyRule(75, Duration.ofMillis(25), 4);
      JudgedPart judged = latencies.judge("a", rule, now, Optional.empty());
      assertThat(judged.text()).isEqualTo("p75 30 ms of 4 responses (at most 25 ms)");
      assertThat(judged.verdict()).isEqualTo(Verdict.FAILED);
    }
  }

  @Nested
  class A_credential {
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final ResponseRules audit =
        new ResponseRules(
            Optional.of("audit"),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private ProbeResult with(Map<String, String> settings, UnaryOperator<URI> addresses) {
      probes.close();
      probes =
          probes(
              ProbeCredentials.of(
                  settings, name -> Optional.ofNullable(settings.get(name)).map(Secret.Fixed::new)),
              addresses);
      service.on(
          "/page",
          (request, response) -> {
            received.add(request.authorization());
            response.respond(200, "");
          });
      return measure(audit);
    }

    private String host() {
      return URI.create(service.address()).getAuthority();
    }

    @Test
    void is_sent_to_its_host() {
      ProbeResult result =
          with(
              Map.of("PROBE_TOKEN_AUDIT", "t-1", "PROBE_HOSTS_AUDIT", host()),
              UnaryOperator.identity());
      assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
      assertThat(received).containsExactly("Bearer t-1");
    }

    @Test
    void is_not_sent_to_another_host_and_the_probe_is_inconclusive() {
      ProbeResult result =
          with(
              Map.of("PROBE_TOKEN_AUDIT", "t-1", "PROBE_HOSTS_AUDIT", "other.example.com"),
              UnaryOperator.identity());
      is(result, Verdict.INCONCLUSIVE, "PROBE_TOKEN_AUDIT may not be sent to that host");
      assertThat(received).isEmpty();
    }

    @Test
    void that_is_missing_is_named() {
      is(with(Map.of(), UnaryOperator.identity()), Verdict.INCONCLUSIVE, "PROBE_TOKEN_AUDIT");
      assertThat(received).isEmpty();
    }

    @Test
    void is_not_sent_to_what_is_called_in_place_of_the_address() {
      ProbeResult result =
          with(
              Map.of("PROBE_TOKEN_AUDIT", "t-1", "PROBE_HOSTS_AUDIT", host()),
              uri -> URI.create(uri.toString().replace("127.0.0.1", "localhost")));
      assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
      assertThat(received).containsExactly("");
    }

    @Test
    void is_only_sent_over_https_to_another_machine() {
      ProbeCredentials credentials =
          ProbeCredentials.of(
              Map.of("PROBE_TOKEN_AUDIT", "", "PROBE_HOSTS_AUDIT", "a.example.com"),
              _ -> Optional.of(new Secret.Fixed("t-1")));
      assertThat(credentials.sending("audit", URI.create("http://a.example.com/")))
          .isInstanceOf(ProbeCredentials.Sending.CredentialRefused.class);
      assertThat(credentials.sending("audit", URI.create("https://a.example.com/")))
          .isEqualTo(new ProbeCredentials.Sending.CredentialHeader("Bearer t-1"));
    }

    @Test
    void without_hosts_is_refused_at_the_start() {
      assertThatThrownBy(() ->
              ProbeCredentials.of(
                  Map.of("PROBE_TOKEN_AUDIT", ""), _ -> Optional.of(new Secret.Fixed("t-1"))))
          .hasMessageContaining("PROBE_HOSTS_AUDIT")
          .hasMessageNotContaining("t-1");
    }
  }

  @Test
  void a_certificate_that_ends_soon_fails(@TempDir Path directory) throws Exception {
    ProbedService secure = ProbedService.withSelfSignedCertificate(directory);
    probes.close();
    probes =
        new HttpProbes(
            new BoundedHttpClient(
                Waiting.LIMIT,
                trusting(directory.resolve("self-signed.p12")),
                Optional.of("localhost")),
            InboundLimits.defaults(),
            ProbeCredentials.NONE,
            UnaryOperator.identity(),
            InstantSource.system());
    try {
      secure.on("/page", (request, response) -> response.respond(200, ""));
      String address = secure.address().replace("127.0.0.1", "localhost");
      is(
          measure(address, certificate(14), Optional.empty()),
          Verdict.FAILED,
          "the certificate is valid for 1 d (at least 14 d)");
      is(measure(address, certificate(1), Optional.empty()), Verdict.PASSED, "for 1 d");
    } finally {
      secure.stop();
    }
  }

  @Test
  void no_certificate_is_inconclusive() {
    body("");
    is(measure(certificate(14)), Verdict.INCONCLUSIVE, "showed no certificate");
  }

  private static ResponseRules certificate(int days) {
    return new ResponseRules(
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(days));
  }

  private static SSLContext trusting(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream input = Files.newInputStream(store)) {
      keys.load(input, "changeit".toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("probed", keys.getCertificate("probed"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
