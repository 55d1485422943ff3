package dev.rollbackbot.slack;

import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.runbook.Runbook;
import java.util.List;
import java.util.Optional;

/** A valid runbook, shop, and an invalid one. */
final class RunbookFixtures implements Runbooks {
  @Override
  public Optional<Runbook> find(String id) {
    return all().stream().filter(r -> r.id().equals(id)).findFirst();
  }

  @Override
  public List<Runbook> all() {
    return List.of(SampleIncident.runbook());
  }

  @Override
  public List<InvalidRunbook> invalid() {
    return List.of(
        new InvalidRunbook("till.yaml", List.of("line 3, column 5: <methods> is missing")));
  }

  @Override
  public Runbook reread(String text) {
    return SampleIncident.runbook();
  }
}
