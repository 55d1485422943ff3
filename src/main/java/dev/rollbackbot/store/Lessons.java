package dev.rollbackbot.store;

import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Lore;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The table {@code rollback_history}: what each rolled-back service showed about its versions. */
final class Lessons {
  private Lessons() {}

  static void keep(Handle handle, IncidentId incident, Effect.Remember rollback) {
    handle
        .createUpdate(
            "insert into rollback_history (incident, position, resource, bad_versions, took) select"
                + " :incident, coalesce(max(position), 0) + 1, :resource, :badVersions, :took from"
                + " rollback_history where incident = :incident")
        .bind("incident", incident.number())
        .bind("resource", rollback.resource())
        .bind("badVersions", Codecs.JSON.toJson(rollback.badVersions()))
        .bind("took", rollback.took().toString())
        .execute();
  }

  static Lore about(Handle handle, Collection<String> resources) {
    if (resources.isEmpty()) {
      return Lore.NONE;
    }
    Set<String> badVersions = new HashSet<>();
    Map<String, Duration> took = new HashMap<>();
    handle
        .createQuery(
            "select resource, bad_versions, took from rollback_history where resource in"
                + " (<resources>) order by incident, position")
        .bindList("resources", List.copyOf(resources))
        .map((rs, _) -> new Row(rs.getString(1), rs.getString(2), rs.getString(3)))
        .forEach(row -> {
          badVersions.addAll(List.of(Codecs.JSON.fromJson(row.badVersions(), String[].class)));
          took.put(row.resource(), Duration.parse(row.took()));
        });
    return new Lore(badVersions, took);
  }

  private record Row(String resource, String badVersions, String took) {}
}
