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
}
