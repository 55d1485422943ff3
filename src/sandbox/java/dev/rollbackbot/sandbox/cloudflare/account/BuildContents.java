package dev.rollbackbot.sandbox.cloudflare.account;

/** The contents of a version that the sites show. */
public enum BuildContents {
  GOOD,
  /** With the factory feature, which causes the disruption. */
  FACTORY
}
