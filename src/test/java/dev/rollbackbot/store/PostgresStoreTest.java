package dev.rollbackbot.store;

import org.junit.jupiter.api.Nested;

class PostgresStoreTest {
  @Nested
  class Incidents extends IncidentContract {
    @Override
    String newUrl() {
      return TestDatabase.postgres();
    }
  }

  @Nested
  class Rows extends RowContract {
    @Override
    String newUrl() {
      return TestDatabase.postgres();
    }
  }
}
