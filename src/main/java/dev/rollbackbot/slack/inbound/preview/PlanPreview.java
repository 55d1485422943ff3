package dev.rollbackbot.slack.inbound.preview;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.IncidentStore;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.slack.inbound.reply.EphemeralMessenger.ReplyTarget;
import dev.rollbackbot.slack.inbound.reply.ReplySender;
import dev.rollbackbot.slack.view.panel.PlanPreviewBlocks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the plan of a rollback that nobody has asked for; stores and changes nothing. */
public final class PlanPreview implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PlanPreview.class);

  /** The provider's calls are needed for incidents first. */
  private static final int AT_ONCE = 2;

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  /** Of no incident: nothing of it is stored. */
  private static final IncidentId NONE = new IncidentId(1);

  private final CommandGateway gateway;
  private final IncidentStore store;
  private final InstantSource clock;
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  public PlanPreview(CommandGateway gateway, IncidentStore store, InstantSource clock) {
    this.gateway = gateway;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Starts to read; the answer goes to {@code target}. False: others are being read, so this one is
   * not.
   */
  public boolean start(
      Runbook runbook, Environment environment, ReplySender replies, ReplyTarget target) {
    if (!free.tryAcquire()) {
      return false;
    }
    executor.execute(() -> {
      try {
        replies.send(target, preview(runbook, environment, target.person()));
      } catch (RuntimeException e) {
        LOG.error(
            "plan not previewed runbook={} environment={}", runbook.id(), environment.id(), e);
        replies.send(
            target,
            new OutgoingMessage(
                "The bot itself failed to read it. Its log says why. Nothing was changed.",
                List.of()));
      } finally {
        free.release();
      }
    });
    return true;
  }

  private OutgoingMessage preview(Runbook runbook, Environment environment, String person) {
    IncidentDetails details = details(runbook, environment, person, clock.instant());
    Outcome outcome = gateway.preview(details.surveyedServices());
    return PlanPreviewBlocks.message(details, planning(details, outcome), clock.instant());
  }

  /** As if a fault had just been seen. */
  private static IncidentDetails details(
      Runbook runbook, Environment environment, String person, Instant now) {
    Declaration declaration =
        new Declaration(
            environment.id(),
            Declaration.OTHER,
            "",
            true,
            Severity.HIGH,
            now,
            person,
            runbook.methods().getFirst().id(),
            Optional.empty(),
            Optional.empty());
    return Incidents.evolve(
            Optional.empty(), new Event.IncidentDeclared(now, person, NONE, runbook, declaration))
        .details();
  }

  private State.Planning planning(IncidentDetails details, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded(Outcome.Surveyed surveyed, Duration _) ->
          Incidents.preview(
              details,
              surveyed,
              store.rollbackHistory(
                  details.surveyedServices().stream().map(ServiceRef::resource).toList()),
              clock.instant());
      case Outcome.Succeeded _ -> new State.NoPlan("The provider answered something else.");
      case Outcome.Failed failed -> new State.NoPlan(failed.text());
      case Outcome.Unknown unknown -> new State.NoPlan(unknown.text());
    };
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("closed before all plans were previewed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
