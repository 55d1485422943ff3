package dev.rollbackbot.incident.rollback;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is live of the services of an incident, as last read.
 *
 * @param readings the last reading, by service id
 * @param job the job that reads now; the result of any other job is outdated
 * @param stale whether something may have changed since the last reading
 */
public record LiveVersions(Map<String, LiveReading> readings, Optional<String> job, boolean stale) {
  public static final LiveVersions NONE = new LiveVersions(Map.of(), Optional.empty(), false);

  public LiveVersions {
    readings = Map.copyOf(readings);
  }

  public LiveVersions with(LiveReading reading) {
    Map<String, LiveReading> all = new TreeMap<>(readings);
    all.put(reading.service().service().id(), reading);
    return new LiveVersions(all, job, stale);
  }

  public LiveVersions asStale() {
    return new LiveVersions(readings, job, true);
  }

  public LiveVersions readBy(String nextJob) {
    return new LiveVersions(readings, Optional.of(nextJob), false);
  }

  public LiveVersions withoutJob() {
    return new LiveVersions(readings, Optional.empty(), stale);
  }

  /** Nothing is being read, and nothing has to be. */
  public LiveVersions settled() {
    return new LiveVersions(readings, Optional.empty(), false);
  }

  public Optional<LiveReading> reading(String service) {
    return Optional.ofNullable(readings.get(service));
  }
}
