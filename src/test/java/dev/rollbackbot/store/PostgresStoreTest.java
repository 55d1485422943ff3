package dev.rollbackbot.store;

import org.junit.jupiter.api.Nested;

class PostgresStoreTest {
  @Nested
  class PostgresIncidents extends IncidentContract {
    @Override
    String newUrl() {
      return TestDatabase.postgres();
    }
  }

  @Nested
  class PostgresLocks extends LockContract {
    @Override
    String newUrl() {
      return TestDatabase.postgres();
    }
  }

  @Nested
  class PostgresRows extends RowContract {
    @Override
    String newUrl() {
      return TestDatabase.postgres();
    }
  }

  @Nested
  class PostgresTriggers extends TriggerContract {
    @Override
    String newUrl() {
      return TestDatabase.postgres();
    }
  }

  @Nested
  class PostgresReadiness extends ReadinessContract {
    @Override
    String newUrl() {
      return TestDatabase.postgres();
    }
  }
}
