package dev.rollbackbot.gateway.cloudflare;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.Fence;
import dev.rollbackbot.gateway.Json;
import dev.rollbackbot.incident.Invocation;
import dev.rollbackbot.incident.Outcome;
import dev.rollbackbot.incident.Snapshot;
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

  private final Api api;
  private final InstantSource clock;
  private final Workers workers;
  private final Pages pages;
  private final Rollbacks rollbacks;
  private final LogCapture logs;

  private Optional<TokenCheck> lastCheck = Optional.empty();

  private record TokenCheck(Instant at, Optional<String> problem) {}

  /** A gateway of its own connections; nothing is called yet. */
  public CloudflareGateway(CloudflareOptions options, InstantSource clock) {
    this.clock = clock;
    api = new Api(options, clock);
    workers = new Workers(api);
    pages = new Pages(api);
    rollbacks = new Rollbacks(api, clock);
    logs = new LogCapture(api, options, clock);
  }

  @Override
  public Progress submit(Job job, Fence fence) {
    try {
      return switch (job.invocation()) {
        case Invocation.Survey survey -> new Finished(survey(survey.services()), "");
        case Invocation.CaptureLogs capture -> logs.capture(capture, fence);
        case Invocation.RollBack rollBack ->
            new Finished(rollbacks.rollBack(rollBack, hosting(rollBack.service()), fence), "");
        case Invocation.FindOut findOut -> new Finished(findOut(findOut.rollback()), "");
      };
    } catch (RuntimeException e) {
      return new Finished(bug(job, e), "");
    }
  }

  @Override
  public Outcome reconcile(Job job) {
    try {
      return switch (job.invocation()) {
        case Invocation.Survey survey -> survey(survey.services());
        case Invocation.CaptureLogs _ ->
            new Outcome.Failed(
                Outcome.Kind.NOT_DONE,
                "capture-lost",
                "The capture of the logs was cut off. What it had is lost.",
                Optional.empty());
        case Invocation.RollBack rollBack -> findOut(rollBack);
        case Invocation.FindOut findOut -> findOut(findOut.rollback());
      };
    } catch (RuntimeException e) {
      return bug(job, e);
    }
  }

  /** A bug of ours. What it did before is not known. */
  private static Outcome bug(Job job, RuntimeException e) {
    LOG.error("job {} failed in the gateway itself", job.id(), e);
    return new Outcome.Unknown("The bot itself failed in the middle of it. Its log says more.");
  }

  private Outcome findOut(Invocation.RollBack rollBack) {
    return rollbacks.findOut(rollBack, hosting(rollBack.service()));
  }

  private Outcome survey(List<ServiceRef> services) {
    Instant start = clock.instant();
    Patience patience = api.patience();
    List<Snapshot> snapshots = new ArrayList<>();
    for (ServiceRef service : services) {
      try {
        snapshots.add(hosting(service).survey(service, patience));
      } catch (Unread e) {
        return e.failed("What %s runs could not be read. %s".formatted(service.id(), e.sentence()));
      }
    }
    return new Outcome.Succeeded(
        new Outcome.Surveyed(snapshots), Duration.between(start, clock.instant()));
  }

  private Hosting hosting(ServiceRef service) {
    return switch (service.service().kind()) {
      case WORKER -> workers;
      case PAGES -> pages;
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
  public synchronized Optional<String> problem() {
    Instant now = clock.instant();
    Optional<TokenCheck> fresh = lastCheck.filter(c -> now.isBefore(c.at().plus(TOKEN_CHECK_KEPT)));
    if (fresh.isPresent()) {
      return fresh.get().problem();
    }
    Optional<String> problem = verify();
    lastCheck = Optional.of(new TokenCheck(now, problem));
    return problem;
  }

  private Optional<String> verify() {
    Answer answer = api.get("/user/tokens/verify");
    if (!(answer instanceof Answer.Told told)) {
      return Optional.of(answer.sentence());
    }
    Optional<String> status =
        Json.object(told.envelope(), "result").flatMap(r -> Json.text(r, "status"));
    return status.equals(Optional.of("active"))
        ? Optional.empty()
        : Optional.of(
            "The Cloudflare token is "
                + status.map(Words::clip).orElse("of a state that Cloudflare does not say")
                + ".");
  }

  @Override
  public void close() {
    api.close();
  }
}
