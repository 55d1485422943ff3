package dev.rollbackbot.app.trigger;

import dev.rollbackbot.app.trigger.FiringRecord.FiringJudgement;
import dev.rollbackbot.app.trigger.FiringRecord.SuspectRecord;
import dev.rollbackbot.app.trigger.TriggerFirings.FiringOutcome;
import dev.rollbackbot.incident.trigger.TriggerProgress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far the measured triggers are, and what fired. Throws {@link
 * dev.rollbackbot.app.IncidentStore.StoreUnavailable}.
 */
public interface TriggerRecords {
  /** Of every trigger that was ever measured. */
  Map<TriggerKey, TriggerProgress> progress();

  void save(TriggerKey trigger, TriggerProgress progress);

  /** Stores a firing; one of the same key stays as it is. Returns what is stored. */
  FiringRecord begin(FiringRecord firing);

  /** What was done about it. */
  void finish(String key, FiringOutcome outcome, Optional<SuspectRecord> suspect);

  /** The newest firing of that trigger; empty: it has never fired. */
  Optional<FiringRecord> newest(TriggerKey trigger);

  /** The newest firing of that trigger has recovered. Nothing changes if it had before. */
  void recovered(TriggerKey trigger, Instant at);

  /** What people made of the newest firing of that trigger until that time; false: none. */
  boolean judge(TriggerKey trigger, Instant until, FiringJudgement judgement);

  /** Newest first, at most so many. */
  List<FiringRecord> firings(Instant since, int most);
}
