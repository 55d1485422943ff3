package dev.rollbackbot.app;

import dev.rollbackbot.incident.Role;
import dev.rollbackbot.runbook.Environment;
import java.util.Set;

/** Knows who may do what. */
public interface RoleDirectory {
  /** The roles of a person in an environment. */
  RoleLookupResult roles(String person, Environment environment);

  /** What is known of a person. */
  sealed interface RoleLookupResult {}

  /** Their roles; empty: they may only read. */
  record KnownRoles(Set<Role> roles) implements RoleLookupResult {
    public KnownRoles {
      roles = Set.copyOf(roles);
    }
  }

  /** Nobody can say at the moment, and why. Nothing may be done then. */
  record RolesUnavailable(String why) implements RoleLookupResult {}
}
