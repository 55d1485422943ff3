package dev.rollbackbot.store;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.VersionMark;
import dev.rollbackbot.incident.rollback.VersionMark.MarkVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The tables {@code rollback_history}, how long each rollback of a service took, and {@code
 * version_mark}, what verified rollbacks showed about its versions.
 */
final class RollbackHistoryTable {
  private static final String NO_VERSIONS = "[]";
  private static final String UNVERIFIED =
      "rolled back from; whether that helped was not recorded then";

  private RollbackHistoryTable() {}

  static void insert(Handle handle, IncidentId incident, Effect.RecordRollback rollback) {
    handle.execute(
        "insert into rollback_history (incident, position, resource, bad_versions, took)"
            + " select ?, coalesce(max(position), 0) + 1, ?, ?, ?"
            + " from rollback_history where incident = ?",
        incident.number(),
        rollback.resource(),
        NO_VERSIONS,
        rollback.took().toString(),
        incident.number());
  }

  static void insertMarks(Handle handle, IncidentId incident, Effect.MarkVersions marks) {
    for (VersionMark mark : marks.marks()) {
      handle.execute(
          "insert into version_mark (incident, position, at, resource, version, verdict, reason)"
              + " select ?, coalesce(max(position), 0) + 1, ?, ?, ?, ?, ?"
              + " from version_mark where incident = ?",
          incident.number(),
          marks.at().toEpochMilli(),
          mark.resource(),
          mark.version(),
          mark.verdict().name(),
          mark.reason(),
          incident.number());
    }
  }

  static void deleteMarks(Handle handle, IncidentId incident) {
    handle.execute("delete from version_mark where incident = ?", incident.number());
  }

  static RollbackHistory find(Handle handle, Collection<String> resources) {
    if (resources.isEmpty()) {
      return RollbackHistory.NONE;
    }
    List<VersionMark> marks = new ArrayList<>();
    Map<String, Duration> took = new HashMap<>();
    handle
        .createQuery(
            "select incident, resource, bad_versions, took from rollback_history where resource in"
                + " (<resources>) order by incident, position")
        .bindList("resources", List.copyOf(resources))
        .map((rs, _) ->
            new HistoryRow(
                new IncidentId(rs.getInt(1)), rs.getString(2), rs.getString(3), rs.getString(4)))
        .forEach(row -> {
          marks.addAll(row.marks());
          took.put(row.resource(), Duration.parse(row.took()));
        });
    marks.addAll(findMarks(handle, resources));
    return new RollbackHistory(marks, took);
  }

  private static List<VersionMark> findMarks(Handle handle, Collection<String> resources) {
    return handle
        .createQuery(
            "select incident, resource, version, verdict, reason from version_mark where resource"
                + " in (<resources>) order by at, incident, position")
        .bindList("resources", List.copyOf(resources))
        .map((rs, _) ->
            new VersionMark(
                new IncidentId(rs.getInt(1)).label(),
                rs.getString(2),
                rs.getString(3),
                MarkVerdict.valueOf(rs.getString(4)),
                rs.getString(5)))
        .list();
  }

  private record HistoryRow(IncidentId incident, String resource, String badVersions, String took) {
    /** Of an earlier release. */
    List<VersionMark> marks() {
      return List.of(JsonCodecs.JSON.fromJson(badVersions, String[].class)).stream()
          .map(version ->
              new VersionMark(incident.label(), resource, version, MarkVerdict.BAD, UNVERIFIED))
          .toList();
    }
  }
}
