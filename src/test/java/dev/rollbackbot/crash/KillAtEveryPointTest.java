package dev.rollbackbot.crash;

import dev.rollbackbot.store.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plug is pulled at every point that has a name, and the story ends as ever. */
final class KillAtEveryPointTest {
  /** Points between two kills of a long run, so that the story gets on. */
  private static final int DISTANCE = 12;

  @TempDir Path folder;

  @Test
  void nothing_is_killed_and_the_harness_itself_holds() throws Exception {
    CrashScenario.play(folder, TestDatabase.sqlite(folder), CrashPoints.never());
  }

  @Test
  void each_named_change_once() throws Exception {
    CrashScenario.play(folder, TestDatabase.sqlite(folder), CrashPoints.eachChangeOnce());
  }

  @Test
  @Tag("thorough")
  void each_named_point_once() throws Exception {
    CrashScenario.play(folder, TestDatabase.sqlite(folder), CrashPoints.eachOnce());
  }

  @Test
  @Tag("thorough")
  void each_named_point_once_on_postgres() throws Exception {
    CrashScenario.play(folder, TestDatabase.postgres(), CrashPoints.eachOnce());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  @Tag("thorough")
  void every_occurrence(int rest) throws Exception {
    CrashScenario.play(folder, TestDatabase.sqlite(folder), CrashPoints.every(DISTANCE, rest));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  @Tag("thorough")
  void every_occurrence_on_postgres(int rest) throws Exception {
    CrashScenario.play(folder, TestDatabase.postgres(), CrashPoints.every(DISTANCE, rest));
  }
}
