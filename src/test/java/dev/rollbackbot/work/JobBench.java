package dev.rollbackbot.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Invocation;
import dev.rollbackbot.incident.Outcome;
import dev.rollbackbot.store.Examples;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** One job of one incident, and its possible outcomes. */
abstract class JobBench extends WorkContract {
  static final String JOB = "INC-1/1";
  static final Outcome DONE =
      new Outcome.Succeeded(
          new Outcome.RolledBack(Examples.live("41"), false), Duration.ofSeconds(4));
  static final Outcome NOT_DONE = failed(Outcome.Kind.NOT_DONE);
  static final Outcome UNKNOWN = new Outcome.Unknown("No answer in 10 s.");

  IncidentId incident;

  @BeforeEach
  void declare() {
    incident = bench.incident();
  }

  static Outcome failed(Outcome.Kind kind) {
    return new Outcome.Failed(kind, "code", "Text of " + kind + ".", Optional.empty());
  }

  void run(Invocation invocation) {
    bench.run(incident, JOB, invocation);
  }

  /** Leaves it as a process does that dies while running it. */
  void wasBegun(Invocation invocation) {
    run(invocation);
    assertThat(bench.database.jobs().begin(JOB, 0)).contains(1);
  }

  void ends(Outcome outcome) {
    soon(() -> assertThat(world.outcomeOf(JOB)).contains(outcome));
    soon(() ->
        assertThat(bench.database.jobs().find(JOB).orElseThrow().phase())
            .isEqualTo(Jobs.Phase.FINISHED));
    nothingIsScheduled();
  }

  Outcome endsSomehow() {
    soon(() -> assertThat(world.outcomeOf(JOB)).isPresent());
    return world.outcomeOf(JOB).orElseThrow();
  }
}
