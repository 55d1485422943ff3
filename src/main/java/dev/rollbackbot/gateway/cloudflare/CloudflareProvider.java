package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.CachedCheck;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.app.readiness.ProviderAccess.AccessAnswer;
import dev.rollbackbot.gateway.BoundedHttpClient;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.CallResult.ErrorResponse;
import dev.rollbackbot.gateway.CallResult.Success;
import dev.rollbackbot.gateway.Provider;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.ServiceApi;
import dev.rollbackbot.gateway.metric.MetricSource;
import dev.rollbackbot.gateway.metric.logs.LogCountSource;
import dev.rollbackbot.incident.rollback.Invocation.CaptureLogs;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Workers and Pages of one Cloudflare account. */
public final class CloudflareProvider implements Provider {
  /** As runbooks name it. */
  public static final String ID = "cloudflare";

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
  public CloudflareProvider(CloudflareOptions options, InstantSource clock) {
    this(options, clock, RateLimitBudget::pause);
  }

  /** {@code pause} waits for the length of a log capture; false: the thread was interrupted. */
  CloudflareProvider(CloudflareOptions options, InstantSource clock, Predicate<Duration> pause) {
    this.options = options;
    this.clock = clock;
    this.pause = pause;
    ApiToken.of(options)
        .forEach((key, token) -> clients.put(key, new CloudflareClient(options, token, clock)));
    statusClient = new BoundedHttpClient(options.connectTimeout());
    statusPage = new StatusPage(statusClient, options);
    tokens = new CachedCheck<>(this::tokenProblem, TOKEN_CHECK_INTERVAL, clock);
  }

  @Override
  public String name() {
    return CloudflareClient.NAME;
  }

  private CloudflareClient client(ServiceRef service) throws ProviderReadException {
    return client(service.environment());
  }

  /** With that environment's token, or the one of all others. */
  CloudflareClient client(Optional<String> environment) throws ProviderReadException {
    CloudflareClient own =
        environment
            .map(CloudflareOptions::environmentKey)
            .map(clients::get)
            .orElse(clients.get(""));
    if (own == null) {
      throw new ProviderReadException(
          Outcome.FailureKind.REFUSED,
          "no-token",
          "There is no Cloudflare token for it: %s is not set."
              .formatted(ApiToken.missing(environment)));
    }
    return own;
  }

  @Override
  public ServiceApi serviceApi(ServiceRef service) throws ProviderReadException {
    CloudflareClient client = client(service);
    return switch (service.service().kind()) {
      case WORKER -> new WorkersApi(client);
      case PAGES -> new PagesApi(client);
      case DEPLOYMENT, STATEFUL_SET, DAEMON_SET, GITHUB_ENVIRONMENT, OTHER ->
          throw new IllegalArgumentException(service.lockKey() + " is not Cloudflare's");
    };
  }

  /** All services of a job are of one environment. */
  @Override
  public Finished capture(CaptureLogs capture, LeaseCheck leaseCheck) {
    try {
      CloudflareClient client = client(capture.services().getFirst());
      return new LogCapture(client, options, clock, pause).capture(capture, leaseCheck);
    } catch (ProviderReadException e) {
      return new Finished(e.failed("The logs could not be captured. " + e.text()), "");
    }
  }

  /** Counts in what its Workers log from now on. */
  public MetricSource logs() {
    return new LogCountSource(new WorkerLogs(this, options), clock);
  }

  @Override
  public RateLimitBudget rateLimitBudget() {
    return new RateLimitBudget(options.rateLimitBudget(), options.settle());
  }

  @Override
  public Duration settleTime() {
    return options.settle();
  }

  @Override
  public Optional<String> trouble() {
    return statusPage.trouble();
  }

  @Override
  public Optional<String> tooFewCallsLeft(ServiceRef service) throws ProviderReadException {
    return client(service).tooFewCallsLeft();
  }

  /** Calls Cloudflare at most every 15 s. */
  @Override
  public Optional<String> problem() {
    return tokens.get();
  }

  private Optional<String> tokenProblem() {
    return clients.values().stream().flatMap(client -> tokenProblem(client).stream()).findFirst();
  }

  private static Optional<String> tokenProblem(CloudflareClient client) {
    Optional<String> problem = Optional.empty();
    for (String path : client.token().verifyPaths(client.account(""))) {
      CallResult response = client.get(path);
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
        BoundedJson.object(success.body(), "result").flatMap(r -> BoundedJson.text(r, "status"));
    return status.equals(Optional.of("active"))
        ? Optional.empty()
        : Optional.of(
            "The Cloudflare token %s is %s."
                .formatted(
                    token.setting(),
                    status
                        .map(ProviderText::clip)
                        .orElse("of a state that Cloudflare does not say")));
  }

  /** All services are of one environment, so one token is for them. */
  @Override
  public AccessAnswer rights(List<ServiceRef> services) {
    try {
      return services.isEmpty()
          ? AccessAnswer.GRANTED
          : new TokenRights(client(services.getFirst())).of(services);
    } catch (ProviderReadException e) {
      return AccessAnswer.lacking(e.text());
    }
  }

  @Override
  public void close() {
    clients.values().forEach(CloudflareClient::close);
    statusClient.close();
  }
}
