package dev.rollbackbot.work;

import dev.rollbackbot.store.TestDatabase;
import org.junit.jupiter.api.Nested;

class PostgresWorkTest {
  @Nested
  class PostgresOutbox extends OutboxContract {
    @Override
    String url() {
      return TestDatabase.postgres();
    }
  }

  @Nested
  class PostgresOutboxFailures extends OutboxFailuresContract {
    @Override
    String url() {
      return TestDatabase.postgres();
    }
  }

  @Nested
  class PostgresOutboxInterruptions extends OutboxInterruptionsContract {
    @Override
    String url() {
      return TestDatabase.postgres();
    }
  }

  @Nested
  class PostgresRunningJobs extends RunningJobContract {
    @Override
    String url() {
      return TestDatabase.postgres();
    }
  }

  @Nested
  class PostgresJobs extends JobContract {
    @Override
    String url() {
      return TestDatabase.postgres();
    }
  }

  @Nested
  class PostgresTakeOvers extends TakeOverContract {
    @Override
    String url() {
      return TestDatabase.postgres();
    }
  }

  @Nested
  class PostgresTimersAndProbes extends TimerAndProbeContract {
    @Override
    String url() {
      return TestDatabase.postgres();
    }
  }
}
