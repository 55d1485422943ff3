package dev.rollbackbot.slack.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.view.modal.DeclareModal;
import dev.rollbackbot.slack.view.modal.DeclareModal.DeclareForm;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When the fault began can be entered, and is not later than when it was seen. */
@Pure
final class DeclareModalTest {
  private static final Instant NOW = SampleIncident.START;
  private static final Runbook RUNBOOK = SampleIncident.runbook();

  private static DeclareForm began(Optional<Instant> at) {
    DeclareForm fresh = DeclareModal.fresh(RUNBOOK, Optional.empty(), "C1", "U1", NOW, false);
    return new DeclareForm(
        fresh.runbook(),
        fresh.channel(),
        fresh.environment(),
        fresh.observed(),
        fresh.affecting(),
        fresh.severity(),
        fresh.description(),
        fresh.detectedAt(),
        fresh.lead(),
        fresh.method(),
        at,
        fresh.visibility(),
        false);
  }

  @Test
  void it_is_optional_and_part_of_the_declaration() {
    assertThat(DeclareModal.problems(RUNBOOK, began(Optional.empty()), NOW)).isEmpty();
    Optional<Instant> at = Optional.of(NOW.minus(Duration.ofHours(3)));
    assertThat(DeclareModal.problems(RUNBOOK, began(at), NOW)).isEmpty();
    assertThat(began(at).declaration(RUNBOOK).beganAt()).isEqualTo(at);
    assertThat(RenderedJson.json(DeclareModal.view(RUNBOOK, began(at))))
        .contains("It began at, if known", "" + at.get().getEpochSecond());
  }

  @Test
  void it_is_neither_after_it_was_seen_nor_too_long_ago() {
    assertThat(DeclareModal.problems(RUNBOOK, began(Optional.of(NOW.plusSeconds(60))), NOW))
        .containsEntry("began", "It can't have begun after it was detected.");
    Optional<Instant> old = Optional.of(NOW.minus(Duration.ofDays(91)));
    assertThat(DeclareModal.problems(RUNBOOK, began(old), NOW)).containsKey("began");
  }
}
