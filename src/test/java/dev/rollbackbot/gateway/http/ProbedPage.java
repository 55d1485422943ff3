package dev.rollbackbot.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.measure.EntryCount;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.ResponseRules;
import dev.rollbackbot.runbook.measure.ResponseRules.HeaderRule;
import dev.rollbackbot.runbook.measure.ResponseRules.TextRule;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A page that a probe looks at, ten minutes after a change. */
abstract class ProbedPage {
  static final Instant CHANGE = Instant.parse("2026-02-27T12:00:00Z");

  ProbedService service;
  HttpProbes probes = probes(ProbeCredentials.NONE, UnaryOperator.identity());
  Instant now = CHANGE.plus(Duration.ofMinutes(10));

  HttpProbes probes(ProbeCredentials credentials, UnaryOperator<URI> addresses) {
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

  static ResponseRules rules(
      List<HeaderRule> headers, List<TextRule> text, Optional<EntryCount> entries) {
    return new ResponseRules(
        Optional.empty(), headers, text, entries, Optional.empty(), Optional.empty());
  }

  ProbeResult measure(ResponseRules rules) {
    return measure(service.address(), rules, Optional.of(CHANGE));
  }

  ProbeResult measure(String address, ResponseRules rules, Optional<Instant> changed) {
    HttpGet get = new HttpGet("/page", Set.of(200), List.of(), Waiting.LIMIT, rules);
    Probe probe = new Probe("page", "Title", "gateway", get, Set.of());
    return Uninterrupted.measure(
            probes,
            List.of(
                new ProbeTarget(
                    probe, Optional.of(address), "gateway", "live", changed, Optional.empty())))
        .getFirst();
  }

  void body(String body) {
    service.on("/page", (request, response) -> response.respond(200, body));
  }

  static void is(ProbeResult result, Verdict verdict, String detail) {
    assertThat(result.detail()).contains(detail);
    assertThat(result.verdict()).isEqualTo(verdict);
  }
}
