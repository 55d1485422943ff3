package dev.rollbackbot.store;

import dev.rollbackbot.app.Artifacts;
import java.util.Optional;

/** Captured logs, one text for each job. */
record JdbcArtifacts(DatabaseAccess database) implements Artifacts {
  @Override
  public void save(String job, String text) {
    database.execute(
        "insert into artifact (job, text) values (?, ?) on conflict (job) do nothing", job, text);
  }

  @Override
  public Optional<String> find(String job) {
    return database.read(handle ->
        handle
            .select("select text from artifact where job = ?", job)
            .mapTo(String.class)
            .findOne());
  }
}
