package dev.rollbackbot.app;

import java.util.Optional;

/** Keeps what jobs captured. Durable. */
public interface Artifacts {
  /** Keeps it under the job's id; the same id again changes nothing. */
  void save(String job, String text);

  /** What that job captured. */
  Optional<String> find(String job);
}
