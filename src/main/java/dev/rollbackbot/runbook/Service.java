package dev.rollbackbot.runbook;

import dev.rollbackbot.runbook.release.CompareLink;
import java.util.Optional;

/**
 * A deployed part of the product; its id, such as {@code gateway}, is unique in the runbook.
 *
 * @param compare where people read what changed between two of its versions; empty: nowhere
 */
public record Service(String id, String name, ServiceKind kind, Optional<CompareLink> compare) {
  /** The provider's product, which decides how it is rolled back. */
  public enum ServiceKind {
    WORKER("cloudflare", true),
    PAGES("cloudflare", false),
    DEPLOYMENT("kubernetes", false),
    STATEFUL_SET("kubernetes", false),
    DAEMON_SET("kubernetes", false),
    /** An environment of GitHub, to which a workflow deploys. */
    GITHUB_ENVIRONMENT("github", false),
    /** Nobody tells the bot which versions of it there are: it is probed, and changed by jobs. */
    OTHER("none", false);

    private final String provider;
    private final boolean hasLogs;

    ServiceKind(String provider, boolean hasLogs) {
      this.provider = provider;
      this.hasLogs = hasLogs;
    }

    /** Its id, as settings and the keys of locks name it. */
    public String provider() {
      return provider;
    }

    /** Whether a provider knows its versions. */
    public boolean hasVersions() {
      return this != OTHER;
    }

    /** Whether its rollback is a run at the provider, which a second request starts again. */
    public boolean startsRun() {
      return this == GITHUB_ENVIRONMENT;
    }

    /** Whether the bot can capture the logs of such a service. */
    public boolean hasLogs() {
      return hasLogs;
    }
  }
}
