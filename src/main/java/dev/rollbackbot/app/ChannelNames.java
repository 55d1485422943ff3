package dev.rollbackbot.app;

import java.time.Instant;
import java.util.Optional;

/** The ids of Slack's channels by name, also of names that no channel has. Durable. */
public interface ChannelNames {
  Optional<ResolvedName> resolved(String name);

  /** Replaces what was known of the name. */
  void save(String name, ResolvedName resolved);

  /** Forgets the names of that channel. */
  void forget(String id);

  /**
   * What was found for a name.
   *
   * @param id empty: no channel had that name
   */
  record ResolvedName(Optional<String> id, Instant at) {}
}
