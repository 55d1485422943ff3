package dev.rollbackbot.runbook;

import java.util.Locale;
import java.util.Optional;

/**
 * A service in one environment.
 *
 * @param resource the provider's exact name for it there, such as a Worker's name
 * @param environment its id; empty: it was not recorded
 */
public record ServiceRef(Service service, String resource, Optional<String> environment) {
  public String id() {
    return service.id();
  }

  /**
   * The same for every runbook and environment that means this resource of this provider, however
   * it is written, and of an environment of GitHub whichever workflow deploys to it.
   */
  public String lockKey() {
    Service.ServiceKind kind = service.kind();
    String name =
        kind == Service.ServiceKind.GITHUB_ENVIRONMENT
            ? resource.replaceFirst("/[^/@]+@", "@")
            : resource;
    return (kind.provider() + "/" + kind.name() + "/" + name).toLowerCase(Locale.ROOT);
  }
}
