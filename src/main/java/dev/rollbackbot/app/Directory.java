package dev.rollbackbot.app;

import dev.rollbackbot.incident.Role;
import dev.rollbackbot.runbook.Environment;
import java.util.Set;

/** Knows who may do what. */
public interface Directory {
  /** The roles of a person in an environment. */
  Answer roles(String person, Environment environment);

  /** What is known of a person. */
  sealed interface Answer {}

  /** Their roles; empty: they may only read. */
  record Known(Set<Role> roles) implements Answer {
    public Known {
      roles = Set.copyOf(roles);
    }
  }

  /** Nobody can say at the moment, and why. Nothing may be done then. */
  record Unsure(String why) implements Answer {}
}
