package dev.rollbackbot.store;

import dev.rollbackbot.app.Artifacts;
import java.util.Optional;

/** What jobs captured, in a database. */
final class JdbcArtifacts implements Artifacts {
  private final Access access;

  JdbcArtifacts(Access access) {
    this.access = access;
  }

  @Override
  public void save(String job, String text) {
    access.write(h ->
        h.execute(
            "insert into artifact (job, text) values (?, ?) on conflict (job) do nothing",
            job,
            text));
  }

  @Override
  public Optional<String> find(String job) {
    return access.read(h ->
        h.createQuery("select text from artifact where job = ?")
            .bind(0, job)
            .mapTo(String.class)
            .findOne());
  }
}
