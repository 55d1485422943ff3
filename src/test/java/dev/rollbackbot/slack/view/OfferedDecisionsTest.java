package dev.rollbackbot.slack.view;

import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.slack.api.model.block.LayoutBlock;
import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.SituationExamples;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.slack.view.panel.Panel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Of a blocked rollback exactly those buttons are shown whose commands are accepted. */
@Pure
final class OfferedDecisionsTest {
  private static final Outcome RUN_FAILED =
      new Outcome.Failed(
          Outcome.FailureKind.RUN_FAILED, "exit-1", "exit status 1", Optional.empty());
  private static final Outcome UNKNOWN = new Outcome.Unknown("No answer in 10 s.");

  private static ConversationDriver job() {
    ConversationDriver driver = new ConversationDriver();
    driver.incident = Optional.of(SituationExamples.incidents().get("RollingBack (a job runs)"));
    driver.now = SampleIncident.START.plusSeconds(120);
    return driver;
  }

  private static void offersWhatIsAccepted(ConversationDriver driver) {
    driver.is(State.Blocked.class);
    Incident incident = driver.incident.orElseThrow();
    StepRun step = incident.currentStep().orElseThrow();
    String id = step.step().id();
    offered(incident, "Retry", (at, by) -> new Command.RetryStep(at, by, id, step.attempts()));
    offered(
        incident, "Mark done by hand", (at, by) -> new Command.MarkStepDone(at, by, id, "seen"));
    offered(incident, "Skip", (at, by) -> new Command.SkipStep(at, by, id, "no time for it"));
    offered(incident, "New plan", Command.MakeNewPlan::new);
    offered(
        incident, "Stop for good", (at, by) -> new Command.Cancel(at, by, "it is over without us"));
  }

  private static List<LayoutBlock> panel(Incident incident) {
    return Panel.blocks(incident, SampleIncident.START.plusSeconds(240), RenderedJson.MENTIONS);
  }

  private static void offered(
      Incident incident, String label, BiFunction<Instant, Actor, Command> command) {
    boolean shown =
        RenderedJson.buttons(panel(incident)).stream()
            .anyMatch(button -> button.getText().getText().startsWith(label));
    Decision decision =
        Incidents.decide(
            Optional.of(incident), command.apply(SampleIncident.START.plusSeconds(240), RESPONDER));
    assertThat(decision instanceof Decision.Accepted)
        .as("%s: %s", label, decision)
        .isEqualTo(shown);
  }

  @Test
  void while_what_is_live_after_a_job_is_read_it_is_not_offered_to_try_it_again() {
    ConversationDriver driver = job().jobEnds(RUN_FAILED);
    offersWhatIsAccepted(driver);
    String read = driver.incident.orElseThrow().details().live().job().orElseThrow();
    driver.bot(
        (at, by) -> SampleIncident.finished(at, by, read, SampleIncident.liveRead("v41", "9f2c")));
    offersWhatIsAccepted(driver);
  }

  @Test
  void a_job_whose_service_was_overtaken_is_not_offered_again_and_why_is_said() {
    ConversationDriver driver = job().jobEnds(UNKNOWN);
    offersWhatIsAccepted(driver);
    driver.jobEnds(
        new Outcome.Failed(
            Outcome.FailureKind.CHANGED, "changed", "api runs v43.", Optional.empty()));
    offersWhatIsAccepted(driver);
    assertThat(new Gson().toJson(panel(driver.incident.orElseThrow())))
        .contains("Something else went live after this job had run. Make a new plan");
  }

  @Test
  void of_a_version_that_was_not_made_live() {
    offersWhatIsAccepted(ConversationDriver.blocked());
    ConversationDriver unknown = ConversationDriver.unknown();
    offersWhatIsAccepted(unknown);
    offersWhatIsAccepted(unknown.jobEnds(UNKNOWN));
    offersWhatIsAccepted(
        ConversationDriver.rollingBack()
            .jobEnds(
                new Outcome.Failed(
                    Outcome.FailureKind.CHANGED, "changed", "api runs v43.", Optional.empty())));
  }
}
