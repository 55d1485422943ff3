package dev.rollbackbot.yaml;

/** The ids of a runbook that other parts of it refer to. */
record Catalog(Ids services, Ids environments, Ids checks) {
  Catalog() {
    this(new Ids("service"), new Ids("environment"), new Ids("probe or check"));
  }
}
