package dev.rollbackbot.sandbox.cloudflare;

/** What is inside a version, as far as the sites can tell. */
enum Build {
  /** Behaves well. */
  GOOD,
  /** Carries the factory feature, and with it the disruption. */
  FACTORY
}
