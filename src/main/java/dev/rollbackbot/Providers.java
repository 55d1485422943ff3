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
record Providers(Map<String, Provider> byId, Optional<CloudflareOptions> cloudflare) {
  private static final Logger LOG = LoggerFactory.getLogger(Providers.class);

  static Providers of(Settings settings, InstantSource clock) {
    Map<String, Provider> byId = new LinkedHashMap<>();
    Optional<CloudflareOptions> cloudflare =
        settings.cloudflareAccountId().map(account -> cloudflare(settings, account));
    cloudflare.ifPresent(
        options -> byId.put(CloudflareProvider.ID, new CloudflareProvider(options, clock)));
    return new Providers(byId, cloudflare);
  }

  private static CloudflareOptions cloudflare(Settings settings, String account) {
    return CloudflareOptions.of(
            settings.cloudflareApiBaseUrl(),
            account,
            settings.cloudflareApiToken(),
            settings.inboundLimits())
        .with(
            settings.cloudflareApiToken(),
            settings.cloudflareEnvironmentTokens(),
            Optional.of(settings.cloudflareStatusUrl()));
  }

  /** Says in the log what the runbooks need and the settings lack, and the other way round. */
  void warnOfMissing(List<Runbook> runbooks) {
    for (Runbook runbook : runbooks) {
      runbook.services().stream()
          .map(service -> service.kind().provider())
          .distinct()
          .filter(id -> !byId.containsKey(id))
          .forEach(id ->
              LOG.warn(
                  "runbook needs a provider whose settings are missing runbook={} provider={}",
                  runbook.id(),
                  id));
    }
    List<String> environments =
        runbooks.stream().flatMap(r -> r.environments().stream()).map(Environment::id).toList();
    cloudflare.stream()
        .flatMap(options -> options.tokensWithoutEnvironment(environments).stream())
        .forEach(setting ->
            LOG.warn("no runbook has the environment of this token setting={}", setting));
  }
}
