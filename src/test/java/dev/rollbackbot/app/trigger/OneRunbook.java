package dev.rollbackbot.app.trigger;

import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.runbook.Runbook;
import java.util.List;
import java.util.Optional;

/** A folder with one runbook. */
public record OneRunbook(Runbook runbook) implements Runbooks {
  @Override
  public Optional<Runbook> find(String id) {
    return Optional.of(runbook).filter(r -> r.id().equals(id));
  }

  @Override
  public List<Runbook> all() {
    return List.of(runbook);
  }

  @Override
  public List<InvalidRunbook> invalid() {
    return List.of();
  }

  @Override
  public Runbook reread(String text) {
    return runbook;
  }
}
