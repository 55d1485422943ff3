package dev.rollbackbot.sandbox.cloudflare.account;

import java.time.Instant;

/**
 * A rollback that the provider carried out.
 *
 * @param version the version id of a Worker (two with a comma between them if the traffic was
 *     split), or the deployment id of a Pages project
 */
public record CompletedRollback(Instant at, String service, String version) {}
