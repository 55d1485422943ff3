package dev.rollbackbot.app;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What jobs captured, by the job's id. Durable; throws {@link IncidentStore.StoreUnavailable}. */
public interface Artifacts {
  /** The first text of a job stays; a second one changes nothing. */
  void save(String job, String text);

  Optional<String> find(String job);

  /** Remembers Slack's id of the file that shows it, which has to be deleted with it. */
  void attached(String job, String file);

  /** Oldest first. Those without a known time count as saved now. */
  List<KeptArtifact> savedBefore(Instant time);

  void delete(String job);

  /** The job of an artifact, and the file in Slack that shows it. */
  record KeptArtifact(String job, Optional<String> file) {}
}
