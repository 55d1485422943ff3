package dev.rollbackbot.slack.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.block.ActionsBlock;
import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.SituationExamples;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.commit.BranchTip;
import dev.rollbackbot.incident.commit.Commit;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.runbook.SourceText;
import dev.rollbackbot.runbook.job.CodePatch;
import dev.rollbackbot.slack.view.panel.Panel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However much there is to say, the panel shows all of what an approval consents to. */
@Pure
final class ConsentOnPanelTest {
  private static final Instant NOW = SampleIncident.START.plus(Duration.ofMinutes(4));
  private static final int STEPS = 9;
  private static final int SECRETS = 30;

  /** Slack accepts about as many characters of text; the JSON around it counts here too. */
  private static final int MOST_IN_A_MESSAGE = 13_200;

  private static final List<String> WARNINGS =
      IntStream.range(0, 200).mapToObj(i -> "A long warning of the provider, " + i + ".").toList();

  private static List<String> secrets(int step) {
    return IntStream.range(0, SECRETS).mapToObj(i -> "SECRET_" + step + "_OF_" + i).toList();
  }

  /** As many steps, of which the last ones override a refusal because of many secrets. */
  private static Incident incident(int overriding) {
    Incident incident = SituationExamples.incidents().get("AwaitingApproval (HIGH)");
    State.AwaitingApproval state = (State.AwaitingApproval) incident.state();
    PlannedStep.Change change = state.plan().steps().getFirst().change().orElseThrow();
    List<PlannedStep> steps = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      steps.add(
          PlannedStep.changing(
              "step-" + i,
              "Step " + i,
              change.withChangedSecrets(
                  i < STEPS - overriding ? Optional.empty() : Optional.of(secrets(i)))));
    }
    return incident.with(
        new State.AwaitingApproval(
            Plan.of("rollback", steps), WARNINGS, state.chosenBy(), state.since()));
  }

  /** Without its buttons, whose question before an approval is short. */
  private static String panel(Incident incident) {
    return RenderedJson.json(
        Panel.blocks(incident, NOW, RenderedJson.MENTIONS).stream()
            .filter(block -> !(block instanceof ActionsBlock))
            .toList());
  }

  @Test
  void every_changed_secret_and_every_step() {
    for (int overriding = 1; overriding <= 4; overriding++) {
      String panel = panel(incident(overriding));
      for (int step = STEPS - overriding; step < STEPS; step++) {
        assertThat(panel).contains(secrets(step));
      }
      assertThat(panel.split("shop-api: v42|API\\*   v42", -1)).hasSizeGreaterThan(STEPS);
    }
  }

  private static final BranchTip UNREAD =
      new BranchTip("next", Optional.empty(), Optional.of("git did not answer."));
  private static final BranchTip READ =
      new BranchTip(
          "main",
          Optional.of(
              new Commit("c65b3ce0a1b2c3d4", List.of(), "Faster *lists*", "Dora", Instant.EPOCH)),
          Optional.empty());

  private static PlannedStep job(int number, int length) {
    String call =
        "deploy-" + number + " " + ("w" + number + " ").repeat(length / 3) + "end-" + number;
    return PlannedStep.running(
        "job-" + number,
        "Job " + number,
        new PlannedJob(
            call,
            Optional.empty(),
            "process/job/.",
            number % 2 == 0 ? Map.of() : Map.of("version", "v41"),
            List.of(),
            Optional.empty(),
            Optional.of("Deploy again what was live before, " + number + "."),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(number == 0 ? UNREAD : READ),
            Optional.empty()));
  }

  private static Incident withJobs(int number, int length) {
    Incident incident = SituationExamples.incidents().get("AwaitingApproval (HIGH)");
    State.AwaitingApproval state = (State.AwaitingApproval) incident.state();
    List<PlannedStep> steps = IntStream.range(0, number).mapToObj(i -> job(i, length)).toList();
    return incident.with(
        new State.AwaitingApproval(
            Plan.of("rollback", steps), WARNINGS, state.chosenBy(), state.since()));
  }

  @Test
  void every_call_whole_with_its_way_back() {
    for (int number : List.of(1, 2, 5, 9)) {
      int length = Math.min(2_300, 4_500 / number);
      Incident incident = withJobs(number, length);
      Plan plan = ((State.AwaitingApproval) incident.state()).plan();
      assertThat(plan.unreadable()).isEmpty();
      String panel = panel(incident);
      for (PlannedStep step : plan.steps()) {
        PlannedJob job = step.job().orElseThrow();
        assertThat(panel).contains(job.call(), job.wayBack().orElseThrow());
      }
    }
  }

  @Test
  void what_a_job_starts_from_or_that_it_could_not_be_read() {
    assertThat(panel(withJobs(2, 50)))
        .contains(
            "It starts from main at c65b3ce0a1b2 Faster",
            "If main has moved by then, nothing is done.",
            "The newest commit of next could not be read for this plan: what it has when the step"
                + " begins is taken, with commits that this plan does not show. git did not"
                + " answer.");
  }

  /** As many jobs, of which the last applies a patch of that many lines. */
  private static Incident withPatch(int number, int length, int lines) {
    Incident incident = withJobs(number, length);
    State.AwaitingApproval state = (State.AwaitingApproval) incident.state();
    String text =
        IntStream.range(0, lines)
            .mapToObj(i -> "-line %d < `of` ```the``` patch > and &more\n".formatted(i))
            .collect(Collectors.joining());
    PlannedStep last = state.plan().steps().getLast();
    PlannedJob job = last.job().orElseThrow();
    PlannedStep changed =
        last.withJob(
            new PlannedJob(
                job.call(),
                job.service(),
                job.lock(),
                job.values(),
                job.missing(),
                job.chosenBy(),
                job.wayBack(),
                job.cannotUndo(),
                job.live(),
                Optional.of(new CodePatch("removal.patch", text)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    return incident.with(
        new State.AwaitingApproval(
            state.plan().withStep(changed), WARNINGS, state.chosenBy(), state.since()));
  }

  @Test
  void every_line_of_a_patch_with_its_hash_and_in_code_that_it_cannot_end() {
    for (int number : List.of(1, 3, 5, 9)) {
      Incident incident = withPatch(number, Math.min(2_000, 3_300 / number), 45);
      Plan plan = ((State.AwaitingApproval) incident.state()).plan();
      assertThat(plan.unreadable()).isEmpty();
      String panel = panel(incident).replace("\\u0026", "&");
      assertThat(panel)
          .contains(
              SourceText.sha256(
                  plan.steps().getLast().job().orElseThrow().patch().orElseThrow().text()));
      for (int line = 0; line < 45; line++) {
        assertThat(panel).contains("-line " + line + " &lt;");
      }
      assertThat(panel.split("```", -1).length % 2).isEqualTo(1);
      assertThat(panel.length()).isLessThan(MOST_IN_A_MESSAGE);
      plan.steps().forEach(step -> assertThat(panel).contains(step.job().orElseThrow().call()));
    }
  }

  @Test
  void a_patch_that_is_too_long_to_be_shown_whole_is_not_consented_to() {
    Incident incident = withPatch(1, 300, 300);
    Plan plan = ((State.AwaitingApproval) incident.state()).plan();
    assertThat(
            Incidents.decide(
                Optional.of(incident),
                new Command.Approve(NOW, SampleIncident.APPROVER, plan.hash())))
        .isInstanceOfSatisfying(
            Decision.Rejected.class,
            no -> assertThat(no.text().plainText()).contains("patch of this plan is too long"));
  }

  @Test
  void another_patch_is_another_plan() {
    assertThat(((State.AwaitingApproval) withPatch(1, 300, 10).state()).plan().hash())
        .isNotEqualTo(((State.AwaitingApproval) withPatch(1, 300, 11).state()).plan().hash());
  }

  @Test
  void a_call_that_is_too_long_to_be_shown_whole_is_not_consented_to() {
    for (Incident incident : List.of(withJobs(1, 3_000), withJobs(9, 900))) {
      Plan plan = ((State.AwaitingApproval) incident.state()).plan();
      assertThat(
              Incidents.decide(
                  Optional.of(incident),
                  new Command.Approve(NOW, SampleIncident.APPROVER, plan.hash())))
          .isInstanceOfSatisfying(
              Decision.Rejected.class,
              no -> assertThat(no.text().plainText()).contains("too long to be shown whole"));
    }
  }

  @Test
  void every_step_of_a_long_plan() {
    assertThat(panel(incident(0)).split("shop-api: v42|API\\*   v42", -1))
        .hasSizeGreaterThan(STEPS);
  }
}
