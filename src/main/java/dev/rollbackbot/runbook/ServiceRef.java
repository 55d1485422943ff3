package dev.rollbackbot.runbook;

/**
 * A service in one environment: exactly what the provider knows it by.
 *
 * @param service the runbook's service
 * @param resource the provider's exact name for it there, such as a Worker's name
 */
public record ServiceRef(Service service, String resource) {
  /** The runbook's id of the service. */
  public String id() {
    return service.id();
  }
}
