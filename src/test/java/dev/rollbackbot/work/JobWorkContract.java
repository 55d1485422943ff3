package dev.rollbackbot.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.store.StoreExamples;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** One job of one incident, with the outcomes that tests use. */
abstract class JobWorkContract extends WorkContract {
  static final String JOB = "INC-1/1";
  static final Outcome DONE =
      new Outcome.Succeeded(
          new Outcome.RolledBack(StoreExamples.live("41"), false), Duration.ofSeconds(4));
  static final Outcome NOT_DONE = failed(Outcome.FailureKind.NOT_DONE);
  static final Outcome UNKNOWN = new Outcome.Unknown("No answer in 10 s.");

  IncidentId incident;

  @BeforeEach
  void declare() {
    incident = fixture.incident();
  }

  static Outcome failed(Outcome.FailureKind kind) {
    return new Outcome.Failed(kind, "code", "Text of " + kind + ".", Optional.empty());
  }

  void run(Invocation invocation) {
    fixture.run(incident, JOB, invocation);
  }

  /** Leaves the job as a process does that dies while running it. */
  void runInterrupted(Invocation invocation) {
    run(invocation);
    assertThat(fixture.database.jobs().beginAttempt(JOB, 0, Instant.now())).contains(1);
  }

  void ends(Outcome outcome) {
    eventually(() -> assertThat(ports.outcomeOf(JOB)).contains(outcome));
    eventually(() ->
        assertThat(fixture.database.jobs().find(JOB).orElseThrow().jobPhase())
            .isEqualTo(Jobs.JobPhase.FINISHED));
    nothingIsScheduled();
  }

  Outcome outcome() {
    eventually(() -> assertThat(ports.outcomeOf(JOB)).isPresent());
    return ports.outcomeOf(JOB).orElseThrow();
  }
}
