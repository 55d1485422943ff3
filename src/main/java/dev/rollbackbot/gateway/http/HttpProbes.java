package dev.rollbackbot.gateway.http;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.Probes;
import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.gateway.BoundedHttpClient.ReceivedResponse;
import dev.rollbackbot.gateway.BoundedHttpClient.TransportFailure;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.incident.verification.ProbeRound.ProbeTarget;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.MetricQuery;
import dev.rollbackbot.text.HttpAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/** Runs probes concurrently, one GET each. Redirects are results of their own, not followed. */
public final class HttpProbes implements Probes, AutoCloseable {
  /** Longer than any probe: each probe ends by its own time limit. */
  private static final Duration CONNECT = Duration.ofMinutes(1);

  private static final int MAX_BODY = 256 * 1024;

  private final BoundedHttpClient client = new BoundedHttpClient(CONNECT);
  private final InboundLimits limits;
  private final UnaryOperator<URI> addresses;

  /** {@code limits} bound the nesting of JSON responses. */
  public HttpProbes(InboundLimits limits) {
    this(limits, UnaryOperator.identity());
  }

  /** As the other one; {@code addresses} gives what is called for what a runbook says. */
  public HttpProbes(InboundLimits limits, UnaryOperator<URI> addresses) {
    this.limits = limits;
    this.addresses = addresses;
  }

  @Override
  public List<ProbeResult> measure(List<ProbeTarget> targets) {
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

  private static ProbeResult await(Probe probe, FutureTask<ProbeResult> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return inconclusive(probe, "the bot was stopped");
    } catch (ExecutionException e) {
      return inconclusive(probe, "it could not be measured");
    }
  }

  private ProbeResult measure(ProbeTarget target) {
    return switch (target.probe().measurement()) {
      case HttpGet get -> measure(target.probe(), get, target.address().orElse(""));
      case MetricQuery _ -> inconclusive(target.probe(), "a metric source has to be asked");
    };
  }

  private ProbeResult measure(Probe probe, HttpGet get, String service) {
    Optional<URI> address = HttpAddress.parse(service + get.path());
    if (address.isEmpty()) {
      return inconclusive(probe, "the address is not one of http or https");
    }
    int bytes = get.json().isEmpty() ? 0 : MAX_BODY;
    HttpUriRequestBase request = new HttpUriRequestBase("GET", addresses.apply(address.get()));
    request.setHeader("Cache-Control", "no-cache");
    return switch (client.exchange(request, () -> true, get.within(), bytes)) {
      case TransportFailure failure -> toResult(probe, get, failure);
      case ReceivedResponse response -> toResult(probe, get, response);
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

  private ProbeResult toResult(Probe probe, HttpGet get, ReceivedResponse response) {
    Optional<String> mismatch = Expectations.mismatch(get, response, limits.jsonDepth());
    String took = BoundedHttpClient.durationText(response.took());
    return ProbeResult.withoutReading(
        probe.id(),
        mismatch.isPresent() ? Verdict.FAILED : Verdict.PASSED,
        mismatch.orElse(response.status() + " in " + took),
        response.took());
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
