package dev.rollbackbot.work;

import dev.rollbackbot.store.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class SqliteWorkTest {
  @TempDir static Path folder;

  @Nested
  class SqliteOutbox extends OutboxContract {
    @Override
    String url() {
      return TestDatabase.sqlite(folder);
    }
  }

  @Nested
  class SqliteOutboxFailures extends OutboxFailuresContract {
    @Override
    String url() {
      return TestDatabase.sqlite(folder);
    }
  }

  @Nested
  class SqliteOutboxInterruptions extends OutboxInterruptionsContract {
    @Override
    String url() {
      return TestDatabase.sqlite(folder);
    }
  }

  @Nested
  class SqliteRunningJobs extends RunningJobContract {
    @Override
    String url() {
      return TestDatabase.sqlite(folder);
    }
  }

  @Nested
  class SqliteJobs extends JobContract {
    @Override
    String url() {
      return TestDatabase.sqlite(folder);
    }
  }

  @Nested
  class SqliteTakeOvers extends TakeOverContract {
    @Override
    String url() {
      return TestDatabase.sqlite(folder);
    }
  }

  @Nested
  class SqliteTimersAndProbes extends TimerAndProbeContract {
    @Override
    String url() {
      return TestDatabase.sqlite(folder);
    }
  }
}
