package dev.rollbackbot.app;

import java.util.Optional;

/** What jobs captured, by the job's id. Durable; throws {@link IncidentStore.StoreUnavailable}. */
public interface Artifacts {
  /** The first text of a job stays; a second one changes nothing. */
  void save(String job, String text);

  Optional<String> find(String job);
}
