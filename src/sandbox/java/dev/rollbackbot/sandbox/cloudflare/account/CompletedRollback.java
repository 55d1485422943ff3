package dev.rollbackbot.sandbox.cloudflare.account;

import java.time.Instant;

/**
 * A rollback by the provider.
 *
 * @param version a version id, two with a comma for split traffic, or a Pages deployment id
 */
public record CompletedRollback(Instant at, String service, String version) {}
