package dev.rollbackbot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.measure.Comparison.Limits;
import dev.rollbackbot.runbook.measure.EntryCount;
import dev.rollbackbot.runbook.measure.EntryCount.EntryFilter;
import dev.rollbackbot.runbook.measure.EntryCount.SinceChange;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.ResponseRules;
import dev.rollbackbot.runbook.measure.ResponseRules.HeaderRelation;
import dev.rollbackbot.runbook.measure.ResponseRules.HeaderRule;
import dev.rollbackbot.runbook.measure.ResponseRules.LatencyRule;
import dev.rollbackbot.runbook.measure.ResponseRules.TextRule;
import dev.rollbackbot.secret.Secret;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a probe expects beyond a status and single values. */
class ResponseRulesTest {
  private static final Instant CHANGE = Instant.parse("2026-02-27T12:00:00Z");

  private ProbedService service;
  private HttpProbes probes = probes(ProbeCredentials.NONE, UnaryOperator.identity());
  private Instant now = CHANGE.plus(Duration.ofMinutes(10));

  private HttpProbes probes(ProbeCredentials credentials, UnaryOperator<URI> addresses) {
    return new HttpProbes(InboundLimits.defaults(), credentials, addresses, () -> now);
  }

  @BeforeEach
  void start() throws Exception {
    service = new ProbedService();
  }

  @AfterEach
  void stop() throws Exception {
    service.stop();
    probes.close();
  }

  private static ResponseRules rules(
      List<HeaderRule> headers, List<TextRule> text, Optional<EntryCount> entries) {
    return new ResponseRules(
        Optional.empty(), headers, text, entries, Optional.empty(), Optional.empty());
  }

  private ProbeResult measure(ResponseRules rules) {
    return measure(service.address(), rules, Optional.of(CHANGE));
  }

  private ProbeResult measure(String address, ResponseRules rules, Optional<Instant> changed) {
    HttpGet get = new HttpGet("/page", Set.of(200), List.of(), Waiting.LIMIT, rules);
    Probe probe = new Probe("page", "Title", "gateway", get, Set.of());
    return probes
        .measure(
            List.of(
                new ProbeTarget(
                    probe, Optional.of(address), "gateway", "live", changed, Optional.empty())))
        .getFirst();
  }

  private void body(String body) {
    service.on("/page", (request, response) -> response.respond(200, body));
  }

  private static void is(ProbeResult result, Verdict verdict, String detail) {
    assertThat(result.detail()).contains(detail);
    assertThat(result.verdict()).isEqualTo(verdict);
  }

  @Nested
  class A_header {
    private ProbeResult with(HeaderRelation relation, String name, String value) {
      service.on(
          "/page",
          (request, response) -> {
            response.header("X-Version", "7");
            response.header("Set-Cookie", "session=abc");
            response.respond(200, "");
          });
      return measure(
          rules(List.of(new HeaderRule(name, relation, value)), List.of(), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"EQUALS, x-version, 7", "CONTAINS, set-cookie, session", "ABSENT, x-debug, ''"})
    void as_it_should_be_passes(HeaderRelation relation, String name, String value) {
      assertThat(with(relation, name, value).verdict()).isEqualTo(Verdict.PASSED);
    }

    @ParameterizedTest
    @CsvSource({
      "EQUALS, x-version, 8, 'header x-version: expected 8, got 7'",
      "CONTAINS, x-version, 8, 'header x-version: expected it to contain 8, got 7'",
      "ABSENT, x-version, '', 'header x-version: expected none, got 7'",
      "EQUALS, x-debug, 1, 'header x-debug: expected 1, got none'",
      "ABSENT, set-cookie, '', 'header set-cookie: expected none, got something else'"
    })
    void as_it_should_not_be_fails_without_what_is_secret(
        HeaderRelation relation, String name, String value, String detail) {
      is(with(relation, name, value), Verdict.FAILED, detail);
    }
  }

