package dev.rollbackbot.gateway;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Deployment.TrafficShare;
import dev.rollbackbot.incident.rollback.Invocation.PlannedLive;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.runbook.ServiceRef;
import java.util.Optional;

/**
 * Reads right before a job is started whether its service still runs what is expected: what the
 * plan says, or what was read since an earlier attempt. A job can change anything, so what can't be
 * read is not taken for unchanged.
 */
record LiveBeforeJob(PlannedLive planned) {
  /** Knows the provider of a service. */
  @FunctionalInterface
  interface ProviderLookup {
    Provider of(ServiceRef service) throws ProviderReadException;
  }

  /** Why the job must not be started; empty: it may be. */
  Optional<Outcome> notAsPlanned(ProviderLookup providers) {
    ServiceRef service = planned.service();
    try {
      Provider provider = providers.of(service);
      Deployment live =
          provider
              .serviceApi(service)
              .live(
                  service.resource(),
                  planned.live().shares().stream().map(TrafficShare::version).toList(),
                  provider.rateLimitBudget());
      return live.servesSameAs(planned.live())
          ? Optional.empty()
          : Optional.of(
              new Failed(
                  FailureKind.CHANGED,
                  "changed",
                  "%s runs %s; expected was %s. This attempt started nothing."
                      .formatted(
                          service.id(), ProviderText.deploymentText(live), planned.live().label()),
                  Optional.of(live)));
    } catch (ProviderReadException e) {
      return Optional.of(
          e.failed(
              "What %s runs could not be read right before, so this attempt started nothing. %s"
                  .formatted(service.id(), e.text())));
    }
  }
}
