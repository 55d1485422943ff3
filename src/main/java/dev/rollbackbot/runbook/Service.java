package dev.rollbackbot.runbook;

/**
 * What runs.
 *
 * @param id unique within the runbook, such as {@code gateway}
 * @param name as people say it
 * @param kind how the provider rolls it back
 */
public record Service(String id, String name, ServiceKind kind) {
  /** How the provider serves it. */
  public enum ServiceKind {
    WORKER,
    PAGES
  }
}
