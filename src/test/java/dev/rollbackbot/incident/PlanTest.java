package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static dev.rollbackbot.incident.SampleIncident.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.incident.rollback.VersionMark;
import dev.rollbackbot.promises.Invariant;
import dev.rollbackbot.promises.Transition;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A plan from the survey to its approval: what people can settle, and what they consent to. */
@Pure
final class PlanTest {
  private static final ServiceRef API = ref("api");
  private static final ServiceRef SITE = ref("site");
  private static final String CONCERN = "marked bad in INC-3: Orders fail";

  private static ServiceRef ref(String id) {
    return SampleIncident.runbook()
        .serviceIn(SampleIncident.runbook().environments().getFirst(), id);
  }

  private static ServiceDeployments deployments(ServiceRef ref, String live, String... earlier) {
    return new ServiceDeployments(
        ref,
        SampleIncident.live(live),
        List.of(earlier).stream().map(SampleIncident::live).toList(),
        List.of());
  }

  private static RollbackHistory bad(String version) {
    return new RollbackHistory(
        List.of(
            new VersionMark(
                "INC-3", "shop-api", version, VersionMark.MarkVerdict.BAD, "Orders fail")),
        Map.of());
  }

  /** Declared as CRITICAL, so that no item is waited for. */
  private static ConversationDriver planned(Outcome.Surveyed surveyed, RollbackHistory history) {
    ConversationDriver driver = new ConversationDriver().declared(true, Severity.CRITICAL);
    return driver.bot((at, by) ->
        new Command.JobFinished(
            at,
            by,
            driver.surveyJob(),
            new Outcome.Succeeded(surveyed, Duration.ofSeconds(1)),
            history));
  }

  private static ConversationDriver siteUnreadable() {
    return planned(
        new Outcome.Surveyed(
            List.of(deployments(API, "v42", "v41", "v40")),
            Optional.of(Map.of("site", "Cloudflare says that there is no such project."))),
        RollbackHistory.NONE);
  }

  /** Only one earlier version, which is marked bad. */
  private static ConversationDriver onlyBad() {
    return planned(
        new Outcome.Surveyed(
            List.of(deployments(API, "v42", "v41"), deployments(SITE, "9f2c", "7ab1"))),
        bad("id-v41"));
  }

  /** No event broke an invariant. */
  private static void keepsPromises(ConversationDriver driver) {
    List<Invariant> invariants = Invariant.all();
    Optional<Incident> incident = Optional.empty();
    for (Event event : driver.events) {
      Transition transition = Transition.of(incident, event);
      invariants = Invariant.after(invariants, transition);
      incident = Optional.of(transition.after());
    }
  }

  private static String hash(ConversationDriver driver) {
    return driver.plan().hash();
  }

  @Nested
  class a_service_without_a_target {
    @Test
    void holds_up_the_approval_until_it_is_left_out_and_the_rest_goes_on() {
      ConversationDriver driver = siteUnreadable().is(State.Preparing.class);
      String hash = hash(driver);
      driver
          .does(RESPONDER, (at, by) -> new Command.LeaveOutStep(at, by, hash, "site", " "))
          .rejected(RejectionCode.INCOMPLETE)
          .does(RESPONDER, (at, by) -> new Command.LeaveOutStep(at, by, hash, "api", "no need"))
          .rejected(RejectionCode.UNKNOWN_THING)
          .does(
              RESPONDER,
              (at, by) -> new Command.LeaveOutStep(at, by, hash, "site", "It is not affected"))
          .is(State.AwaitingApproval.class);
      assertThat(driver.plan().hash()).as("what is approved").isNotEqualTo(hash);
      driver
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
          .jobEnds(SampleIncident.rolledBack("v41"))
          .is(State.Propagating.class);
      assertThat(driver.incident.orElseThrow().rollback().orElseThrow().steps())
          .extracting(StepRun::status)
          .last()
          .isInstanceOf(StepRun.LeftOut.class);
      assertThat(driver.postedText()).contains("left “Site” out of the plan: It is not affected");
      keepsPromises(driver);
    }

