package dev.rollbackbot.work;

import dev.rollbackbot.store.TestDatabase;
import org.junit.jupiter.api.Nested;

class PostgresWorkTest {
  @Nested
  class Outbox extends OutboxContract {
    @Override
    String url() {
      return TestDatabase.postgres();
    }
  }

  @Nested
  class Jobs extends JobContract {
    @Override
    String url() {
      return TestDatabase.postgres();
    }
  }

  @Nested
  class TakeOvers extends TakeOverContract {
    @Override
    String url() {
      return TestDatabase.postgres();
    }
  }

  @Nested
  class Clocks extends ClockContract {
    @Override
    String url() {
      return TestDatabase.postgres();
    }
  }
}
