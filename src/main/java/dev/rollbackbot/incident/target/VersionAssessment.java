package dev.rollbackbot.incident.target;

import dev.rollbackbot.incident.rollback.Version;

/**
 * What is known of an earlier version as the target of a rollback.
 *
 * @param reason in a few words, to follow the version's name and a colon
 */
public record VersionAssessment(Version version, Standing standing, String reason) {
  /** The first four are proposed, in this order. */
  public enum Standing {
    /** Verified live in an earlier incident, or live long enough before the fault began. */
    GOOD,
    /** Neither known to be good nor bad; it had all the traffic before the fault began. */
    HAD_ALL_TRAFFIC,
    /** The same, but it had only a part of the traffic. */
    HAD_PART_OF_THE_TRAFFIC,
    /** It had all the traffic, but the provider does not say when. */
    TIME_UNKNOWN,
    /** Something speaks against it: it needs a person's reason. */
    CONCERN,
    /** It can't lead away from the fault. */
    NO_TARGET
  }

  public boolean proposable() {
    return standing.compareTo(Standing.CONCERN) < 0;
  }

  public boolean selectable() {
    return standing != Standing.NO_TARGET;
  }
}
