package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.CachedCheck;
import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command gateway to Cloudflare: surveys and rolls back Workers and Pages, captures Workers'
 * logs. Every job ends before {@link #submit} returns; none throws for what Cloudflare does. A job
 * may block for its timeouts, its patience with rate limits, and the length of a capture.
 */
public final class CloudflareGateway implements CommandGateway, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CloudflareGateway.class);
  private static final Duration TOKEN_CHECK_KEPT = Duration.ofSeconds(15);

  private final CloudflareClient cloudflareClient;
  private final InstantSource clock;
  private final WorkersApi workersApi;
  private final PagesApi pagesApi;
  private final LogCapture logs;
  private final CachedCheck token;

  /** A gateway of its own connections; nothing is called yet. */
  public CloudflareGateway(CloudflareOptions options, InstantSource clock) {
    this.clock = clock;
    cloudflareClient = new CloudflareClient(options, clock);
    workersApi = new WorkersApi(cloudflareClient);
    pagesApi = new PagesApi(cloudflareClient);
    logs = new LogCapture(cloudflareClient, options, clock);
    token = new CachedCheck(this::verify, TOKEN_CHECK_KEPT, clock);
  }

  @Override
  public Progress submit(Job job, LeaseCheck leaseCheck) {
    try {
      return switch (job.invocation()) {
        case Invocation.Survey survey -> new Finished(survey(survey.services()), "");
        case Invocation.CaptureLogs capture -> logs.capture(capture, leaseCheck);
        case Invocation.RollBack rollBack ->
            new Finished(rollback(rollBack).rollBack(leaseCheck), "");
        case Invocation.ReconcileRollback reconcileRollback ->
            new Finished(rollback(reconcileRollback.rollback()).reconcile(), "");
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
        case Invocation.CaptureLogs _ ->
            new Outcome.Failed(
                Outcome.FailureKind.NOT_DONE,
                "capture-lost",
                "The capture of the logs was cut off. What it had is lost.",
                Optional.empty());
        case Invocation.RollBack rollBack -> rollback(rollBack).reconcile();
        case Invocation.ReconcileRollback reconcileRollback ->
            rollback(reconcileRollback.rollback()).reconcile();
      };
    } catch (RuntimeException e) {
      return unexpectedError(job, e);
    }
  }

  /** A bug of ours. What it did before is not known. */
  private static Outcome unexpectedError(Job job, RuntimeException exception) {
    LOG.error("job {} failed in the gateway itself", job.id(), exception);
    return new Outcome.Unknown("The bot itself failed in the middle of it. Its log says more.");
  }

  private CompareAndRollback rollback(Invocation.RollBack job) {
    return new CompareAndRollback(job, serviceApi(job.service()), cloudflareClient, clock);
  }

  private Outcome survey(List<ServiceRef> services) {
    Instant start = clock.instant();
    RateLimitBudget budget = cloudflareClient.rateLimitBudget();
    List<ServiceDeployments> snapshots = new ArrayList<>();
    for (ServiceRef service : services) {
      try {
        snapshots.add(serviceApi(service).survey(service, budget));
      } catch (CloudflareReadException e) {
        return e.failed("What %s runs could not be read. %s".formatted(service.id(), e.text()));
      }
    }
    return new Outcome.Succeeded(
        new Outcome.Surveyed(snapshots), Duration.between(start, clock.instant()));
  }

  private ServiceApi serviceApi(ServiceRef service) {
    return switch (service.service().kind()) {
      case WORKER -> workersApi;
      case PAGES -> pagesApi;
    };
  }

  /** Every job has ended when it was submitted: there is none to ask about. */
  @Override
  public Progress poll(Handle handle) {
    return new Finished(new Outcome.Unknown("Cloudflare knows no such running job."), "");
  }

  @Override
  public String log(Handle handle) {
    return "";
  }

  @Override
  public void cancel(Handle handle) {}

  /**
   * Why Cloudflare can't be used right now, in one sentence; empty when it can. Asks Cloudflare, at
   * most every 15 s.
   */
  public Optional<String> problem() {
    return token.get();
  }

  private Optional<String> verify() {
    CloudflareResponse response = cloudflareClient.get("/user/tokens/verify");
    if (!(response instanceof CloudflareResponse.Success success)) {
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
    cloudflareClient.close();
  }
}
