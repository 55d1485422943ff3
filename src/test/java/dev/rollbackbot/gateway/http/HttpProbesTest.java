package dev.rollbackbot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.UnusedPort;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.HttpGet.Expectation;
import dev.rollbackbot.runbook.measure.HttpGet.Relation;
import dev.rollbackbot.runbook.measure.ResponseRules;
import dev.rollbackbot.secret.KnownSecrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpProbesTest {
  private static final Duration SOME_TIME = Waiting.LIMIT;
  private static final Duration SHORT = Duration.ofMillis(500);

  private final HttpProbes probes =
      new HttpProbes(
          InboundLimits.defaults(),
          ProbeCredentials.NONE,
          UnaryOperator.identity(),
          InstantSource.system());
  private ProbedService service;

  @BeforeEach
  void start() throws Exception {
    service = new ProbedService();
  }

  @AfterEach
  void stop() throws Exception {
    service.stop();
    probes.close();
  }

  private static Probe probe(String path, int status, Duration within, Expectation... json) {
    return new Probe(
        "p" + path,
        "Title",
        "gateway",
        new HttpGet(path, Set.of(status), List.of(json), within, ResponseRules.NONE),
        Set.of());
  }

  private ProbeResult measure(Probe probe) {
    return measure(probe, service.address());
  }

  private ProbeResult measure(Probe probe, String address) {
    return Uninterrupted.measure(probes, List.of(target(probe, address))).get(0);
  }

  private static ProbeTarget target(Probe probe, String address) {
    return new ProbeTarget(
        probe, Optional.of(address), "gateway", "live", Optional.empty(), Optional.empty());
  }

  private ProbeResult json(String body, String pointer, Relation relation, String value) {
    service.on("/json", (request, response) -> response.respond(200, body));
    return measure(probe("/json", 200, SOME_TIME, new Expectation(pointer, relation, value)));
  }

  private static void failed(ProbeResult result, String detail) {
    assertThat(result.detail()).isEqualTo(detail);
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
  }

  @Nested
  class A_status {
    @Test
    void that_is_expected_passes() {
      service.on("/health", (request, response) -> response.respond(200, "fine"));

      ProbeResult result = measure(probe("/health", 200, SOME_TIME));
      assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
      assertThat(result.probe()).isEqualTo("p/health");
      assertThat(result.detail()).matches("200 in \\d+(\\.\\d)? m?s");
      assertThat(result.latency()).isPositive();
    }

    @Test
    void of_a_missing_route_passes_where_404_is_expected() {
      assertThat(measure(probe("/gone", 404, SOME_TIME)).verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void that_is_not_expected_fails() {
      service.on("/gone", (request, response) -> response.respond(500, ""));

      failed(measure(probe("/gone", 404, SOME_TIME)), "expected 404, got 500");
    }

    @Test
    void of_a_redirect_fails_with_its_target_but_without_the_query() {
      service.on(
          "/old", (request, response) -> response.redirect("https://sso.example/in?token=x"));
      service.on("/in", (request, response) -> response.respond(200, ""));

      failed(measure(probe("/old", 200, SOME_TIME)), "expected 200, got 302 to sso.example/in");
      assertThat(service.requests()).containsExactly("GET /old");
    }

    @Test
    void of_a_redirect_passes_where_it_is_expected() {
      service.on("/old", (request, response) -> response.redirect("/new"));

      assertThat(measure(probe("/old", 302, SOME_TIME)).verdict()).isEqualTo(Verdict.PASSED);
    }
  }

  @Nested
  class No_response {
    @Test
    void in_time_fails() {
      service.on("/slow", (request, response) -> response.hang());

      failed(measure(probe("/slow", 200, SHORT)), "no answer within 500 ms");
    }

    @Test
    void in_time_fails_even_if_single_bytes_arrive() {
      service.on("/drip", (request, response) -> response.drip());

      failed(
          measure(probe("/drip", 200, SHORT, new Expectation("/a", Relation.EQUALS, "1"))),
          "no answer within 500 ms");
    }

    @Test
    void because_the_port_is_closed_fails() throws IOException {
      int port = UnusedPort.next();
      failed(measure(probe("/", 200, SOME_TIME), "http://127.0.0.1:" + port), "connection refused");
    }

    @Test
    void because_the_connection_was_cut_fails() {
      service.on("/cut", (request, response) -> response.cut());

      failed(measure(probe("/cut", 200, SOME_TIME)), "the connection was cut");
    }

    @Test
    void because_the_name_is_unknown_is_inconclusive() {
      ProbeResult result = measure(probe("/", 200, SOME_TIME), "http://nowhere.invalid");

      assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
      assertThat(result.detail()).isEqualTo("the host's name is not known");
    }

    @ParameterizedTest
    @CsvSource({"file:///etc", "'http://a b'", "nothing", "gopher://x"})
    void because_the_address_is_invalid_is_inconclusive(String address) {
      assertThat(measure(probe("/", 200, SOME_TIME), address).verdict())
          .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void because_the_certificate_is_not_trusted_fails(@TempDir Path directory) throws Exception {
      ProbedService secure = ProbedService.withSelfSignedCertificate(directory);
      try {
        ProbeResult result = measure(probe("/", 200, SOME_TIME), secure.address());
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.detail()).startsWith("TLS failed: ").hasSizeLessThan(150);
      } finally {
        secure.stop();
      }
    }
  }

  @Nested
  class A_body {
    @ParameterizedTest
    @CsvSource({
      "'{\"status\":\"ok\"}', /status, EQUALS, ok",
      "'{\"n\":1.0}', /n, EQUALS, 1",
      "'{\"up\":true}', /up, EQUALS, true",
      "'{\"a\":[{\"b\":3}]}', /a/0/b, AT_MOST, 3",
      "'{\"rate\":0.004}', /rate, AT_MOST, 0.01",
      "'{\"n\":100}', /n, AT_LEAST, 99.5"
    })
    void with_the_expected_value_passes(
        String body, String pointer, Relation relation, String value) {
      assertThat(json(body, pointer, relation, value).verdict()).isEqualTo(Verdict.PASSED);
    }

    @ParameterizedTest
    @CsvSource({
      "'{\"status\":\"down\"}', /status, EQUALS, ok, '/status: expected ok, got down'",
      "'{}', /status, EQUALS, ok, '/status is missing'",
      "'{\"status\":{}}', /status, EQUALS, ok, '/status: expected ok, got an object'",
      "'{\"rate\":0.02}', /rate, AT_MOST, 0.01, '/rate: expected at most 0.01, got 0.02'",
      "'{\"rate\":\"0.001\"}', /rate, AT_MOST, 0.01, '/rate: expected at most 0.01, got 0.001'",
      "'{\"n\":null}', /n, AT_LEAST, 1, '/n: expected at least 1, got null'",
      "'{\"n\":1e999999999}', /n, AT_MOST, 1, '/n: expected at most 1, got 1E+999999999'",
      "'{\"m\":\"stuck at anna@example.com, 10.1.2.3\"}', /m, EQUALS, ok, '/m: expected ok, got"
          + " stuck at [e-mail], [ip]'",
      "'{\"token\":\"abc\"}', /token, EQUALS, x, '/token: expected x, got something else'",
      "'<html>', /n, EQUALS, 1, '200, but the body is not JSON'",
      "'{\"n\":1', /n, EQUALS, 1, '200, but the body is not JSON'"
    })
    void with_another_value_fails_with_the_reason(
        String body, String pointer, Relation relation, String value, String detail) {
      failed(json(body, pointer, relation, value), detail);
    }

    @Test
    void a_secret_of_the_settings_that_the_service_repeats_is_not_shown() {
      KnownSecrets.add("audit-7f2c9a1d");
      failed(
          json("{\"m\":\"invalid key audit-7f2c9a1d\"}", "/m", Relation.EQUALS, "ok"),
          "/m: expected ok, got invalid key [redacted]");
    }

    @Test
    void that_is_too_long_fails() {
      failed(
          json("{\"a\":\"" + "x".repeat(300_000) + "\"}", "/a", Relation.EQUALS, "x"),
          "the body is too long to be looked at");
    }

    @Test
    void of_noise_fails_and_never_throws() {
      Random random = new Random(11);
      String alphabet = "{}[]\":,0n\\tue\u00e9";
      for (int i = 0; i < 300; i++) {
        StringBuilder noise = new StringBuilder();
        for (int n = random.nextInt(80); n > 0; n--) {
          noise.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        assertThat(json(noise.toString(), "/status", Relation.EQUALS, "ok").verdict())
            .isEqualTo(Verdict.FAILED);
      }
    }
  }

  @Test
  void all_probes_run_concurrently_and_their_results_are_in_order() {
    int count = 12;
    service.together(count);
    List<ProbeTarget> targets =
        IntStream.range(0, count)
            .mapToObj(i -> target(probe("/together/" + i, 200, SOME_TIME), service.address()))
            .toList();

    List<ProbeResult> results = Uninterrupted.measure(probes, targets);

    assertThat(results).allMatch(r -> r.verdict() == Verdict.PASSED);
    assertThat(results.stream().map(ProbeResult::probe))
        .containsExactlyElementsOf(targets.stream().map(t -> t.probe().id()).toList());
  }

  @Test
  void no_targets_have_no_results() {
    assertThat(Uninterrupted.measure(probes, List.of())).isEmpty();
  }

  @Test
  void a_round_that_is_interrupted_has_no_reading() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    service.on(
        "/slow",
        (request, response) -> {
          asked.countDown();
          over.await();
          response.respond(200, "");
        });
    List<ProbeTarget> targets = List.of(target(probe("/slow", 200, SOME_TIME), service.address()));
    FutureTask<List<ProbeResult>> round = new FutureTask<>(() -> probes.measure(targets));
    Thread worker = Thread.ofVirtual().start(round);
    asked.await();

    worker.interrupt();

    assertThatThrownBy(round::get).hasCauseInstanceOf(InterruptedException.class);
    over.countDown();
  }

  @Test
  void it_sends_its_user_agent() {
    service.on(
        "/who",
        (request, response) -> response.respond(200, "{\"a\":\"" + request.agent() + "\"}"));

    assertThat(
            measure(
                    probe(
                        "/who",
                        200,
                        SOME_TIME,
                        new Expectation("/a", Relation.EQUALS, "rollback-bot")))
                .verdict())
        .isEqualTo(Verdict.PASSED);
  }
}
