package dev.rollbackbot.store;

import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.rollback.LockHolder;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The table {@code resource_lock}: who may change a resource of a provider at the moment. */
final class ResourceLockTable {
  private ResourceLockTable() {}

  /**
   * The insert waits for another transaction that takes or releases the same lock, and then sees
   * what that one committed. The row it meets stays locked, so the holder can be read afterwards.
   */
  static Optional<LockHolder> take(
      Handle handle, String resource, IncidentId incident, String job, String lead, Instant at) {
    int taken =
        handle.execute(
            "insert into resource_lock (resource, incident, job, lead, since)"
                + " values (?, ?, ?, ?, ?) on conflict (resource) do update"
                + " set job = excluded.job, lead = excluded.lead"
                + " where resource_lock.incident = excluded.incident",
            resource,
            incident.number(),
            job,
            lead,
            at.toString());
    return taken == 1 ? Optional.empty() : Optional.of(holder(handle, resource));
  }

  private static LockHolder holder(Handle handle, String resource) {
    return handle
        .select("select incident, lead, since from resource_lock where resource = ?", resource)
        .map((rs, _) ->
            new LockHolder(rs.getInt(1), rs.getString(2), Instant.parse(rs.getString(3))))
        .one();
  }

  static void release(Handle handle, IncidentId incident, Set<String> kept) {
    List<String> held =
        handle
            .select("select resource from resource_lock where incident = ?", incident.number())
            .mapTo(String.class)
            .list();
    for (String resource : held) {
      if (!kept.contains(resource)) {
        handle.execute(
            "delete from resource_lock where incident = ? and resource = ?",
            incident.number(),
            resource);
      }
    }
  }

  static Set<String> heldByOthers(
      Handle handle, IncidentId incident, Collection<String> resources) {
    if (resources.isEmpty()) {
      return Set.of();
    }
    return handle
        .createQuery(
            "select resource from resource_lock where incident <> :incident and resource in"
                + " (<resources>)")
        .bind("incident", incident.number())
        .bindList("resources", List.copyOf(resources))
        .mapTo(String.class)
        .set();
  }

  static List<IncidentId> holders(Handle handle) {
    return handle
        .select("select distinct incident from resource_lock")
        .map((rs, _) -> new IncidentId(rs.getInt(1)))
        .list();
  }
}
