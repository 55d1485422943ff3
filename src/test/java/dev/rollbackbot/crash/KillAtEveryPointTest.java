package dev.rollbackbot.crash;

import dev.rollbackbot.store.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bot is killed at every named point, and the incident ends as without kills. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
final class KillAtEveryPointTest {
  /** Points between two kills of a long run, so that the incident makes progress. */
  private static final int DISTANCE = 12;

  private static final int PARTS = 3;

  @TempDir Path folder;

  @Test
  void without_kills_the_harness_itself_passes() throws Exception {
    CrashScenario.play(folder, TestDatabase.sqlite(folder), CrashPoints.never());
  }

  /** In parts that run at the same time, because starting the bot again is mostly waiting. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void killed_once_at_each_named_change(int part) throws Exception {
    CrashScenario.play(
        folder, TestDatabase.sqlite(folder), CrashPoints.eachChangeOnce(part, PARTS));
  }

  @Test
  @Tag("thorough")
  void killed_once_at_each_named_point() throws Exception {
    CrashScenario.play(folder, TestDatabase.sqlite(folder), CrashPoints.eachOnce());
  }

  @Test
  @Tag("thorough")
  void killed_once_at_each_named_point_on_postgres() throws Exception {
    CrashScenario.play(folder, TestDatabase.postgres(), CrashPoints.eachOnce());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  @Tag("thorough")
  void killed_at_every_occurrence(int remainder) throws Exception {
    CrashScenario.play(folder, TestDatabase.sqlite(folder), CrashPoints.every(DISTANCE, remainder));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  @Tag("thorough")
  void killed_at_every_occurrence_on_postgres(int remainder) throws Exception {
    CrashScenario.play(folder, TestDatabase.postgres(), CrashPoints.every(DISTANCE, remainder));
  }
}
