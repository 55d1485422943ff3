package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static dev.rollbackbot.incident.SampleIncident.START;
import static dev.rollbackbot.incident.SampleIncident.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.assessment.RollbackResults;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Ending;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.VersionMark;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.runbook.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    assertThat(api.selectable().orElseThrow().concern(version("v42")))
        .contains("was live in this incident");
  }

  private static Optional<String> target(ConversationDriver driver, String step) {
    return step(driver, step).change().map(c -> c.target().label());
  }

  private static PlannedStep step(ConversationDriver driver, String id) {
    return driver.plan().steps().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void a_version_that_did_not_help_is_none_to_return_to() {
    ConversationDriver driver = ConversationDriver.verifying();
    planned(driver, "v41", "v42", "v41", "v40");
    assertThat(target(driver, "api")).contains("v40");
    planAgain(driver, "v44", "v41", "v42", "v41", "v40");
    assertThat(step(driver, "api").selectable().orElseThrow().concern(version("v41")))
        .contains("this incident was rolled back to it before");
    assertThat(target(driver, "api")).contains("v40");
  }

  @Test
  void whether_a_version_would_have_helped_is_not_known_if_somebody_deployed_over_it() {
    ConversationDriver driver = ConversationDriver.verifying();
    planned(driver, "v44", "v41", "v42", "v41", "v40");
    assertThat(target(driver, "api")).contains("v41");
    assertThat(step(driver, "api").change().orElseThrow().concern(version("v42")))
        .contains("was live in this incident");
  }

  @Test
  void a_version_of_another_service_with_the_same_id_is_not_meant() {
    ConversationDriver driver = ConversationDriver.verifying();
    driver
        .does(REQUESTER, Command.MakeNewPlan::new)
        .surveyEnds(surveyed(List.of("v44", "v42", "v41", "v40"), List.of("v44", "v42", "v41")));
    PlannedStep api = step(driver, "api");
    assertThat(api.change().orElseThrow().concern(version("v42")))
        .contains("was live in this incident");
    assertThat(step(driver, "site").change().orElseThrow().concern(version("v42"))).isEmpty();
    assertThat(target(driver, "site")).contains("v42");
  }

  @Test
  void a_version_to_which_somebody_went_back_by_hand_needs_nothing() {
    ConversationDriver driver = ConversationDriver.awaitingApproval();
    assertThat(target(driver, "api")).contains("v41");
    planAgain(driver, "v41", "v42", "v41", "v40");
    assertThat(target(driver, "api")).contains("v41");
    assertThat(step(driver, "api").change().orElseThrow().why()).startsWith("Is live again. ");
  }

  @Test
  void a_target_that_is_live_already_is_left_if_it_has_the_fault_too() {
    ConversationDriver driver = ConversationDriver.rollingBack();
    driver.jobEnds(SampleIncident.rolledBack("v41"));
    driver.jobEnds(
        new Outcome.Failed(
            Outcome.FailureKind.REFUSED, "1", "Cloudflare refused.", Optional.empty()));
    driver.does(REQUESTER, Command.MakeNewPlan::new);
    Instant began = START.minus(Duration.ofHours(3));
    began(driver, began);
    driver.surveyEnds(
        surveyed(
            List.of(
                deployed("v41", driver.now),
                deployed("v42", START.minusSeconds(600)),
                deployed("v41", began.minusSeconds(60)),
                deployed("v40", began.minusSeconds(6000)))));
    assertThat(target(driver, "api")).contains("v40");
  }

  /** A person says when the fault began. */
  private static void began(ConversationDriver driver, Instant began) {
    Declaration now = driver.incident.orElseThrow().details().declaration();
    DeclarationChange change =
        new DeclarationChange(
            Optional.empty(),
            Optional.empty(),
            now.description(),
            Optional.empty(),
            new DeclarationChange.BeganAt(began));
    driver
        .does(
            RESPONDER,
            (at, by) -> new Command.ChangeDeclaration(at, by, now.fingerprint(), change, "logs"))
        .accepted();
  }

  @Test
  void what_the_incident_began_with_is_not_back_when_somebody_returns_to_it_by_hand() {
    ConversationDriver driver = new ConversationDriver().declared(true, Severity.HIGH);
    List<Deployment> api = new ArrayList<>();
    api.add(deployed("v42", START.minus(Duration.ofDays(9))));
    api.addFirst(deployed("v43", START.minus(Duration.ofDays(4))));
    driver.surveyEnds(surveyed(api));
    assertThat(target(driver, "api")).contains("v42");
    api.addFirst(deployed("v44", START.plusSeconds(60)));
    driver.does(REQUESTER, Command.SurveyAgain::new).surveyEnds(surveyed(api));
    assertThat(target(driver, "api")).contains("v42");
    api.addFirst(deployed("v43", START.plusSeconds(120)));
    driver.does(REQUESTER, Command.SurveyAgain::new).surveyEnds(surveyed(api));
    assertThat(target(driver, "api")).contains("v42");
  }

  @Test
  void a_correction_of_when_it_began_that_changes_the_ending_is_signed_again() {
    ConversationDriver driver = new ConversationDriver().declared(true, Severity.HIGH);
    driver
        .surveyEnds(
            surveyed(
                List.of(
                    deployed("v42", START.plusSeconds(1)),
                    deployed("v43", START.minus(Duration.ofHours(1))),
                    deployed("v42", START.minus(Duration.ofDays(4))))))
        .does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""));
    approve(driver)
        .jobEnds(SampleIncident.rolledBack("v42"))
        .jobEnds(
            new Outcome.Failed(
                Outcome.FailureKind.REFUSED, "1", "Cloudflare refused.", Optional.empty()))
        .does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "site", "Has no fault"))
        .accepted();
    driver.now = driver.now.plus(Duration.ofMinutes(2));
    driver.bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION));
    if (driver.incident.orElseThrow().details().live().job().isPresent()) {
      driver.liveIsRead("v42", "9f2c");
    }
    driver
        .probes(Verdict.PASSED)
        .probes(Verdict.PASSED)
        .probes(Verdict.PASSED)
        .confirms(APPROVER, "smoke")
        .is(State.AwaitingSignOff.class)
        .signsRolledBack(REQUESTER);
    assertThat(ending(driver)).isEqualTo(Ending.PARTLY_ROLLED_BACK);
    began(driver, START.minus(Duration.ofHours(2)));
    assertThat(ending(driver)).as("v42 was live then").isEqualTo(Ending.WITHOUT_ROLLBACK);
    assertThat(driver.events).last().isInstanceOf(Event.FirstSignatureVoided.class);
  }

  private static Ending ending(ConversationDriver driver) {
    Incident incident = driver.incident.orElseThrow();
    return RollbackResults.of(incident.details(), incident.rollback().orElseThrow()).ending();
  }

  private static Deployment deployed(String label, Instant at) {
    Deployment live = SampleIncident.live(label);
    return new Deployment(live.id() + at, Optional.of(at), live.author(), live.shares());
  }

  /** Of the API, the newest first. */
  private static Outcome surveyed(List<Deployment> api) {
    Outcome.Surveyed sample =
        (Outcome.Surveyed) ((Outcome.Succeeded) SampleIncident.surveyed()).finding();
    return new Outcome.Succeeded(
        new Outcome.Surveyed(
            List.of(
                new ServiceDeployments(
                    sample.services().getFirst().service(),
                    api.getFirst(),
                    api.subList(1, api.size()),
                    List.of()),
                sample.services().getLast())),
        Duration.ofSeconds(1));
  }

  /** Of both, the newest first, as of one repository. */
  private static Outcome surveyed(List<String> api, List<String> site) {
    Outcome.Surveyed sample =
        (Outcome.Surveyed) ((Outcome.Succeeded) SampleIncident.surveyed()).finding();
    return new Outcome.Succeeded(
        new Outcome.Surveyed(
            List.of(
                deployments(sample.services().getFirst(), api),
                deployments(sample.services().getLast(), site))),
        Duration.ofSeconds(1));
  }

  private static ServiceDeployments deployments(ServiceDeployments of, List<String> labels) {
    List<Deployment> all = labels.stream().map(SampleIncident::live).toList();
    return new ServiceDeployments(
        of.service(), all.getFirst(), all.subList(1, all.size()), List.of());
  }

  /** The provider is read again before anybody has approved. */
  private static void planAgain(ConversationDriver driver, String live, String... earlier) {
    driver.does(REQUESTER, Command.SurveyAgain::new).accepted();
    driver.bot((at, by) ->
        new Command.JobFinished(
            at, by, driver.surveyJob(), SampleIncident.surveyed(live, earlier), GOOD));
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
