package dev.rollbackbot.incident.readiness;

/** Whether a rollback would work; the worse, the later. */
public enum ReadinessLevel {
  READY("ready"),
  READY_WITH_CAVEATS("ready with caveats"),
  NOT_READY("not ready");

  private final String words;

  ReadinessLevel(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }
}
