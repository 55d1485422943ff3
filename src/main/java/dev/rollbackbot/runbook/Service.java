package dev.rollbackbot.runbook;

/** A deployed part of the product; its id, such as {@code gateway}, is unique in the runbook. */
public record Service(String id, String name, ServiceKind kind) {
  /** The provider's product, which decides how it is rolled back. */
  public enum ServiceKind {
    WORKER,
    PAGES;

    String provider() {
      return "cloudflare";
    }
  }
}
