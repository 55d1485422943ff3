package dev.rollbackbot.store;

import static dev.rollbackbot.store.StoreExamples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.app.payload.WaitingPayload;
import dev.rollbackbot.app.trigger.AutomaticRecords;
import dev.rollbackbot.app.trigger.FiringRecord;
import dev.rollbackbot.app.trigger.FiringRecord.FiringJudgement;
import dev.rollbackbot.app.trigger.FiringRecord.SuspectRecord;
import dev.rollbackbot.app.trigger.TriggerFirings.FiringOutcome;
import dev.rollbackbot.app.trigger.TriggerKey;
import dev.rollbackbot.app.trigger.TriggerRecords;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.proposal.LastMeasured;
import dev.rollbackbot.incident.proposal.RecordedFacts;
import dev.rollbackbot.incident.trigger.TriggerProgress;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How far triggers are, and what fired, is stored. */
abstract class TriggerContract extends StoreContract {
  private static final AtomicInteger TRIGGERS = new AtomicInteger();

  private final TriggerKey trigger =
      new TriggerKey("shop", "production", "errors" + TRIGGERS.incrementAndGet());

  private TriggerRecords records() {
    return database.triggerRecords();
  }

  private FiringRecord firing(String key, Instant at) {
    return new FiringRecord(
        trigger.trigger() + key,
        trigger,
        "web",
        TriggerMode.SHADOW,
        at,
        Optional.of(at.minusSeconds(60)),
        List.of("4.1 % (at most 1 %)", "3 %"),
        Optional.of("alertmanager"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private List<FiringRecord> stored() {
    return records().firings(NOON.minusSeconds(3600), 1000).stream()
        .filter(f -> f.trigger().equals(trigger))
        .toList();
  }

  @Test
  void progress_survives_a_restart_in_the_middle_of_a_row() {
    assertThat(records().progress()).doesNotContainKey(trigger);
    TriggerProgress two =
        new TriggerProgress(
            Optional.of("d1"),
            2,
            0,
            Optional.of(NOON),
            Optional.of(NOON.plusSeconds(30)),
            Optional.of(NOON.plusSeconds(30)),
            Optional.empty(),
            List.of("4.1 %", "no data"));
    records().save(trigger, TriggerProgress.NONE);
    records().save(trigger, two);
    reopen();
    assertThat(records().progress()).containsEntry(trigger, two);
  }

  @Test
  void a_firing_is_stored_once_and_keeps_what_was_done() {
    FiringRecord first = firing("a", NOON);
    assertThat(records().begin(first)).isEqualTo(first);
    SuspectRecord suspect = new SuspectRecord("web", "v42", NOON.minusSeconds(300));
    records().finish(first.key(), FiringOutcome.RECORDED, Optional.of(suspect));
    FiringRecord again = records().begin(firing("a", NOON.plusSeconds(9)));
    assertThat(again.firedAt()).isEqualTo(NOON);
    assertThat(again.outcome()).contains(FiringOutcome.RECORDED);
    assertThat(again.suspect()).contains(suspect);
    reopen();
    assertThat(stored()).containsExactly(again);
  }

  @Test
  void recovery_and_judgement_are_of_the_newest_firing_until_then() {
    records().begin(firing("a", NOON));
    records().begin(firing("b", NOON.plusSeconds(600)));
    records().recovered(trigger, NOON.plusSeconds(900));
    records().recovered(trigger, NOON.plusSeconds(950));
    assertThat(records().judge(trigger, NOON.plusSeconds(10), FiringJudgement.WRONG)).isTrue();
    assertThat(records().judge(trigger, NOON.minusSeconds(10), FiringJudgement.RIGHT)).isFalse();
    assertThat(stored())
        .extracting(FiringRecord::recoveredAt, FiringRecord::judgement)
        .containsExactly(
            tuple(Optional.of(NOON.plusSeconds(900)), Optional.empty()),
            tuple(Optional.empty(), Optional.of(FiringJudgement.WRONG)));
  }

  /** A runbook in use, or a changed one that can't be used. */
  private record InUse(List<Runbook> all, List<InvalidRunbook> invalid) implements Runbooks {
    @Override
    public Optional<Runbook> find(String id) {
      return all.stream().filter(r -> r.id().equals(id)).findFirst();
    }

    @Override
    public Runbook reread(String text) {
      throw new AssertionError("nothing is read again");
    }
  }

  @Test
  void what_bears_on_a_rollback_that_begins_by_itself_is_found() {
    IncidentId id = declare("shop");
    Incident incident = store.load(id).orElseThrow().incident().orElseThrow();
    Runbook runbook = incident.details().runbook();
    assertThat(recorded(incident, new InUse(List.of(runbook), List.of())).measured())
        .doesNotContainKey(trigger.trigger());
    records()
        .save(
            trigger,
            new TriggerProgress(
                Optional.of("d1"),
                3,
                0,
                Optional.of(NOON),
                Optional.of(NOON.plusSeconds(60)),
                Optional.of(NOON.plusSeconds(30)),
                Optional.of(NOON),
                List.of()));
    RecordedFacts quiet = recorded(incident, new InUse(List.of(runbook), List.of()));
    assertThat(quiet.measured())
        .containsEntry(trigger.trigger(), new LastMeasured(NOON.plusSeconds(60), false, 3));
    assertThat(quiet.sameRunbook()).isTrue();
    assertThat(quiet.untold()).isZero();
    assertThat(quiet.clicksWait()).isFalse();

    inTransaction(unit -> {
      unit.enqueue(id, "announced", post(Effect.Destination.INCIDENTS));
      unit.enqueue(id, "line", post(Effect.Destination.CHANNEL));
      unit.enqueue(id, "read", post(Effect.Destination.CHANNEL));
      unit.enqueue(id, "elsewhere", post(Effect.Destination.STAKEHOLDERS));
      database.waitingPayloads().add(unit, click(id));
    });
    database.outbox().markFailed(List.of("announced"), "channel_not_found");
    database.outbox().markDelivered(List.of("read"));
    RecordedFacts busy = recorded(incident, new InUse(List.of(), List.of()));
    assertThat(busy.untold()).isEqualTo(2);
    assertThat(busy.clicksWait()).isTrue();
    assertThat(busy.sameRunbook()).isFalse();
    Runbooks.InvalidRunbook refused =
        new Runbooks.InvalidRunbook("shop.yaml", List.of("line 1"), true);
    assertThat(recorded(incident, new InUse(List.of(runbook), List.of(refused))).sameRunbook())
        .isFalse();
  }

  private RecordedFacts recorded(Incident incident, Runbooks runbooks) {
    return new AutomaticRecords(runbooks, records(), database.outbox(), database.waitingPayloads())
        .of(incident);
  }

  private static Effect.Post post(Effect.Destination destination) {
    return new Effect.Post(destination, "", RichText.of("text"), Optional.empty());
  }

  private static WaitingPayload click(IncidentId incident) {
    return new WaitingPayload(
        "click",
        "U1",
        WaitingPayload.PayloadKind.CLICK,
        "{}",
        NOON,
        OptionalInt.of(incident.number()),
        OptionalLong.empty(),
        false);
  }
}
