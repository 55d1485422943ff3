package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.CachedCheck;
import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.cloudflare.CloudflareResponse.Success;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Unknown;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command gateway to Cloudflare. Every job ends before {@link #submit} returns, which blocks
 * for timeouts, rate limits and the length of a capture.
 */
public final class CloudflareGateway implements CommandGateway, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CloudflareGateway.class);
  private static final Duration TOKEN_CHECK_INTERVAL = Duration.ofSeconds(15);

  private final CloudflareClient client;
  private final InstantSource clock;
  private final WorkersApi workers;
  private final PagesApi pages;
  private final LogCapture logs;
  private final CachedCheck<Optional<String>> token;

  /** Opens no connection yet. */
  public CloudflareGateway(CloudflareOptions options, InstantSource clock) {
    this(options, clock, RateLimitBudget::pause);
  }

  /** {@code pause} waits for the length of a log capture; false: the thread was interrupted. */
  CloudflareGateway(CloudflareOptions options, InstantSource clock, Predicate<Duration> pause) {
    this.clock = clock;
    client = new CloudflareClient(options, clock);
    workers = new WorkersApi(client);
    pages = new PagesApi(client);
    logs = new LogCapture(client, options, clock, pause);
    token = new CachedCheck<>(this::tokenProblem, TOKEN_CHECK_INTERVAL, clock);
  }

  @Override
  public Progress submit(Job job, LeaseCheck leaseCheck) {
    try {
      return switch (job.invocation()) {
        case Invocation.CaptureLogs capture -> logs.capture(capture, leaseCheck);
        case Invocation.RollBack rollBack ->
            new Finished(rollback(rollBack).rollBack(leaseCheck), "");
        case Invocation.Survey _, Invocation.ReadLive _, Invocation.ReconcileRollback _ ->
            new Finished(reconcile(job), "");
      };
    } catch (RuntimeException e) {
      return new Finished(unexpectedError(job, e), "");
    }
  }

  @Override
  public Outcome reconcile(Job job) {
    try {
      return switch (job.invocation()) {
        case Invocation.Survey survey -> survey(survey.services());
        case Invocation.ReadLive readLive -> readLive(readLive.services());
        case Invocation.CaptureLogs _ ->
            new Outcome.Failed(
                Outcome.FailureKind.NOT_DONE,
                "capture-lost",
                "The capture of the logs was cut off. What it had is lost.",
                Optional.empty());
        case Invocation.RollBack rollBack -> rollback(rollBack).reconcile();
        case Invocation.ReconcileRollback reconcile -> rollback(reconcile.rollback()).reconcile();
      };
    } catch (RuntimeException e) {
      return unexpectedError(job, e);
    }
  }

  /** A bug: whether it happened before or after the call is unknown. */
  private static Outcome unexpectedError(Job job, RuntimeException exception) {
    LOG.error("job failed in the gateway itself id={}", job.id(), exception);
    return new Unknown("The bot itself failed in the middle of it. Its log says more.");
  }

  private CompareAndRollback rollback(Invocation.RollBack job) {
    return new CompareAndRollback(job, serviceApi(job.service()), client, clock);
  }

  /** One service that can't be read doesn't hold up the others. */
  private Outcome survey(List<ServiceRef> services) {
    Instant start = clock.instant();
    RateLimitBudget budget = client.rateLimitBudget();
    List<ServiceDeployments> surveyed = new ArrayList<>();
    Map<String, CloudflareReadException> unreadable = new LinkedHashMap<>();
    for (ServiceRef service : services) {
      try {
        surveyed.add(serviceApi(service).survey(service, budget));
      } catch (CloudflareReadException e) {
        unreadable.put(service.id(), e);
      }
    }
    if (surveyed.isEmpty() && !unreadable.isEmpty()) {
      return noneReadable(unreadable);
    }
    Map<String, String> reasons = new HashMap<>();
    unreadable.forEach((service, e) -> reasons.put(service, e.text()));
    return new Outcome.Succeeded(
        new Outcome.Surveyed(surveyed, Optional.of(reasons)),
        Duration.between(start, clock.instant()));
  }

  private static Outcome noneReadable(Map<String, CloudflareReadException> unreadable) {
    String text =
        unreadable.entrySet().stream()
            .map(e ->
                "What %s runs could not be read. %s".formatted(e.getKey(), e.getValue().text()))
            .collect(Collectors.joining(" "));
    return unreadable.values().iterator().next().failed(text);
  }

  private Outcome readLive(List<ServiceRef> services) {
    Instant start = clock.instant();
    RateLimitBudget budget = client.rateLimitBudget();
    List<LiveReading> readings =
        services.stream().map(service -> readLive(service, budget)).toList();
    return new Outcome.Succeeded(
        new Outcome.LiveRead(readings), Duration.between(start, clock.instant()));
  }

  private LiveReading readLive(ServiceRef service, RateLimitBudget budget) {
    try {
      Deployment live = serviceApi(service).live(service.resource(), List.of(), budget);
      return new LiveReading(service, clock.instant(), Optional.of(live), "");
    } catch (CloudflareReadException e) {
      return new LiveReading(service, clock.instant(), Optional.empty(), e.text());
    }
  }

  private ServiceApi serviceApi(ServiceRef service) {
    return switch (service.service().kind()) {
      case WORKER -> workers;
      case PAGES -> pages;
    };
  }

  /** Never called: every job ends within {@link #submit}. */
  @Override
  public Progress poll(Handle handle) {
    return new Finished(new Unknown("Cloudflare knows no such running job."), "");
  }

  @Override
  public String log(Handle handle) {
    return "";
  }

  @Override
  public void cancel(Handle handle) {}

  /** Why Cloudflare can't be used, in one sentence; calls Cloudflare at most every 15 s. */
  public Optional<String> problem() {
    return token.get();
  }

  private Optional<String> tokenProblem() {
    CloudflareResponse response = client.get("/user/tokens/verify");
    if (!(response instanceof Success success)) {
      return Optional.of(response.description());
    }
    Optional<String> status =
        BoundedJson.object(success.envelope(), "result")
            .flatMap(r -> BoundedJson.text(r, "status"));
    return status.equals(Optional.of("active"))
        ? Optional.empty()
        : Optional.of(
            "The Cloudflare token is "
                + status.map(CloudflareText::clip).orElse("of a state that Cloudflare does not say")
                + ".");
  }

  @Override
  public void close() {
    client.close();
  }
}
