package dev.rollbackbot.store;

import dev.rollbackbot.app.Artifacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Captured logs, one text for each job. */
record JdbcArtifacts(DatabaseAccess database) implements Artifacts {
  @Override
  public void save(String job, String text) {
    database.execute(
        "insert into artifact (job, text, at) values (?, ?, ?) on conflict (job) do nothing",
        job,
        text,
        Instant.now().toEpochMilli());
  }

  @Override
  public Optional<String> find(String job) {
    return database.read(handle ->
        handle
            .select("select text from artifact where job = ?", job)
            .mapTo(String.class)
            .findOne());
  }

  @Override
  public void attached(String job, String file) {
    database.execute("update artifact set file = ? where job = ?", file, job);
  }

  @Override
  public List<KeptArtifact> savedBefore(Instant time) {
    database.execute("update artifact set at = ? where at is null", Instant.now().toEpochMilli());
    return database.read(handle ->
        handle
            .select("select job, file from artifact where at < ? order by at", time.toEpochMilli())
            .map((rs, _) -> new KeptArtifact(rs.getString(1), Optional.ofNullable(rs.getString(2))))
            .list());
  }

  @Override
  public void delete(String job) {
    database.execute("delete from artifact where job = ?", job);
  }
}
