package dev.rollbackbot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.IncidentCommands.AlreadyOpen;
import dev.rollbackbot.app.IncidentCommands.CommandResult;
import dev.rollbackbot.app.IncidentCommands.Committed;
import dev.rollbackbot.app.IncidentStore.IncidentSummary;
import dev.rollbackbot.app.proposal.ProposalOutcome;
import dev.rollbackbot.app.proposal.Proposals;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.SmallRunbook;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import dev.rollbackbot.store.Database;
import dev.rollbackbot.store.StoreExamples;
import dev.rollbackbot.store.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A drill and an incident of the same runbook in the same environment: what is real goes first. */
final class DrillBesideIncidentTest {
  private static final Runbook SHOP = SmallRunbook.drilled(StoreExamples.runbook("shop"));
  private static final IncidentId FIRST = new IncidentId(1);
  private static final IncidentId SECOND = new IncidentId(2);

  @TempDir Path folder;
  private Database database;
  private IncidentService service;

  @BeforeEach
  void open() {
    database = TestDatabase.open(TestDatabase.sqlite(folder));
    service = new IncidentService(database.incidents(), new NothingScheduled(), clock());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static InstantSource clock() {
    return InstantSource.fixed(StoreExamples.NOON);
  }

  private CommandResult drill(String key) {
    return service.declare(
        key, StoreExamples.ANNA, SHOP, SmallRunbook.drill(StoreExamples.declaration(true)));
  }

  private CommandResult incident(String key) {
    return service.declare(key, StoreExamples.ANNA, SHOP, StoreExamples.declaration(true));
  }

  private State state(IncidentId id) {
    return service.incident(id).orElseThrow().state();
  }

  private static Suspicion suspicion() {
    return new Suspicion(
        "errors",
        "gateway",
        Instant.parse("2026-03-02T11:59:00Z"),
        Optional.empty(),
        List.of("4 %"),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void an_incident_is_declared_at_once_and_the_drill_ends_in_the_same_transaction() {
    drill("a");
    assertThat(incident("b")).isInstanceOf(Committed.class);
    assertThat(state(FIRST)).isInstanceOf(State.Cancelled.class);
    assertThat(state(SECOND)).isNotInstanceOf(State.Ended.class);
    assertThat(database.incidents().events(FIRST))
        .contains(new Event.DrillInterrupted(StoreExamples.NOON, 2, "production", true));
    assertThat(database.incidents().openIncidents())
        .extracting(IncidentSummary::id)
        .containsExactly(SECOND);
  }

  @Test
  void a_second_delivery_of_the_declaration_interrupts_nothing_again() {
    drill("a");
    incident("b");
    int events = database.incidents().events(FIRST).size();
    assertThat(incident("b")).isInstanceOf(Committed.class);
    assertThat(database.incidents().events(FIRST)).hasSize(events);
  }

  @Test
  void no_drill_is_opened_beside_an_incident_or_another_drill() {
    incident("a");
    assertThat(drill("b")).isEqualTo(new AlreadyOpen(FIRST, Optional.empty()));
  }

  @Test
  void one_drill_at_a_time() {
    drill("a");
    assertThat(drill("b")).isEqualTo(new AlreadyOpen(FIRST, Optional.empty()));
    assertThat(database.incidents().openIncidents())
        .singleElement()
        .satisfies(open -> assertThat(open.drill()).isTrue());
  }

  @Test
  void what_a_trigger_notices_meanwhile_is_told_in_the_drill_and_proposes_nothing() {
    Proposals proposals = new Proposals(service, clock());
    drill("a");
    assertThat(proposals.propose(SHOP, "production", suspicion(), TriggerMode.PROPOSE))
        .isEqualTo(new ProposalOutcome.ToldInDrill(FIRST));
    assertThat(proposals.isInDrill("shop", "production")).isTrue();
    assertThat(database.incidents().openIncidents()).hasSize(1);
  }

  @Test
  void ended_drills_are_kept_for_their_history_and_incidents_are_not_among_them() {
    drill("a");
    incident("b");
    assertThat(database.incidents().endedDrills("shop", 10)).containsExactly(FIRST);
    assertThat(database.incidents().endedDrills("other", 10)).isEmpty();
  }
}
