package dev.rollbackbot.work;

import dev.rollbackbot.store.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class SqliteWorkTest {
  @TempDir static Path folder;

  @Nested
  class Outbox extends OutboxContract {
    @Override
    String url() {
      return TestDatabase.sqlite(folder);
    }
  }

  @Nested
  class Jobs extends JobContract {
    @Override
    String url() {
      return TestDatabase.sqlite(folder);
    }
  }

  @Nested
  class TakeOvers extends TakeOverContract {
    @Override
    String url() {
      return TestDatabase.sqlite(folder);
    }
  }

  @Nested
  class Clocks extends ClockContract {
    @Override
    String url() {
      return TestDatabase.sqlite(folder);
    }
  }
}
