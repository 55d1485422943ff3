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

/** What incidents taught. */
final class Lessons {
  private Lessons() {}

  static void keep(Handle h, IncidentId incident, Effect.Remember lesson) {
    h.createUpdate(
            "insert into lesson (incident, position, resource, bad_versions, took)"
                + " select :incident, coalesce(max(position), 0) + 1, :resource, :bad, :took"
                + " from lesson where incident = :incident")
        .bind("incident", incident.number())
        .bind("resource", lesson.resource())
        .bind("bad", Codecs.JSON.toJson(lesson.badVersions()))
        .bind("took", lesson.took().toString())
        .execute();
  }

  static Lore about(Handle h, Collection<String> resources) {
    if (resources.isEmpty()) {
      return Lore.NONE;
    }
    Set<String> bad = new HashSet<>();
    Map<String, Duration> took = new HashMap<>();
    h.createQuery(
            "select resource, bad_versions, took from lesson where resource in (<resources>)"
                + " order by incident, position")
        .bindList("resources", List.copyOf(resources))
        .map((rs, _) -> new Row(rs.getString(1), rs.getString(2), rs.getString(3)))
        .forEach(row -> {
          bad.addAll(List.of(Codecs.JSON.fromJson(row.badVersions(), String[].class)));
          took.put(row.resource(), Duration.parse(row.took()));
        });
    return new Lore(bad, took);
  }

  private record Row(String resource, String badVersions, String took) {}
}
