package dev.rollbackbot.app.trigger;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Deployment.TrafficShare;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A provider of which only what is live is read. */
public final class PlayedLive implements CommandGateway {
  private final Map<String, Deployment> live = new HashMap<>();
  private int reads;
  private boolean away;

  /** {@code version} of a service went live. */
  public void deploys(String service, String version, Instant at) {
    Version built =
        new Version(
            version,
            version,
            Optional.empty(),
            Optional.of(at),
            Optional.of("dana"),
            Optional.of("New prices"),
            Optional.empty());
    live.put(
        service,
        new Deployment(
            "deployment of " + version,
            Optional.of(at),
            Optional.empty(),
            List.of(new TrafficShare(built, 100))));
  }

  public void goesAway() {
    away = true;
  }

  public int reads() {
    return reads;
  }

  @Override
  public Outcome reconcile(Job job, WaitListener waits) {
    reads++;
    if (away) {
      return new Outcome.Unknown("The provider is away.");
    }
    List<ServiceRef> services = ((Invocation.ReadLive) job.invocation()).services();
    return new Outcome.Succeeded(
        new Outcome.LiveRead(services.stream().map(this::reading).toList()), Duration.ZERO);
  }

  private LiveReading reading(ServiceRef service) {
    return new LiveReading(
        service,
        Instant.EPOCH,
        Optional.ofNullable(live.get(service.service().id())),
        "",
        Optional.empty());
  }

  @Override
  public Progress submit(Job job, LeaseCheck leaseCheck, WaitListener waits) {
    throw new AssertionError("a trigger changes nothing");
  }

  @Override
  public Outcome preview(List<ServiceRef> services) {
    throw new AssertionError("nothing is previewed");
  }

  @Override
  public Progress poll(Handle handle) {
    throw new AssertionError("nothing runs");
  }

  @Override
  public String log(Handle handle) {
    throw new AssertionError("nothing runs");
  }

  @Override
  public StopAnswer cancel(Handle handle) {
    throw new AssertionError("nothing runs");
  }

  @Override
  public Progress find(Job job) {
    throw new AssertionError("nothing runs");
  }
}
