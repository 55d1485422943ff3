package dev.rollbackbot.store;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The table {@code rollback_history}: what each rolled-back service showed about its versions. */
final class RollbackHistoryTable {
  private RollbackHistoryTable() {}

  static void insert(Handle handle, IncidentId incident, Effect.RecordRollback rollback) {
    handle.execute(
        "insert into rollback_history (incident, position, resource, bad_versions, took)"
            + " select ?, coalesce(max(position), 0) + 1, ?, ?, ?"
            + " from rollback_history where incident = ?",
        incident.number(),
        rollback.resource(),
        JsonCodecs.JSON.toJson(rollback.badVersions()),
        rollback.took().toString(),
        incident.number());
  }

  static RollbackHistory find(Handle handle, Collection<String> resources) {
    if (resources.isEmpty()) {
      return RollbackHistory.NONE;
    }
    Set<String> badVersions = new HashSet<>();
    Map<String, Duration> took = new HashMap<>();
    handle
        .createQuery(
            "select resource, bad_versions, took from rollback_history where resource in"
                + " (<resources>) order by incident, position")
        .bindList("resources", List.copyOf(resources))
        .map((rs, _) -> new HistoryRow(rs.getString(1), rs.getString(2), rs.getString(3)))
        .forEach(row -> {
          badVersions.addAll(List.of(JsonCodecs.JSON.fromJson(row.badVersions(), String[].class)));
          took.put(row.resource(), Duration.parse(row.took()));
        });
    return new RollbackHistory(badVersions, took);
  }

  private record HistoryRow(String resource, String badVersions, String took) {}
}
