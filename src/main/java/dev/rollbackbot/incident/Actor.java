package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.collection.SortedCopy;
import java.util.Set;

/**
 * The person or system that acts.
 *
 * @param id a person's Slack user id, or {@code bot}
 * @param roles what they may do in this incident, as known when the command was made
 */
public record Actor(String id, Set<Role> roles) {
  /** The bot itself: its jobs, probes and timers. */
  public static final Actor BOT = new Actor("bot", Set.of());

  public Actor {
    roles = SortedCopy.of(roles);
  }

  public boolean is(Role role) {
    return roles.contains(role);
  }
}
