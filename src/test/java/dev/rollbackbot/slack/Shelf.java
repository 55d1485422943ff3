package dev.rollbackbot.slack;

import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.incident.Sample;
import dev.rollbackbot.runbook.Runbook;
import java.util.List;
import java.util.Optional;

/** One sound runbook, shop, and one that can't be used. */
final class Shelf implements Runbooks {
  @Override
  public Optional<Runbook> find(String id) {
    return all().stream().filter(r -> r.id().equals(id)).findFirst();
  }

  @Override
  public List<Runbook> all() {
    return List.of(Sample.runbook());
  }

  @Override
  public List<Broken> broken() {
    return List.of(new Broken("till.yaml", List.of("line 3, column 5: <methods> is missing")));
  }

  @Override
  public Runbook reread(String text) {
    return Sample.runbook();
  }
}
