package dev.rollbackbot.crash.points;

import dev.rollbackbot.store.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bot is killed at every named point, and the incident ends as without kills. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
final class KillAtEveryPointTest {
  /** Points between two kills of a long run, so that the incident makes progress. */
  private static final int DISTANCE = 12;

  private static final int PARTS = 3;

  @TempDir Path folder;

  private CrashScenario onSqlite() {
    return new CrashScenario(folder, TestDatabase.sqlite(folder));
  }

  private CrashScenario onPostgres() {
    return new CrashScenario(folder, TestDatabase.postgres());
  }

  @Test
  void without_kills_the_harness_itself_passes() throws Exception {
    onSqlite().play(CrashPoints.never());
  }

  /** In parts that run at the same time, because starting the bot again is mostly waiting. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void killed_once_at_each_named_change(int part) throws Exception {
    onSqlite().play(CrashPoints.eachChangeOnce(part, PARTS));
  }

  /** Where a service is that is rolled back by one change. */
  enum Place {
    /** A person begins the step again where the request may have got lost. */
    GITHUB,
    KUBERNETES;

    KilledRollback in(Path folder) throws Exception {
      return switch (this) {
        case GITHUB -> KilledEnvironment.in(folder);
        case KUBERNETES -> KilledDeployment.in(folder);
      };
    }
  }

  /** What is committed by others than jobs is the same as with Cloudflare. */
  @ParameterizedTest
  @EnumSource(Place.class)
  void killed_once_at_each_change_of_the_job_that_rolls_back_at(Place place) throws Exception {
    try (KilledRollback rollback = place.in(folder)) {
      onSqlite().play(rollback, CrashPoints::eachChangeOfJobsOnce);
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  @Tag("thorough")
  void killed_once_at_each_change_after_the_approval_at(Place place) throws Exception {
    try (KilledRollback rollback = place.in(folder)) {
      onSqlite().play(rollback, CrashPoints::eachChangeOnce);
    }
  }

  @Test
  @Tag("thorough")
  void killed_once_at_each_named_point() throws Exception {
    onSqlite().play(CrashPoints.eachOnce());
  }

  @Test
  @Tag("thorough")
  void killed_once_at_each_named_point_on_postgres() throws Exception {
    onPostgres().play(CrashPoints.eachOnce());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  @Tag("thorough")
  void killed_at_every_occurrence(int remainder) throws Exception {
    onSqlite().play(CrashPoints.every(DISTANCE, remainder));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  @Tag("thorough")
  void killed_at_every_occurrence_on_postgres(int remainder) throws Exception {
    onPostgres().play(CrashPoints.every(DISTANCE, remainder));
  }
}
