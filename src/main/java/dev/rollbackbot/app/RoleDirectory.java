package dev.rollbackbot.app;

import dev.rollbackbot.incident.Role;
import dev.rollbackbot.runbook.Environment;
import java.util.Set;

/** The roles of people. */
public interface RoleDirectory {
  RoleLookupResult roles(String person, Environment environment);

  sealed interface RoleLookupResult {}

  /** An empty set allows reading only. */
  record KnownRoles(Set<Role> roles) implements RoleLookupResult {
    public KnownRoles {
      roles = Set.copyOf(roles);
    }
  }

  /** The roles can't be read at the moment; nothing may be done then. */
  record RolesUnavailable(String why) implements RoleLookupResult {}
}
