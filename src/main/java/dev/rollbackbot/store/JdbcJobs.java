package dev.rollbackbot.store;

import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.store.SealedTypeCodec.EncodedRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code job}. */
final class JdbcJobs implements Jobs {
  private final DatabaseAccess database;

  JdbcJobs(DatabaseAccess database) {
    this.database = database;
  }

  static boolean add(Handle handle, IncidentId incident, Effect.RunJob job) {
    EncodedRecord encodedRecord = JsonCodecs.INVOCATIONS.write(job.invocation());
    return handle.execute(
            "insert into job (id, incident, type, json, state, attempt)"
                + " values (?, ?, ?, ?, ?, 0) on conflict (id) do nothing",
            job.job(),
            incident.number(),
            encodedRecord.type(),
            encodedRecord.json(),
            JobPhase.NEW.name())
        == 1;
  }

  @Override
  public Optional<StoredJob> find(String job) {
    return database.read(handle ->
        handle
            .createQuery("select id, incident, type, json, state, attempt from job where id = ?")
            .bind(0, job)
            .map((rs, _) -> entry(rs))
            .findOne());
  }

  private static StoredJob entry(ResultSet resultSet) throws SQLException {
    return new StoredJob(
        resultSet.getString("id"),
        new IncidentId(resultSet.getInt("incident")),
        JsonCodecs.INVOCATIONS.read(
            new EncodedRecord(resultSet.getString("type"), resultSet.getString("json"))),
        JobPhase.valueOf(resultSet.getString("state")),
        resultSet.getInt("attempt"));
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
  public Optional<Integer> beginAttempt(String job, int attempt) {
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
  public boolean isCurrentAttempt(String job, int attempt) {
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
