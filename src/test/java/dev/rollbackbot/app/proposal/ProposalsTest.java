package dev.rollbackbot.app.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.app.IncidentService;
import dev.rollbackbot.app.NothingScheduled;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.ProposalCommand;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.proposal.Judgement;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import dev.rollbackbot.store.Database;
import dev.rollbackbot.store.StoreExamples;
import dev.rollbackbot.store.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proposals with a database: one at a time, and what is open is told. */
final class ProposalsTest {
  private static final Runbook SHOP = StoreExamples.runbook("shop");
  private static final IncidentId FIRST = new IncidentId(1);

  @TempDir Path folder;
  private Database database;
  private IncidentService service;
  private Proposals proposals;
  private final List<Judgement> judged = new ArrayList<>();

  @BeforeEach
  void open() {
    database = TestDatabase.open(TestDatabase.sqlite(folder));
    service = new IncidentService(database.incidents(), new NothingScheduled(), clock());
    proposals = new Proposals(service, clock());
    proposals.onJudged(judged::add);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static InstantSource clock() {
    return InstantSource.fixed(StoreExamples.NOON);
  }

  private static Suspicion suspicion(String trigger, String reading) {
    return new Suspicion(
        trigger,
        "gateway",
        Instant.parse("2026-03-02T11:59:00Z"),
        Optional.empty(),
        List.of(reading),
        Optional.empty(),
        Optional.empty());
  }

  private ProposalOutcome propose(String trigger, String reading) {
    return proposals.propose(SHOP, "production", suspicion(trigger, reading), TriggerMode.PROPOSE);
  }

  @Test
  void a_second_trigger_is_told_to_what_is_open() {
    assertThat(propose("errors", "4 %")).isEqualTo(new ProposalOutcome.Begun(FIRST));
    assertThat(propose("errors", "5 %")).isEqualTo(new ProposalOutcome.AddedToOpen(FIRST));
    assertThat(propose("errors", "5 %")).isEqualTo(new ProposalOutcome.AddedToOpen(FIRST));
    assertThat(database.incidents().openIncidents()).hasSize(1);
    assertThat(
            database.incidents().events(FIRST).stream()
                .filter(ProposalEvent.TriggerSeen.class::isInstance))
        .hasSize(1);
  }

  @Test
  void an_incident_that_a_person_declared_is_told_too() {
    service.declare("k", StoreExamples.ANNA, SHOP, StoreExamples.declaration(true));
    assertThat(propose("errors", "4 %")).isEqualTo(new ProposalOutcome.AddedToOpen(FIRST));
  }

  @Test
  void nobody_can_declare_beside_a_proposal() {
    propose("errors", "4 %");
    assertThat(service.declare("k", StoreExamples.ANNA, SHOP, StoreExamples.declaration(true)))
        .isEqualTo(new IncidentCommands.AlreadyOpen(FIRST, Optional.empty()));
  }

  @Test
  void once_it_recovered_the_next_one_is_a_proposal_of_its_own() {
    propose("errors", "4 %");
    assertThat(proposals.recovered("shop", "production", "errors")).isTrue();
    assertThat(service.incident(FIRST).orElseThrow().state()).isInstanceOf(State.Closed.class);
    assertThat(proposals.recovered("shop", "production", "errors")).isTrue();
    assertThat(propose("errors", "6 %")).isEqualTo(new ProposalOutcome.Begun(new IncidentId(2)));
  }

  @Test
  void a_mode_that_shows_nothing_stores_nothing() {
    assertThat(
            proposals.propose(SHOP, "production", suspicion("errors", "4 %"), TriggerMode.SHADOW))
        .isInstanceOf(ProposalOutcome.NotProposed.class);
    assertThat(database.incidents().openIncidents()).isEmpty();
    assertThat(propose("errors", "4 %")).isEqualTo(new ProposalOutcome.Begun(FIRST));
  }

  @Test
  void what_people_make_of_it_is_told_to_the_listener() {
    propose("errors", "4 %");
    service.handle(
        "click",
        FIRST,
        new ProposalCommand.NotThis(StoreExamples.NOON, StoreExamples.ANNA, "a load test"));
    assertThat(judged)
        .containsExactly(
            new Judgement(
                1,
                "shop",
                "production",
                "errors",
                false,
                StoreExamples.ANNA.id(),
                StoreExamples.NOON));
  }

  @Test
  void it_is_the_same_after_a_restart() {
    propose("errors", "4 %");
    State before = service.incident(FIRST).orElseThrow().state();
    IncidentService again =
        new IncidentService(database.incidents(), new NothingScheduled(), clock());
    assertThat(again.incident(FIRST).orElseThrow().state()).isEqualTo(before);
    assertThat(Incidents.stageAfter(database.incidents().events(FIRST), 2)).isPresent();
  }
}
