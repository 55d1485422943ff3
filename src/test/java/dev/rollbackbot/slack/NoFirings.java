package dev.rollbackbot.slack;

import dev.rollbackbot.app.trigger.FiringRecord;
import dev.rollbackbot.app.trigger.FiringRecord.FiringJudgement;
import dev.rollbackbot.app.trigger.FiringRecord.SuspectRecord;
import dev.rollbackbot.app.trigger.TriggerFirings.FiringOutcome;
import dev.rollbackbot.app.trigger.TriggerKey;
import dev.rollbackbot.app.trigger.TriggerRecords;
import dev.rollbackbot.incident.trigger.TriggerProgress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where nothing has ever fired. */
final class NoFirings implements TriggerRecords {
  @Override
  public Map<TriggerKey, TriggerProgress> progress() {
    return Map.of();
  }

  @Override
  public void save(TriggerKey trigger, TriggerProgress progress) {
    throw new AssertionError("nothing is measured");
  }

  @Override
  public FiringRecord begin(FiringRecord firing) {
    throw new AssertionError("nothing fires");
  }

  @Override
  public void finish(String key, FiringOutcome outcome, Optional<SuspectRecord> suspect) {
    throw new AssertionError("nothing fires");
  }

  @Override
  public Optional<FiringRecord> newest(TriggerKey trigger) {
    return Optional.empty();
  }

  @Override
  public void recovered(TriggerKey trigger, Instant at) {
    throw new AssertionError("nothing fires");
  }

  @Override
  public boolean judge(TriggerKey trigger, Instant until, FiringJudgement judgement) {
    return false;
  }

  @Override
  public List<FiringRecord> firings(Instant since, int most) {
    return List.of();
  }
}
