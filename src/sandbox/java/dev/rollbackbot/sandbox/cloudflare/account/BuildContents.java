package dev.rollbackbot.sandbox.cloudflare.account;

/** What is inside a version, as far as the sites can tell. */
public enum BuildContents {
  /** Behaves well. */
  GOOD,
  /** Carries the factory feature, and with it the disruption. */
  FACTORY
}
