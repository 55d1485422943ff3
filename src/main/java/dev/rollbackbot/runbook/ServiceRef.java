package dev.rollbackbot.runbook;

/**
 * A service in one environment.
 *
 * @param resource the provider's exact name for it there, such as a Worker's name
 */
public record ServiceRef(Service service, String resource) {
  public String id() {
    return service.id();
  }
}
