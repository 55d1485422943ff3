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
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.database.DatabaseRestores;
import dev.rollbackbot.incident.assessment.database.DatabaseSteps;
import dev.rollbackbot.incident.database.DatabaseReading.ReadValue;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Everything that can happen to a script and to restores after it, up to lengths that reach second
 * attempts.
 */
@Pure
final class ScriptWalkTest extends ScriptIncident {
  private static final String RESTORE = "restore-1";
  private static final Outcome RESTORED =
      new Outcome.Succeeded(new Outcome.JobSucceeded("restored"), Duration.ofSeconds(1));

  /** Somebody else's consent that was not used yet: to which numbers of which step. */
  private record Consented(String step, List<ReadValue> counts) {}

  /** What is known on a way to a state. */
  private record Walk(
      Incident incident, Optional<Consented> consented, int scripts, int restores) {}

  private static Stream<Command> ofBot(Incident incident) {
    return incident.currentSteps().stream()
        .flatMap(s -> {
          boolean restore = s.step().restore().isPresent();
          return switch (s.status()) {
            case StepRun.ReadingDatabase reading ->
                Stream.of(
                        counted(2),
                        counted(3),
                        restore ? asBefore() : refused(),
                        new Outcome.Unknown("No answer."))
                    .map(o -> SampleIncident.finished(NOW, Actor.BOT, reading.job(), o));
            case StepRun.Running running ->
                Stream.of(restore ? RESTORED : DONE, new Outcome.Unknown("No answer."))
                    .map(o -> SampleIncident.finished(NOW, Actor.BOT, running.job(), o));
            case StepRun.OutcomeUnknown(var _, var _, Optional<String> job, var _, var _)
                when job.isPresent() ->
                Stream.of(new Outcome.Unknown("Nobody knows."), restore ? RESTORED : DONE)
                    .map(o -> SampleIncident.finished(NOW, Actor.BOT, job.get(), o));
            case StepRun.StepStatus _ -> Stream.<Command>empty();
          };
        });
  }

  private static Outcome counted(int rows) {
    return read(reading(rows));
  }

  private static DatabaseReading reading(int rows) {
    return new DatabaseReading(
        false,
        List.of(new ReadValue("fallback rows", String.valueOf(rows))),
        List.of(),
        Optional.of("mark-" + rows),
        Optional.of("Nobody counts."));
  }

  private static Outcome refused() {
    return read(DatabaseReading.ofScript(false, List.of(), List.of("refused"), Optional.empty()));
  }

  private static Outcome asBefore() {
    return read(DatabaseReading.ofScript(true, List.of(), List.of(), Optional.empty()));
  }

  private static List<Command> ofPeople(Incident incident) {
    List<Command> out = new ArrayList<>();
    for (String id : List.of("schema", RESTORE)) {
      incident
          .step(id)
          .ifPresent(step -> {
            consents(incident, step.step(), out);
            out.add(new Command.RetryStep(NOW, RESPONDER, id, step.attempts()));
          });
    }
    for (RestorePoint point : DatabaseRestores.offered(incident)) {
      for (Actor person : List.of(RESPONDER, APPROVER)) {
        out.add(new Command.PrepareRestore(NOW, person, point.bookmark(), "wrong rows"));
      }
    }
    out.add(new Command.Pause(NOW, RESPONDER));
    out.add(new Command.Resume(NOW, RESPONDER));
    out.add(new Command.StopAfterStep(NOW, RESPONDER));
    return out;
  }

  /** To what is shown and to what was shown before, by everybody. */
  private static void consents(Incident incident, PlannedStep step, List<Command> out) {
    DatabaseSpec spec = DatabaseSteps.spec(incident.details(), step).orElseThrow();
    for (Actor person : List.of(REQUESTER, RESPONDER, APPROVER)) {
      for (int rows : List.of(2, 3)) {
        String seen = DatabaseSteps.fingerprint(step, spec, reading(rows));
        out.add(new Command.ConsentToScript(NOW, person, step.id(), seen, "plans-production"));
      }
    }
  }

