package dev.rollbackbot.app;

import dev.rollbackbot.incident.Role;
import dev.rollbackbot.runbook.Environment;
import java.util.Optional;
import java.util.Set;

/** The roles of people. */
public interface RoleDirectory {
  /** The roles as they were a short while ago. */
  RoleLookupResult roles(String person, Environment environment);

  /** The roles at this moment: for consent, which a person who just lost the role must not give. */
  RoleLookupResult rolesForConsent(String person, Environment environment);

  /**
   * What {@link #rolesForConsent} found some seconds ago, for refusals only: somebody who presses a
   * button again and again must not use up what Slack lets the bot read. Empty: nothing.
   */
  Optional<Set<Role>> justRead(String person, Environment environment);

  /**
   * Why nobody but that person could approve at the moment, and the way out; empty: somebody could,
   * or it is not known.
   */
  Optional<String> nobodyElseApproves(String person, Environment environment);

  sealed interface RoleLookupResult {}

  /** An empty set allows reading only. */
  record KnownRoles(Set<Role> roles) implements RoleLookupResult {
    public KnownRoles {
      roles = Set.copyOf(roles);
    }
  }

  /** The person has no role, whatever groups they are in. */
  record NoRoles(NoRolesReason reason) implements RoleLookupResult {
    public enum NoRolesReason {
      /** The runbook may name them all the same. */
      GUEST,
      /** The runbook may name them all the same. */
      OTHER_COMPANY,
      BOT,
      DEACTIVATED,
      /** Slack does not know the person here. */
      NOT_KNOWN
    }
  }

  /**
   * The roles can't be read at the moment; nothing may be done then.
   *
   * @param passes whether it may work in a moment; false: somebody has to mend something first
   */
  record RolesUnavailable(String why, boolean passes) implements RoleLookupResult {}
}
