package dev.rollbackbot.store;

import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.store.SealedCodec.Stored;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code job}. */
final class JdbcJobs implements Jobs {
  private final Access database;

  JdbcJobs(Access database) {
    this.database = database;
  }

  static boolean add(Handle handle, IncidentId incident, Effect.RunJob job) {
    Stored stored = Codecs.INVOCATIONS.write(job.invocation());
    return handle.execute(
            "insert into job (id, incident, type, json, state, attempt)"
                + " values (?, ?, ?, ?, ?, 0) on conflict (id) do nothing",
            job.job(),
            incident.number(),
            stored.type(),
            stored.json(),
            Phase.NEW.name())
        == 1;
  }

  @Override
  public Optional<Entry> find(String job) {
    return database.read(handle ->
        handle
            .createQuery("select id, incident, type, json, state, attempt from job where id = ?")
            .bind(0, job)
            .map((rs, _) -> entry(rs))
            .findOne());
  }

  private static Entry entry(ResultSet rs) throws SQLException {
    return new Entry(
        rs.getString("id"),
        new IncidentId(rs.getInt("incident")),
        Codecs.INVOCATIONS.read(new Stored(rs.getString("type"), rs.getString("json"))),
        Phase.valueOf(rs.getString("state")),
        rs.getInt("attempt"));
  }

  @Override
  public List<String> unfinished() {
    return database.read(handle ->
        handle
            .createQuery("select id from job where state <> 'FINISHED' order by id")
            .mapTo(String.class)
            .list());
  }

  @Override
  public Optional<Integer> begin(String job, int attempt) {
    return database.write(handle ->
        handle
            .createQuery(
                "update job set state = 'STARTED', attempt = attempt + 1"
                    + " where id = ? and attempt = ? and state <> 'FINISHED'"
                    + " returning attempt")
            .bind(0, job)
            .bind(1, attempt)
            .mapTo(Integer.class)
            .findOne());
  }

  @Override
  public boolean holds(String job, int attempt) {
    return database.read(handle ->
        handle
            .createQuery("select 1 from job where id = ? and attempt = ? and state <> 'FINISHED'")
            .bind(0, job)
            .bind(1, attempt)
            .mapTo(Integer.class)
            .findOne()
            .isPresent());
  }

  @Override
  public void finish(String job, int attempt) {
    database.write(handle ->
        handle.execute(
            "update job set state = 'FINISHED' where id = ? and attempt = ?", job, attempt));
  }
}
