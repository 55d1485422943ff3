package dev.rollbackbot.gateway;

import dev.rollbackbot.incident.database.DatabaseReading;
import dev.rollbackbot.incident.rollback.Invocation.NeededVersion;
import dev.rollbackbot.incident.rollback.Invocation.ReadDatabase;
import dev.rollbackbot.incident.rollback.LiveReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a database before a script, and what the services run that depend on it. */
record DatabaseBeforeScript(ReadDatabase asked, DatabaseApi database) {
  /** {@code live}: of the services that it needs, in their order. */
  DatabaseReading read(List<LiveReading> live) throws ProviderReadException {
    DatabaseValues values = DatabaseValues.read(asked.spec(), database);
    List<String> against = new ArrayList<>();
    if (values.isDone()) {
      against.addAll(values.failedChecks());
    } else {
      against.addAll(values.refusals());
      for (int i = 0; i < live.size(); i++) {
        unmet(asked.needs().get(i), live.get(i)).ifPresent(against::add);
      }
    }
    boolean bookmark = asked.undo() && !values.isDone() && against.isEmpty();
    return DatabaseReading.ofScript(
        values.isDone(),
        values.counts(),
        against,
        bookmark ? database.bookmark() : Optional.empty());
  }

  /** Code that still needs what the script takes away would fail after it. */
  private static Optional<String> unmet(NeededVersion needed, LiveReading reading) {
    String service = needed.service().id();
    if (reading.live().isEmpty()) {
      return Optional.of(
          "What %s runs could not be read. %s".formatted(service, reading.problem()));
    }
    String runs = reading.live().get().label();
    if (needed.target().isPresent()) {
      return reading.live().get().servesOnly(needed.target().get())
          ? Optional.empty()
          : Optional.of(
              "%s runs %s; the script needs %s."
                  .formatted(service, runs, needed.target().get().label()));
    }
    if (needed.left().isEmpty()) {
      return Optional.of(
          "What %s must run for the script is not known from this plan.".formatted(service));
    }
    return reading.live().get().servesSameAs(needed.left().get())
        ? Optional.of("%s still runs %s, as before the rollback.".formatted(service, runs))
        : Optional.empty();
  }
}
