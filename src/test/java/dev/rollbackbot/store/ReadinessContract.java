package dev.rollbackbot.store;

import static dev.rollbackbot.store.StoreExamples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.readiness.ReadinessFact;
import dev.rollbackbot.incident.readiness.ReadinessNeed;
import dev.rollbackbot.incident.readiness.ReadinessReport;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was found about readiness is stored. */
abstract class ReadinessContract extends StoreContract {
  private final String runbook = aRunbook();

  private ReadinessReport report(Instant at, ReadinessFact... facts) {
    return new ReadinessReport(runbook, "production", at, List.of(facts));
  }

  private Optional<ReadinessReport> until(Instant at) {
    return database.readiness().until(runbook, "production", at);
  }

  @Test
  void a_report_is_read_as_it_was_stored_also_after_a_restart() {
    ReadinessReport stored =
        report(
            NOON,
            ReadinessFact.met(ReadinessNeed.TARGETS, "gateway"),
            ReadinessFact.unknown(ReadinessNeed.CHANNELS, "#a", "It's “not\nknown”."));
    database.readiness().save(stored, true);
    reopen();
    assertThat(until(NOON)).contains(stored);
    assertThat(database.readiness().newest()).contains(stored);
    assertThat(until(NOON.minusMillis(1))).isEmpty();
    assertThat(database.readiness().until(runbook, "staging", NOON)).isEmpty();
  }

  @Test
  void the_newest_counts_and_the_nightly_one_stays_beside_it() {
    ReadinessReport nightly = report(NOON);
    ReadinessReport asked = report(NOON.plusSeconds(60));
    database.readiness().save(nightly, true);
    database.readiness().save(asked, false);
    assertThat(until(NOON.plusSeconds(3600))).contains(asked);
    assertThat(until(NOON.plusSeconds(59))).contains(nightly);
    assertThat(database.readiness().nightly(runbook, "production")).contains(nightly);
    assertThat(database.readiness().newest()).contains(asked).doesNotContain(nightly);
  }

  @Test
  void what_is_old_goes() {
    database.readiness().save(report(NOON), true);
    database.readiness().save(report(NOON.plus(Duration.ofDays(91))), true);
    assertThat(until(NOON)).isEmpty();
  }

  @Test
  void another_process_reads_what_earlier_rollbacks_showed_beside_the_bot() {
    assertThat(Database.readHistory(Secret.fixed(url), List.of("shop-web")))
        .isEqualTo(RollbackHistory.NONE);
  }
}
