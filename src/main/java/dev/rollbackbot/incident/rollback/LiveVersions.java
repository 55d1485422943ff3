package dev.rollbackbot.incident.rollback;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is live of the services of an incident, as last read.
 *
 * @param readings the last reading, by service id
 * @param before what was live when the incident's first plan was made, by service id
 * @param known the last version that was read, by service id; it stays when a later reading fails,
 *     and goes when a person may have changed the service since
 * @param job the job that reads now; the result of any other job is outdated
 * @param stale whether something may have changed since the last reading
 */
public record LiveVersions(
    Map<String, LiveReading> readings,
    Map<String, Deployment> before,
    Map<String, Deployment> known,
    Optional<String> job,
    boolean stale) {
  public static final LiveVersions NONE =
      new LiveVersions(Map.of(), Map.of(), Map.of(), Optional.empty(), false);

  public LiveVersions {
    readings = Map.copyOf(readings);
    before = Map.copyOf(before);
    known = Map.copyOf(known);
  }

  public LiveVersions with(LiveReading reading) {
    String service = reading.service().service().id();
    Map<String, LiveReading> all = new TreeMap<>(readings);
    all.put(service, reading);
    Map<String, Deployment> allKnown = new TreeMap<>(known);
    reading.live().ifPresent(live -> allKnown.put(service, live));
    return new LiveVersions(all, before, allKnown, job, stale);
  }

  /** Read for a plan, before it changes anything. */
  public LiveVersions withPlanned(LiveReading reading) {
    Map<String, Deployment> first = new TreeMap<>(before);
    reading.live().ifPresent(live -> first.putIfAbsent(reading.service().service().id(), live));
    return new LiveVersions(readings, first, known, job, stale).with(reading);
  }

  /** Something may have changed, and that service did if one is given. */
  public LiveVersions asStale(Optional<String> service) {
    Map<String, Deployment> left = new TreeMap<>(known);
    service.ifPresent(left::remove);
    return new LiveVersions(readings, before, left, job, true);
  }

  public LiveVersions readBy(String nextJob) {
    return new LiveVersions(readings, before, known, Optional.of(nextJob), false);
  }

  public LiveVersions withoutJob() {
    return new LiveVersions(readings, before, known, Optional.empty(), stale);
  }

  /** Nothing is being read, and nothing has to be. */
  public LiveVersions settled() {
    return new LiveVersions(readings, before, known, Optional.empty(), false);
  }

  /** The last reading of each service that was read, by their ids. */
  public List<LiveReading> all() {
    return List.copyOf(new TreeMap<>(readings).values());
  }

  public Optional<LiveReading> reading(String service) {
    return Optional.ofNullable(readings.get(service));
  }

  public Optional<Deployment> before(String service) {
    return Optional.ofNullable(before.get(service));
  }

  /** Whether that reading shows another version than was last known. */
  public boolean differs(LiveReading reading) {
    Deployment was = known.get(reading.service().service().id());
    return was != null && reading.live().filter(live -> !live.servesSameAs(was)).isPresent();
  }
}
