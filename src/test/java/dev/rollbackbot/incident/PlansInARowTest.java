package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.VersionMark;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several plans of one incident. */
@Pure
final class PlansInARowTest {
  /** What the incident began with was verified in an earlier one. */
  private static final RollbackHistory GOOD =
      new RollbackHistory(
          List.of(
              new VersionMark(
                  "INC-3", "shop-api", "id-v42", VersionMark.MarkVerdict.GOOD, "Orders fail")),
          Map.of());

  @Test
  void a_version_with_a_concern_keeps_it_after_a_person_chose_it_once() {
    ConversationDriver driver = ConversationDriver.verifying();
    planned(driver, "v41", "v42", "v41", "v40");
    choose(driver, "api", "id-v42", "its configuration is mended");
    approve(driver)
        .jobEnds(
            new Outcome.Failed(
                Outcome.FailureKind.REFUSED, "1", "Cloudflare refused.", Optional.empty()));
    planned(driver, "v41", "v42", "v41", "v40");
    choose(driver, "api", "id-v40", "");
    approve(driver)
        .jobEnds(SampleIncident.rolledBack("v40"))
        .jobEnds(SampleIncident.rolledBack("7ab1"));
    driver.now = driver.now.plus(Duration.ofMinutes(2));
    driver
        .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION))
        .is(State.Verifying.class);
    planned(driver, "v40", "v41", "v42", "v41", "v40", "v39");

    PlannedStep api = driver.plan().steps().getFirst();
    assertThat(api.change().map(c -> c.target().label())).isNotEqualTo(Optional.of("v42"));
    assertThat(api.selectable().orElseThrow().concern(SampleIncident.version("v42")))
        .contains("was live in this incident");
  }

  private static void planned(ConversationDriver driver, String live, String... earlier) {
    driver.does(REQUESTER, Command.MakeNewPlan::new).accepted();
    driver.bot((at, by) ->
        new Command.JobFinished(
            at, by, driver.surveyJob(), SampleIncident.surveyed(live, earlier), GOOD));
  }

  private static void choose(
      ConversationDriver driver, String step, String version, String reason) {
    String plan = driver.plan().hash();
    driver
        .does(
            RESPONDER,
            (at, by) -> new Command.ChangeTarget(at, by, plan, step, version, reason, false))
        .accepted();
  }

  private static ConversationDriver approve(ConversationDriver driver) {
    driver
        .plan()
        .openSteps()
        .forEach(step -> choose(driver, step.id(), "id-7ab1", "nothing speaks against it"));
    String plan = driver.plan().hash();
    return driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, plan))
        .is(State.RollingBack.class);
  }
}
