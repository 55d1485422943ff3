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
    handle
        .createUpdate(
            "insert into rollback_history (incident, position, resource, bad_versions, took) select"
                + " :incident, coalesce(max(position), 0) + 1, :resource, :badVersions, :took from"
                + " rollback_history where incident = :incident")
        .bind("incident", incident.number())
        .bind("resource", rollback.resource())
        .bind("badVersions", JsonCodecs.JSON.toJson(rollback.badVersions()))
        .bind("took", rollback.took().toString())
        .execute();
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
        .forEach(historyRow -> {
          badVersions.addAll(
              List.of(JsonCodecs.JSON.fromJson(historyRow.badVersions(), String[].class)));
          took.put(historyRow.resource(), Duration.parse(historyRow.took()));
        });
    return new RollbackHistory(badVersions, took);
  }

  private record HistoryRow(String resource, String badVersions, String took) {}
}
