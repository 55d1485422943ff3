package dev.rollbackbot.gateway.http;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.Probes;
import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.gateway.BoundedHttpClient.ReceivedResponse;
import dev.rollbackbot.gateway.BoundedHttpClient.TransportFailure;
import dev.rollbackbot.gateway.http.ProbeCredentials.Sending;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.MetricQuery;
import dev.rollbackbot.text.HttpAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/** Runs probes concurrently, one GET each. Redirects are results of their own, not followed. */
public final class HttpProbes implements Probes, AutoCloseable {
  /** Longer than any probe: each probe ends by its own time limit. */
  private static final Duration CONNECT = Duration.ofMinutes(1);

  private static final int MAX_BODY = 256 * 1024;
  private static final int MAX_LIST = 1024 * 1024;

  private final BoundedHttpClient client;
  private final InboundLimits limits;
  private final ProbeCredentials credentials;
  private final UnaryOperator<URI> addresses;
  private final InstantSource clock;
  private final RecentLatencies latencies = new RecentLatencies();

  /**
   * Sends nothing yet.
   *
   * @param limits bound the nesting of JSON responses
   * @param addresses gives what is called for what a runbook says
   */
  public HttpProbes(
      InboundLimits limits,
      ProbeCredentials credentials,
      UnaryOperator<URI> addresses,
      InstantSource clock) {
    this(new BoundedHttpClient(CONNECT), limits, credentials, addresses, clock);
  }

  HttpProbes(
      BoundedHttpClient client,
      InboundLimits limits,
      ProbeCredentials credentials,
      UnaryOperator<URI> addresses,
      InstantSource clock) {
    this.client = client;
    this.limits = limits;
    this.credentials = credentials;
    this.addresses = addresses;
    this.clock = clock;
  }

  @Override
  public List<ProbeResult> measure(List<ProbeTarget> targets) throws InterruptedException {
    List<FutureTask<ProbeResult>> tasks = new ArrayList<>();
    for (ProbeTarget target : targets) {
      FutureTask<ProbeResult> task = new FutureTask<>(() -> measure(target));
      tasks.add(task);
      Thread.ofVirtual().name("probe-" + target.probe().id()).start(task);
    }
    List<ProbeResult> results = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      results.add(await(targets.get(i).probe(), tasks.get(i)));
    }
    return List.copyOf(results);
  }

  private static ProbeResult await(Probe probe, FutureTask<ProbeResult> task)
      throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      return inconclusive(probe, "it could not be measured");
    }
  }

  private ProbeResult measure(ProbeTarget target) {
    return switch (target.probe().measurement()) {
      case HttpGet get -> measure(target, get);
      case MetricQuery _ -> inconclusive(target.probe(), "a metric source has to be asked");
    };
  }

  private ProbeResult measure(ProbeTarget target, HttpGet get) {
    Optional<URI> address = HttpAddress.parse(target.address().orElse("") + get.path());
    if (address.isEmpty()) {
      return inconclusive(target.probe(), "the address is not one of http or https");
    }
    URI called = addresses.apply(address.get());
    HttpUriRequestBase request = new HttpUriRequestBase("GET", called);
    request.setHeader("Cache-Control", "no-cache");
    // What is called in place of the runbook's address gets no credential.
    if (get.rules().credential().isPresent() && called.equals(address.get())) {
      switch (credentials.sending(get.rules().credential().get(), called)) {
        case Sending.CredentialHeader(String value) -> request.setHeader("Authorization", value);
        case Sending.CredentialRefused(String reason) -> {
          return inconclusive(target.probe(), reason);
        }
      }
    }
    int most = get.rules().entries().isPresent() ? MAX_LIST : MAX_BODY;
    int bytes = get.looksAtBody() ? most : 0;
    return switch (client.exchange(request, () -> true, get.within(), bytes)) {
      case TransportFailure failure -> toResult(target.probe(), get, failure);
      case ReceivedResponse response -> toResult(target, get, address.get(), response);
    };
  }

  private static ProbeResult toResult(Probe probe, HttpGet get, TransportFailure failure) {
    return switch (failure.error()) {
      // Caused by the bot, DNS or the network, not by the service.
      case NO_SUCH_HOST, NO_ROUTE, FORBIDDEN, INTERRUPTED -> inconclusive(probe, failure.reason());
      case TIMEOUT ->
          failed(probe, "no answer within " + BoundedHttpClient.durationText(get.within()));
      case CONNECTION_REFUSED, TLS, CUT, GARBLED -> failed(probe, failure.reason());
    };
  }

  private ProbeResult toResult(
      ProbeTarget target, HttpGet get, URI address, ReceivedResponse response) {
    Instant now = clock.instant();
    if (get.statuses().contains(response.status())) {
      latencies.add(address.toString(), now, response.took());
    }
    String id = target.probe().id();
    Optional<String> mismatch = Expectations.mismatch(get, response, limits.jsonDepth());
    if (mismatch.isPresent()) {
      return ProbeResult.withoutReading(id, Verdict.FAILED, mismatch.get(), response.took());
    }
    List<JudgedPart> parts = parts(target, get, address, response, now);
    Optional<JudgedPart> worst = JudgedPart.worst(parts);
    String all =
        Stream.concat(
                Stream.of(
                    response.status() + " in " + BoundedHttpClient.durationText(response.took())),
                parts.stream().map(JudgedPart::text))
            .collect(Collectors.joining(", "));
    return new ProbeResult(
        id,
        worst.map(JudgedPart::verdict).orElse(Verdict.PASSED),
        worst.map(JudgedPart::text).orElse(all),
        response.took(),
        worst.isPresent()
            ? worst.get().reading()
            : parts.stream().flatMap(part -> part.reading().stream()).findFirst());
  }

  private List<JudgedPart> parts(
      ProbeTarget target, HttpGet get, URI address, ReceivedResponse response, Instant now) {
    List<JudgedPart> parts = new ArrayList<>();
    get.rules()
        .entries()
        .ifPresent(rule ->
            parts.add(
                EntryCounts.judge(rule, response, limits.jsonDepth(), target.changed(), now)));
    get.rules()
        .latency()
        .ifPresent(
            rule -> parts.add(latencies.judge(address.toString(), rule, now, target.changed())));
    get.rules()
        .certificateDays()
        .ifPresent(days -> parts.add(certificate(days, response.certificateUntil(), now)));
    return parts;
  }

  private static JudgedPart certificate(int days, Optional<Instant> until, Instant now) {
    if (until.isEmpty()) {
      return JudgedPart.inconclusive("the server showed no certificate");
    }
    long left = Duration.between(now, until.get()).toDays();
    return JudgedPart.of(
        left >= days,
        "the certificate is valid for %d d (at least %d d)".formatted(left, days),
        Optional.empty());
  }

  private static ProbeResult failed(Probe probe, String detail) {
    return ProbeResult.withoutReading(probe.id(), Verdict.FAILED, detail, Duration.ZERO);
  }

  private static ProbeResult inconclusive(Probe probe, String detail) {
    return ProbeResult.withoutReading(probe.id(), Verdict.INCONCLUSIVE, detail, Duration.ZERO);
  }

  @Override
  public void close() {
    client.close();
  }
}