    @Test
    void can_not_be_left_out_by_whoever_approves() {
      ConversationDriver driver = siteUnreadable();
      String hash = hash(driver);
      driver
          .does(APPROVER, (at, by) -> new Command.LeaveOutStep(at, by, hash, "site", "no need"))
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
          .rejected(RejectionCode.SAME_PERSON);
    }

    @Test
    void is_not_left_out_of_a_plan_that_nobody_saw_and_not_as_the_last_one() {
      ConversationDriver driver = onlyBad();
      driver
          .does(RESPONDER, (at, by) -> new Command.LeaveOutStep(at, by, "old", "api", "no need"))
          .rejected(RejectionCode.STALE);
      ConversationDriver alone =
          planned(
              new Outcome.Surveyed(
                  List.of(deployments(API, "v42", "v41"), deployments(SITE, "9f2c"))),
              bad("id-v41"));
      String hash = hash(alone);
      alone.does(RESPONDER, (at, by) -> new Command.LeaveOutStep(at, by, hash, "site", "no"));
      String next = hash(alone);
      alone
          .does(RESPONDER, (at, by) -> new Command.LeaveOutStep(at, by, next, "api", "no"))
          .rejected(RejectionCode.NOT_NOW);
    }

    @Test
    void leads_to_no_plan_if_there_is_no_other() {
      ConversationDriver driver =
          planned(
              new Outcome.Surveyed(List.of(deployments(API, "v42"), deployments(SITE, "9f2c"))),
              RollbackHistory.NONE);
      assertThat(((State.Preparing) driver.state()).planning())
          .isEqualTo(
              new State.NoPlan(
                  "API has no earlier version to return to. Site has no earlier version to return"
                      + " to."));
    }
  }

  @Nested
  class a_version_marked_bad {
    @Test
    void is_chosen_with_a_reason_and_the_approver_consents_to_exactly_that() {
      ConversationDriver driver = onlyBad().is(State.Preparing.class);
      String hash = hash(driver);
      driver
          .does(
              REQUESTER,
              (at, by) -> new Command.ChangeTarget(at, by, hash, "api", "id-v41", "", false))
          .rejected(RejectionCode.INCOMPLETE);
      assertThat(((Decision.Rejected) driver.last).text().plainText()).contains(CONCERN);
      driver
          .does(
              REQUESTER,
              (at, by) ->
                  new Command.ChangeTarget(
                      at, by, hash, "api", "id-v41", "It was the database", false))
          .is(State.AwaitingApproval.class);
      PlannedStep.Change change = driver.plan().steps().getFirst().change().orElseThrow();
      assertThat(change.override().orElseThrow().concern()).isEqualTo(CONCERN);
      assertThat(driver.postedText())
          .contains("v41: " + CONCERN + "; chosen by @U1 because It was the database");
      driver
          .does(APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
          .is(State.RollingBack.class);
      keepsPromises(driver);
    }

    @Test
    void is_not_approved_by_whoever_chose_it_and_the_reason_is_part_of_the_hash() {
      ConversationDriver one = onlyBad();
      ConversationDriver other = onlyBad();
      choose(one, "It was the database");
      choose(other, "It was the network");
      assertThat(one.plan().hash()).isNotEqualTo(other.plan().hash());
      one.does(APPROVER, (at, by) -> new Command.Approve(at, by, one.plan().hash()))
          .rejected(RejectionCode.SAME_PERSON);
    }

    @Test
    void is_not_taken_without_another_person_by_breaking_the_glass() {
      ConversationDriver driver = onlyBad();
      choose(driver, "It was the database");
      String hash = hash(driver);
      driver
          .does(APPROVER, (at, by) -> new Command.BreakGlass(at, by, hash, "Nobody else is awake"))
          .rejected(RejectionCode.NEEDS_APPROVAL);
      driver
          .does(RESPONDER, (at, by) -> new Command.BreakGlass(at, by, hash, "Nobody else is awake"))
          .is(State.RollingBack.class);
      assertThat(driver.postedText()).contains("In spite of: v41: " + CONCERN);
      keepsPromises(driver);
    }

    private static void choose(ConversationDriver driver, String reason) {
      String hash = hash(driver);
      driver
          .does(
              APPROVER,
              (at, by) -> new Command.ChangeTarget(at, by, hash, "api", "id-v41", reason, false))
          .is(State.AwaitingApproval.class);
    }

    @Test
    void is_offered_beside_a_good_one_and_needs_a_reason_there_too() {
      ConversationDriver driver =
          planned(
              new Outcome.Surveyed(
                  List.of(
                      deployments(API, "v42", "v41", "v40"), deployments(SITE, "9f2c", "7ab1"))),
              bad("id-v41"));
      String hash = driver.plan().hash();
      driver
          .does(
              RESPONDER,
              (at, by) -> new Command.ChangeTarget(at, by, hash, "api", "id-v41", "", false))
          .rejected(RejectionCode.INCOMPLETE)
          .does(
              RESPONDER,
              (at, by) ->
                  new Command.ChangeTarget(at, by, hash, "api", "id-v41", "It is good", false))
          .accepted();
      String overridden = driver.plan().hash();
      driver.does(
          RESPONDER,
          (at, by) -> new Command.ChangeTarget(at, by, overridden, "api", "id-v40", "", false));
      assertThat(driver.plan().steps().getFirst().change().orElseThrow().override()).isEmpty();
    }
  }

