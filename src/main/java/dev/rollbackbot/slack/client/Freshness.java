package dev.rollbackbot.slack.client;

/** Whether a value may come from a cache. */
enum Freshness {
  /** A young value, or an older one while Slack is unavailable. */
  CACHED,
  /** Asked for now; without an answer there is no value. */
  FRESH
}
