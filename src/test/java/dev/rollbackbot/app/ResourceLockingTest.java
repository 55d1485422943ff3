package dev.rollbackbot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Declaration.Purpose;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.evolver.Evolver;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.text.StepText;
import dev.rollbackbot.runbook.Visibility;
import dev.rollbackbot.store.StoreExamples;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What another incident is told of the one that holds a lock. */
@Pure
final class ResourceLockingTest {
  private static final LockHolder TAKEN =
      new LockHolder(3, "U1", StoreExamples.NOON, Optional.empty(), Optional.empty());

  private static Incident incident(String lead, Visibility visibility) {
    return incident(lead, visibility, Optional.empty());
  }

  private static Incident incident(String lead, Visibility visibility, Optional<Purpose> purpose) {
    Incident incident =
        Evolver.evolve(Optional.empty(), StoreExamples.declared(new IncidentId(3), "one"));
    Declaration was = incident.details().declaration();
    Declaration now =
        new Declaration(
            was.environment(),
            was.observed(),
            was.description(),
            was.affectingUsers(),
            was.severity(),
            was.detectedAt(),
            lead,
            was.method(),
            was.beganAt(),
            Optional.of(visibility),
            purpose);
    return incident.with(incident.details().withDeclaration(now, StoreExamples.NOON));
  }

  private static String told(Incident incident) {
    return StepText.holder(ResourceLocking.shown(TAKEN, Optional.of(incident))).plainText();
  }

  @Test
  void is_who_leads_it_now_though_another_person_did_when_it_took_the_lock() {
    assertThat(told(incident("U2", Visibility.PUBLIC))).isEqualTo("INC-3 (lead @U2)");
  }

  @Test
  void is_nobody_who_is_in_a_private_one() {
    assertThat(told(incident("U2", Visibility.PRIVATE))).isEqualTo("INC-3 (private)");
  }

  @Test
  void is_that_it_is_a_drill() {
    Optional<Purpose> drill = Optional.of(Purpose.DRILL);
    assertThat(told(incident("U2", Visibility.PUBLIC, drill))).isEqualTo("DRILL INC-3 (lead @U2)");
    assertThat(told(incident("U2", Visibility.PRIVATE, drill))).isEqualTo("DRILL INC-3 (private)");
  }

  @Test
  void is_that_nobody_leads_what_the_bot_began_which_is_not_private() {
    assertThat(told(incident(Actor.BOT.id(), Visibility.PUBLIC)))
        .isEqualTo("INC-3 (nobody leads it yet)");
  }
}