  private static Walk next(Walk walk, Decision.StateChange change) {
    Incident after = change.after();
    Optional<Consented> consented = walk.consented();
    int scripts = walk.scripts();
    int restores = walk.restores();
    if (change.event() instanceof Event.ConsentGiven given) {
      assertThat(change.before().orElseThrow().details().involved()).doesNotContainKey(given.by());
      consented =
          after
              .step(given.step())
              .orElseThrow()
              .consent()
              .map(c -> new Consented(given.step(), c.reading().counts()));
    }
    for (Effect effect : Incidents.react(change)) {
      if (effect instanceof Effect.RunJob(String _, Invocation.RunDatabaseScript run)) {
        assertThat(consented).contains(new Consented("schema", run.consented()));
        consented = Optional.empty();
        scripts++;
      } else if (effect instanceof Effect.RunJob(String _, Invocation.RestoreDatabase run)) {
        StepRun step = after.step(RESTORE).orElseThrow();
        assertThat(consented)
            .contains(new Consented(RESTORE, step.consent().orElseThrow().reading().counts()));
        assertThat(step.step().restore()).contains(run.point());
        assertThat(run.undo()).as("what undoes it is known before").isPresent();
        consented = Optional.empty();
        restores++;
      }
    }
    if (change.event() instanceof Event.RestorePrepared) {
      assertThat(scripts).as("no restore before a script was sent").isPositive();
    }
    assertThat(after.currentSteps().stream().filter(StepRun::mayBeChanging).count())
        .as("one change of the database at a time")
        .isLessThanOrEqualTo(1);
    return new Walk(after, consented, scripts, restores);
  }

  /** All that is reached with so many commands, or fewer. */
  private static Set<Walk> walked(Walk start, int length) {
    Set<Walk> all = new HashSet<>(Set.of(start));
    Set<Walk> now = all;
    for (int i = 0; i < length; i++) {
      Set<Walk> reached = new HashSet<>();
      for (Walk walk : now) {
        Stream.concat(ofBot(walk.incident()), ofPeople(walk.incident()).stream())
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
      reached.removeAll(all);
      all.addAll(reached);
      now = reached;
    }
    return all;
  }

  @Test
  void whatever_happens_each_script_has_a_consent_of_its_own_for_exactly_its_numbers() {
    approved();
    Walk start = new Walk(driver.incident.orElseThrow(), Optional.empty(), 0, 0);
    assertThat(walked(start, 9)).extracting(Walk::scripts).contains(2).doesNotContain(3);
  }

  @Test
  void whatever_happens_each_restore_has_a_consent_of_its_own() {
    carriedOut();
    Walk start = new Walk(driver.incident.orElseThrow(), Optional.empty(), 1, 0);
    Set<Walk> all = walked(start, 10);
    assertThat(all).extracting(Walk::restores).contains(1, 2);
    assertThat(all)
        .as("what was restored is measured anew, and nothing of the plan goes on by itself")
        .anyMatch(w ->
            w.restores() == 1
                && w.incident().state() instanceof State.Measuring
                && w.incident().step("schema").orElseThrow().isRestored());
  }

  @Test
  void a_restore_before_a_script_that_did_not_end_well_sends_no_script_by_itself() {
    approved().jobEnds(read(3));
    consents(APPROVER, seen(), "plans-production").jobEnds(read(3));
    driver.jobEnds(
        new Outcome.Failed(
            Outcome.FailureKind.RUN_FAILED, "checks", "Not every check.", Optional.empty()));
    Walk start = new Walk(driver.incident.orElseThrow(), Optional.empty(), 1, 0);
    Set<Walk> all = walked(start, 6);
    assertThat(all).extracting(Walk::restores).contains(1);
    assertThat(all)
        .filteredOn(w -> w.restores() == 1 && w.incident().step(RESTORE).orElseThrow().settled())
        .allMatch(w -> w.scripts() == 1 || w.consented().isEmpty());
  }
}
