package dev.rollbackbot.gateway;

import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.runbook.ServiceRef;
import java.util.Map;

/** The providers that are set up, by the id that runbooks name them by. */
record KnownProviders(Map<String, Provider> byId) implements LiveBeforeJob.ProviderLookup {
  @Override
  public Provider of(ServiceRef service) throws ProviderReadException {
    return of(service.service().kind().provider());
  }

  Provider of(String id) throws ProviderReadException {
    Provider provider = byId.get(id);
    if (provider == null) {
      throw new ProviderReadException(
          Outcome.FailureKind.REFUSED,
          "provider-off",
          "This bot is not connected to %s: its settings are missing.".formatted(id));
    }
    return provider;
  }
}
