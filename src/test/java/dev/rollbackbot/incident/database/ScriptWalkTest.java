package dev.rollbackbot.incident.database;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.assessment.DatabaseSteps;
import dev.rollbackbot.incident.database.DatabaseReading.ReadValue;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Everything that can happen to a script, up to a length that reaches a second attempt. */
@Pure
final class ScriptWalkTest extends ScriptIncident {
  /** What is known on a way to a state: which numbers somebody else has consented to, unused. */
  private record Walk(Incident incident, Optional<List<ReadValue>> consented, int scripts) {}

  private static final List<Function<Incident, List<Command>>> CHOICES =
      List.of(ScriptWalkTest::ofBot, ScriptWalkTest::ofPeople);

  private static List<Command> ofBot(Incident incident) {
    return incident.currentSteps().stream()
        .flatMap(s ->
            switch (s.status()) {
              case StepRun.ReadingDatabase reading ->
                  Stream.of(
                          read(2),
                          read(3),
                          read(
                              DatabaseReading.ofScript(
                                  false, List.of(), List.of("refused"), Optional.empty())))
                      .map(o -> SampleIncident.finished(NOW, Actor.BOT, reading.job(), o));
              case StepRun.Running running ->
                  Stream.of(DONE, new Outcome.Unknown("No answer."))
                      .map(o -> SampleIncident.finished(NOW, Actor.BOT, running.job(), o));
              case StepRun.OutcomeUnknown(var _, var _, Optional<String> job, var _)
                  when job.isPresent() ->
                  Stream.<Command>of(
                      SampleIncident.finished(
                          NOW, Actor.BOT, job.get(), new Outcome.Unknown("Nobody knows.")));
              case StepRun.StepStatus _ -> Stream.<Command>empty();
            })
        .map(Command.class::cast)
        .toList();
  }

  private static List<Command> ofPeople(Incident incident) {
    List<Command> out = new ArrayList<>();
    PlannedStep schema = incident.step("schema").orElseThrow().step();
    DatabaseSpec spec = DatabaseSteps.spec(incident.details(), schema).orElseThrow();
    for (Actor person : List.of(REQUESTER, RESPONDER, APPROVER)) {
      for (int rows : List.of(2, 3)) {
        String seen =
            DatabaseSteps.fingerprint(
                schema,
                spec,
                DatabaseReading.ofScript(
                    false,
                    List.of(new ReadValue("fallback rows", String.valueOf(rows))),
                    List.of(),
                    Optional.empty()));
        out.add(new Command.ConsentToScript(NOW, person, "schema", seen, "plans-production"));
      }
    }
    incident
        .step("schema")
        .ifPresent(s -> out.add(new Command.RetryStep(NOW, RESPONDER, "schema", s.attempts())));
    out.add(new Command.Pause(NOW, RESPONDER));
    out.add(new Command.Resume(NOW, RESPONDER));
    out.add(new Command.StopAfterStep(NOW, RESPONDER));
    return out;
  }

  private static Walk next(Walk walk, Decision.StateChange change) {
    Optional<List<ReadValue>> consented = walk.consented();
    int scripts = walk.scripts();
    if (change.event() instanceof Event.ConsentGiven given) {
      assertThat(change.before().orElseThrow().details().involved()).doesNotContainKey(given.by());
      consented =
          change.after().step("schema").orElseThrow().consent().map(c -> c.reading().counts());
    }
    for (Effect effect : Incidents.react(change)) {
      if (effect instanceof Effect.RunJob(String _, Invocation.RunDatabaseScript run)) {
        assertThat(consented).contains(run.consented());
        consented = Optional.empty();
        scripts++;
      }
    }
    return new Walk(change.after(), consented, scripts);
  }

  @Test
  void whatever_happens_each_script_has_a_consent_of_its_own_for_exactly_its_numbers() {
    approved();
    Set<Walk> now = Set.of(new Walk(driver.incident.orElseThrow(), Optional.empty(), 0));
    int most = 0;
    for (int length = 0; length < 11; length++) {
      Set<Walk> reached = new HashSet<>();
      for (Walk walk : now) {
        CHOICES.stream()
            .flatMap(choice -> choice.apply(walk.incident()).stream())
            .forEach(command -> {
              if (Incidents.decide(Optional.of(walk.incident()), command)
                      instanceof Decision.Accepted(List<Decision.StateChange> changes)
                  && !changes.isEmpty()) {
                Walk after = walk;
                for (Decision.StateChange change : changes) {
                  after = next(after, change);
                }
                reached.add(after);
              }
            });
      }
      now = reached;
      most = Math.max(most, now.stream().mapToInt(Walk::scripts).max().orElse(0));
    }
    assertThat(most).isEqualTo(2);
  }
}
