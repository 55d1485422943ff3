package dev.rollbackbot.store;

import dev.rollbackbot.app.Artifacts;
import java.util.Optional;

/** Captured logs, one text for each job. */
final class JdbcArtifacts implements Artifacts {
  private final DatabaseAccess database;

  JdbcArtifacts(DatabaseAccess database) {
    this.database = database;
  }

  @Override
  public void save(String job, String text) {
    database.write(handle ->
        handle.execute(
            "insert into artifact (job, text) values (?, ?) on conflict (job) do nothing",
            job,
            text));
  }

  @Override
  public Optional<String> find(String job) {
    return database.read(handle ->
        handle
            .createQuery("select text from artifact where job = ?")
            .bind(0, job)
            .mapTo(String.class)
            .findOne());
  }
}