  @Nested
  class A_text {
    private ProbeResult with(String body, String value, boolean wanted) {
      body(body);
      return measure(rules(List.of(), List.of(new TextRule(value, wanted)), Optional.empty()));
    }

    @Test
    void that_is_wanted_is_looked_for_and_the_body_is_not_repeated() {
      assertThat(with("Welcome, Ada", "Welcome", true).verdict()).isEqualTo(Verdict.PASSED);
      ProbeResult failed = with("Sorry, Ada", "Welcome", true);
      is(failed, Verdict.FAILED, "200, but the body lacks “Welcome”");
      assertThat(failed.detail()).doesNotContain("Ada");
    }

    @Test
    void that_is_not_wanted_fails_if_it_is_there_or_may_be_in_what_was_not_read() {
      is(with("Internal error", "error", false), Verdict.FAILED, "the body holds “error”");
      is(with("x".repeat(300_000), "error", false), Verdict.FAILED, "too long");
    }
  }

  @Nested
  class Entries_of_a_list {
    private static final EntryFilter FACTORY = new EntryFilter("/type", "factory", false);
    private static final SinceChange SINCE =
        new SinceChange("/at", Duration.ofMinutes(2), Duration.ofMinutes(3));

    private ProbeResult count(String body, Optional<SinceChange> since, Optional<Instant> changed) {
      body(body);
      EntryCount count =
          new EntryCount(
              "",
              List.of(FACTORY),
              since,
              new Limits(Optional.of(BigDecimal.ZERO), Optional.empty()));
      return measure(service.address(), rules(List.of(), List.of(), Optional.of(count)), changed);
    }

    private ProbeResult sinceChange(String body) {
      return count(body, Optional.of(SINCE), Optional.of(CHANGE));
    }

    @Test
    void are_counted_if_the_filter_holds_and_they_are_younger_than_the_rollback() {
      ProbeResult result =
          sinceChange(
              """
              [{"type": "user.login", "at": "2026-02-27T12:05:00Z"},
               {"type": "factory.read", "at": "2026-02-27T12:01:59Z"},
               {"type": "factory.read", "at": "2026-02-27T11:00:00Z"}]
              """);
      is(result, Verdict.PASSED, "0 entries since the rollback (at most 0)");
      assertThat(result.reading().orElseThrow().value()).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({
      "'\"2026-02-27T12:02:00Z\"'",
      "'\"2026-02-27T13:02:00+01:00\"'",
      "'\"2026-02-27 12:02:00\"'",
      "1772193720",
      "1772193720000"
    })
    void have_their_times_in_any_usual_form(String time) {
      is(
          sinceChange("[{\"type\": \"factory.read\", \"at\": %s}]".formatted(time)),
          Verdict.FAILED,
          "1 entry since the rollback (at most 0)");
    }

    @Test
    void are_no_proof_if_the_list_does_not_reach_back_to_the_rollback() {
      is(
          sinceChange("[{\"type\": \"user.login\", \"at\": \"2026-02-27T12:05:00Z\"}]"),
          Verdict.INCONCLUSIVE,
          "does not reach back");
    }

    @ParameterizedTest
    @CsvSource({
      "'[{\"type\":\"factory\"}]', an entry has no time at /at",
      "'[{\"type\":\"factory\",\"at\":\"yesterday\"}]', an entry has no time at /at",
      "'{\"error\":1}', the body is no list",
      "'<html>', the body is no list"
    })
    void that_cannot_be_counted_are_inconclusive(String body, String detail) {
      is(sinceChange(body), Verdict.INCONCLUSIVE, detail);
    }

    @Test
    void are_inconclusive_before_anything_was_changed() {
      is(
          count("[]", Optional.of(SINCE), Optional.empty()),
          Verdict.INCONCLUSIVE,
          "nothing was changed");
    }

    @Test
    void are_all_counted_without_a_time() {
      is(
          count("[{\"type\":\"factory\"}]", Optional.empty(), Optional.empty()),
          Verdict.FAILED,
          "1 entry (at most 0)");
    }
  }

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
