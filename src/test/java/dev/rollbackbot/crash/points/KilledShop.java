package dev.rollbackbot.crash.points;

/** A rollback of the second company's one service. */
interface KilledShop extends KilledRollback {
  @Override
  default String runbook() {
    return "shop";
  }

  @Override
  default String beforeItem() {
    return "stands; it goes to approval";
  }

  @Override
  default int steps() {
    return 1;
  }
}
