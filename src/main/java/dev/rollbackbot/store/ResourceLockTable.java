package dev.rollbackbot.store;

import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.runbook.job.LockKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The table {@code resource_lock}: who may change a resource of a provider at the moment. */
final class ResourceLockTable {
  private static final String SELECT = "select resource, incident, lead, since from resource_lock";

  private ResourceLockTable() {}

  /** In one order always, so that no two transactions wait for each other. */
  static Optional<LockHolder> take(
      Handle handle,
      Set<String> resources,
      IncidentId incident,
      String job,
      String lead,
      Instant at) {
    Set<String> had = Set.copyOf(held(handle, incident));
    List<String> ordered =
        resources.stream()
            .sorted(
                Comparator.comparing((String key) -> LockKeys.whole(key).orElse(key))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    for (String resource : ordered) {
      Optional<LockHolder> other = take(handle, resource, incident, job, lead, at);
      if (other.isPresent()) {
        release(handle, incident, had);
        return other;
      }
    }
    Set<String> kept = new HashSet<>(had);
    kept.addAll(resources);
    release(handle, incident, kept);
    return Optional.empty();
  }

  /**
   * Who takes a part takes its whole for as long as the transaction lasts: so the two can't be
   * taken at the same time, as they have no row in common.
   */
  private static Optional<LockHolder> take(
      Handle handle, String resource, IncidentId incident, String job, String lead, Instant at) {
    Optional<String> whole = LockKeys.whole(resource);
    if (whole.isPresent()) {
      return insert(handle, whole.get(), incident, job, lead, at)
          .or(() -> insert(handle, resource, incident, job, lead, at));
    }
    return insert(handle, resource, incident, job, lead, at)
        .or(() -> holderOfPart(handle, resource, incident));
  }

  /**
   * The insert waits for another transaction that takes or releases the same lock, and then sees
   * what that one committed. The row it meets stays locked, so the holder can be read afterwards.
   */
  private static Optional<LockHolder> insert(
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
    return handle.select(SELECT + " where resource = ?", resource).map((rs, _) -> holder(rs)).one();
  }

  private static Optional<LockHolder> holderOfPart(
      Handle handle, String whole, IncidentId incident) {
    String parts = LockKeys.parts(whole);
    return handle
        .select(
            SELECT + " where incident <> ? and substr(resource, 1, ?) = ? order by since, resource",
            incident.number(),
            parts.length(),
            parts)
        .map((rs, _) -> holder(rs))
        .stream()
        .findFirst();
  }

  private static LockHolder holder(ResultSet row) throws SQLException {
    return new LockHolder(
        row.getInt("incident"),
        row.getString("lead"),
        Instant.parse(row.getString("since")),
        Optional.of(row.getString("resource")),
        Optional.empty());
  }

  static void release(Handle handle, IncidentId incident, Set<String> kept) {
    for (String resource : held(handle, incident)) {
      if (!kept.contains(resource)) {
        handle.execute(
            "delete from resource_lock where incident = ? and resource = ?",
            incident.number(),
            resource);
      }
    }
  }

  /** Those that exclude one of these. */
  static Set<String> heldByOthers(
      Handle handle, IncidentId incident, Collection<String> resources) {
    return handle
        .select("select resource from resource_lock where incident <> ?", incident.number())
        .mapTo(String.class)
        .stream()
        .filter(key -> LockKeys.excludedBy(resources, key))
        .collect(Collectors.toSet());
  }

  private static List<String> held(Handle handle, IncidentId incident) {
    return handle
        .select("select resource from resource_lock where incident = ?", incident.number())
        .mapTo(String.class)
        .list();
  }

  static List<IncidentId> holders(Handle handle) {
    return handle
        .select("select distinct incident from resource_lock")
        .map((rs, _) -> new IncidentId(rs.getInt(1)))
        .list();
  }
}