  @Test
  void when_the_fault_began_decides_which_version_was_live_before_it() {
    Declaration sample = SampleIncident.declaration(true, Severity.CRITICAL);
    Declaration began =
        new Declaration(
            sample.environment(),
            sample.observed(),
            sample.description(),
            true,
            Severity.CRITICAL,
            sample.detectedAt(),
            sample.lead(),
            sample.method(),
            Optional.of(START.minusSeconds(3600)),
            Optional.empty(),
            Optional.empty());
    ConversationDriver driver = new ConversationDriver();
    driver
        .does(
            REQUESTER,
            (at, by) ->
                new Command.Declare(at, by, new IncidentId(12), SampleIncident.runbook(), began))
        .surveyEnds(SampleIncident.surveyed());
    assertThat(((State.NoPlan) ((State.Preparing) driver.state()).planning()).text())
        .contains("v41: went live only after the fault began");
  }

  @Test
  void only_the_services_of_the_method_are_read() {
    Outcome.Surveyed surveyed =
        new Outcome.Surveyed(
            List.of(deployments(API, "v42", "v41"), deployments(SITE, "9f2c", "7ab1")));
    ConversationDriver driver = planned(surveyed, RollbackHistory.NONE);
    assertThat(driver.incident.orElseThrow().details().surveyedServices())
        .containsExactly(API, SITE);
  }

  @Test
  void what_somebody_went_back_from_before_is_not_undone_once_more() {
    ConversationDriver driver =
        planned(
            new Outcome.Surveyed(
                List.of(
                    deployments(API, "v43", "v42", "v40", "v41", "v40", "v39"),
                    deployments(SITE, "9f2c", "7ab1"))),
            bad("id-v40"));
    PlannedStep.Change change = driver.plan().steps().getFirst().change().orElseThrow();
    Version oldest = change.candidates().getLast();
    assertThat(oldest.label()).isEqualTo("v39");
    assertThat(change.choice().orElseThrow().undone(oldest, change.live()))
        .extracting(d -> d.label())
        .containsExactly("v42", "v40");
  }

  @Test
  void the_card_knows_what_is_undone_between_the_live_version_and_the_target() {
    ConversationDriver driver =
        planned(
            new Outcome.Surveyed(
                List.of(
                    deployments(API, "v42", "v41", "v40", "v39"),
                    deployments(SITE, "9f2c", "7ab1"))),
            bad("id-v41"));
    PlannedStep.Change change = driver.plan().steps().getFirst().change().orElseThrow();
    assertThat(change.target().label()).isEqualTo("v40");
    assertThat(change.choice().orElseThrow().undone(change.target(), change.live()))
        .extracting(d -> d.label())
        .containsExactly("v41");
    Deployment live = change.live();
    assertThat(live.at()).contains(START.minusSeconds(600));
  }
}
