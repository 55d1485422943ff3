package dev.rollbackbot;

import dev.rollbackbot.cli.Settings;
import dev.rollbackbot.gateway.Provider;
import dev.rollbackbot.gateway.cloudflare.CloudflareOptions;
import dev.rollbackbot.gateway.cloudflare.CloudflareProvider;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
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
        .tokensWithoutEnvironment(
            runbooks.stream()
                .flatMap(r -> r.environments().stream())
                .map(Environment::id)
                .toList())
        .forEach(setting ->
            LOG.warn("no runbook has the environment of this token setting={}", setting));
    return new CloudflareProvider(options, clock);
  }
}
