package dev.rollbackbot.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteLibraryTest {
  private static final int KILLED = 137;

  @TempDir Path temporary;
  @TempDir Path data;

  @Test
  void a_killed_process_leaves_no_copy_of_the_library_behind() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcess.class.getName(),
                TestDatabase.sqlite(data))
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(data.resolve("log")).content().contains("opened database");
    assertThat(process.exitValue()).isEqualTo(KILLED);
    assertThat(temporary).isEmptyDirectory();
  }

  /** Ends as by {@code kill -9}: no shutdown hook runs, and the driver deletes nothing. */
  static final class KilledProcess {
    private KilledProcess() {}

    public static void main(String[] args) {
      TestDatabase.open(args[0]);
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
