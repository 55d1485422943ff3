package dev.rollbackbot.store;

class PostgresStoreTest extends IncidentStoreContract {
  @Override
  String newUrl() {
    return TestDatabase.postgres();
  }
}
