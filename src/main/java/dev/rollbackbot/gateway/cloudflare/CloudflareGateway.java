package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.CachedCheck;
import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.cloudflare.CloudflareResponse.ErrorResponse;
import dev.rollbackbot.gateway.cloudflare.CloudflareResponse.Success;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Unknown;
import dev.rollbackbot.incident.rollback.RunningDeployment;
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
import java.util.function.Function;
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

  /**
   * Of a token that an account owns, asked about as if a user owned it, and the other way round.
   */
  private static final String WRONG_KIND_OF_TOKEN = "1000";

  private final CloudflareOptions options;
  private final InstantSource clock;
  private final Predicate<Duration> pause;

  /** By environment; that of all others has the key "". */
  private final Map<String, CloudflareClient> clients = new LinkedHashMap<>();

  private final BoundedHttpClient statusClient;
  private final StatusPage statusPage;
  private final CachedCheck<Optional<String>> tokens;

  /** Opens no connection yet. */
  public CloudflareGateway(CloudflareOptions options, InstantSource clock) {
    this(options, clock, RateLimitBudget::pause);
  }

  /** {@code pause} waits for the length of a log capture; false: the thread was interrupted. */
  CloudflareGateway(CloudflareOptions options, InstantSource clock, Predicate<Duration> pause) {
    this.options = options;
    this.clock = clock;
    this.pause = pause;
    ApiToken.of(options)
        .forEach((key, token) -> clients.put(key, new CloudflareClient(options, token, clock)));
    statusClient = new BoundedHttpClient(options.connectTimeout());
    statusPage = new StatusPage(statusClient, options);
    tokens = new CachedCheck<>(this::tokenProblem, TOKEN_CHECK_INTERVAL, clock);
  }

  /** With the token of the service's environment, never with that of another one. */
  private CloudflareClient client(ServiceRef service) throws CloudflareReadException {
    CloudflareClient own =
        service
            .environment()
            .map(CloudflareOptions::environmentKey)
            .map(clients::get)
            .orElse(clients.get(""));
    if (own == null) {
      throw new CloudflareReadException(
          Outcome.FailureKind.REFUSED,
          "no-token",
          "There is no Cloudflare token for it: %s is not set."
              .formatted(ApiToken.missing(service.environment())));
    }
    return own;
  }

  @Override
  public Progress submit(Job job, LeaseCheck leaseCheck) {
    try {
      return switch (job.invocation()) {
        case Invocation.CaptureLogs capture -> capture(capture, leaseCheck);
        case Invocation.RollBack rollBack ->
            new Finished(rollback(rollBack, rollback -> rollback.rollBack(leaseCheck)), "");
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
        case Invocation.RollBack rollBack -> rollback(rollBack, CompareAndRollback::reconcile);
        case Invocation.ReconcileRollback reconcile ->
            rollback(reconcile.rollback(), CompareAndRollback::reconcile);
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

  private Outcome rollback(Invocation.RollBack job, Function<CompareAndRollback, Outcome> what) {
    try {
      CloudflareClient client = client(job.service());
      return what.apply(
          new CompareAndRollback(job, serviceApi(client, job.service()), client, clock));
    } catch (CloudflareReadException e) {
      return e.failed(e.text());
    }
  }

  /** All services of a job are of one environment. */
  private Finished capture(Invocation.CaptureLogs capture, LeaseCheck leaseCheck) {
    try {
      CloudflareClient client =
          capture.services().isEmpty()
              ? clients.values().iterator().next()
              : client(capture.services().getFirst());
      return new LogCapture(client, options, clock, pause).capture(capture, leaseCheck);
    } catch (CloudflareReadException e) {
      return new Finished(e.failed("The logs could not be captured. " + e.text()), "");
    }
  }

  /** One service that can't be read doesn't hold up the others. */
  private Outcome survey(List<ServiceRef> services) {
    Instant start = clock.instant();
    RateLimitBudget budget = budget();
    List<ServiceDeployments> surveyed = new ArrayList<>();
    Map<String, CloudflareReadException> unreadable = new LinkedHashMap<>();
    for (ServiceRef service : services) {
      try {
        surveyed.add(serviceApi(client(service), service).survey(service, budget));
      } catch (CloudflareReadException e) {
        unreadable.put(service.id(), e);
      }
    }
    Optional<String> trouble = statusPage.trouble();
    if (surveyed.isEmpty() && !unreadable.isEmpty()) {
      return noneReadable(unreadable, trouble);
    }
    Map<String, String> reasons = new HashMap<>();
    unreadable.forEach((service, e) -> reasons.put(service, e.text()));
    List<ServiceDeployments> all =
        surveyed.stream().map(s -> trouble.map(s::warning).orElse(s)).toList();
    return new Outcome.Succeeded(
        new Outcome.Surveyed(all, Optional.of(reasons)), Duration.between(start, clock.instant()));
  }

  private RateLimitBudget budget() {
    return new RateLimitBudget(options.rateLimitBudget(), options.settle());
  }

  private static Outcome noneReadable(
      Map<String, CloudflareReadException> unreadable, Optional<String> trouble) {
    String text =
        unreadable.entrySet().stream()
            .map(e ->
                "What %s runs could not be read. %s".formatted(e.getKey(), e.getValue().text()))
            .collect(Collectors.joining(" "));
    return unreadable
        .values()
        .iterator()
        .next()
        .failed(trouble.map(t -> text + " " + t).orElse(text));
  }

  private Outcome readLive(List<ServiceRef> services) {
    Instant start = clock.instant();
    RateLimitBudget budget = budget();
    List<LiveReading> readings =
        services.stream().map(service -> readLive(service, budget)).toList();
    return new Outcome.Succeeded(
        new Outcome.LiveRead(readings), Duration.between(start, clock.instant()));
  }

  private LiveReading readLive(ServiceRef service, RateLimitBudget budget) {
    try {
      CloudflareClient client = client(service);
      Optional<String> wait = client.tooFewCallsLeft();
      if (wait.isPresent()) {
        return new LiveReading(
            service, clock.instant(), Optional.empty(), wait.get(), Optional.empty());
      }
      ServiceApi api = serviceApi(client, service);
      Deployment live = api.live(service.resource(), List.of(), budget);
      List<RunningDeployment> running = api.running(service.resource(), budget);
      return new LiveReading(service, clock.instant(), Optional.of(live), "", Optional.of(running));
    } catch (CloudflareReadException e) {
      return new LiveReading(
          service, clock.instant(), Optional.empty(), e.text(), Optional.empty());
    }
  }

  private static ServiceApi serviceApi(CloudflareClient client, ServiceRef service) {
    return switch (service.service().kind()) {
      case WORKER -> new WorkersApi(client);
      case PAGES -> new PagesApi(client);
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
    return tokens.get();
  }

  private Optional<String> tokenProblem() {
    return clients.values().stream().flatMap(client -> tokenProblem(client).stream()).findFirst();
  }

  private static Optional<String> tokenProblem(CloudflareClient client) {
    Optional<String> problem = Optional.empty();
    for (String path : client.token().verifyPaths(client.account(""))) {
      CloudflareResponse response = client.get(path);
      if (response instanceof Success success) {
        return tokenStatus(client.token(), success);
      }
      boolean elsewhere =
          response instanceof ErrorResponse refusal && refusal.code().equals(WRONG_KIND_OF_TOKEN);
      problem = problem.or(() -> Optional.of(response.description()));
      if (!elsewhere) {
        return problem;
      }
    }
    return problem;
  }

  private static Optional<String> tokenStatus(ApiToken token, Success success) {
    Optional<String> status =
        BoundedJson.object(success.envelope(), "result")
            .flatMap(r -> BoundedJson.text(r, "status"));
    return status.equals(Optional.of("active"))
        ? Optional.empty()
        : Optional.of(
            "The Cloudflare token %s is %s."
                .formatted(
                    token.setting(),
                    status
                        .map(CloudflareText::clip)
                        .orElse("of a state that Cloudflare does not say")));
  }

  @Override
  public void close() {
    clients.values().forEach(CloudflareClient::close);
    statusClient.close();
  }
}
