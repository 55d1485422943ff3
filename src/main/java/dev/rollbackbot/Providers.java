package dev.rollbackbot;

import dev.rollbackbot.cli.Settings;
import dev.rollbackbot.gateway.Provider;
import dev.rollbackbot.gateway.cloudflare.CloudflareOptions;
import dev.rollbackbot.gateway.cloudflare.CloudflareProvider;
import dev.rollbackbot.gateway.kubernetes.KubernetesOptions;
import dev.rollbackbot.gateway.kubernetes.KubernetesProvider;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The providers whose settings are there; none is required. */
final class Providers {
  private static final Logger LOG = LoggerFactory.getLogger(Providers.class);

  private Providers() {}

  /** By id. Says in the log which of them a runbook needs and this bot does not have. */
  static Map<String, Provider> of(Settings settings, List<Runbook> runbooks, InstantSource clock) {
    Map<String, Provider> providers = new LinkedHashMap<>();
    settings
        .cloudflareAccountId()
        .ifPresent(account ->
            providers.put(CloudflareProvider.ID, cloudflare(settings, account, runbooks, clock)));
    settings
        .kubernetes()
        .ifPresent(
            options -> providers.put(KubernetesProvider.ID, kubernetes(options, runbooks, clock)));
    for (Runbook runbook : runbooks) {
      runbook.services().stream()
          .map(service -> service.kind().provider())
          .distinct()
          .filter(id -> !providers.containsKey(id))
          .forEach(id ->
              LOG.warn(
                  "runbook needs a provider whose settings are missing runbook={} provider={}",
                  runbook.id(),
                  id));
    }
    return providers;
  }

  private static Provider cloudflare(
      Settings settings, String account, List<Runbook> runbooks, InstantSource clock) {
    CloudflareOptions options =
        CloudflareOptions.of(
                settings.cloudflareApiBaseUrl(),
                account,
                settings.cloudflareApiToken(),
                settings.inboundLimits())
            .with(
                settings.cloudflareApiToken(),
                settings.cloudflareEnvironmentTokens(),
                Optional.of(settings.cloudflareStatusUrl()));
    options
        .tokensWithoutEnvironment(environments(runbooks))
        .forEach(setting ->
            LOG.warn("no runbook has the environment of this token setting={}", setting));
    return new CloudflareProvider(options, clock);
  }

  private static Provider kubernetes(
      KubernetesOptions options, List<Runbook> runbooks, InstantSource clock) {
    options
        .contextsWithoutEnvironment(environments(runbooks))
        .forEach(setting ->
            LOG.warn("no runbook has the environment of this context setting={}", setting));
    List<ServiceRef> services =
        runbooks.stream()
            .flatMap(runbook ->
                runbook.environments().stream()
                    .flatMap(environment ->
                        environment.bindings().keySet().stream()
                            .map(service -> runbook.serviceIn(environment, service))))
            .filter(service -> service.service().kind().provider().equals(KubernetesProvider.ID))
            .distinct()
            .toList();
    return new KubernetesProvider(options, services, clock);
  }

  private static List<String> environments(List<Runbook> runbooks) {
    return runbooks.stream().flatMap(r -> r.environments().stream()).map(Environment::id).toList();
  }
}
