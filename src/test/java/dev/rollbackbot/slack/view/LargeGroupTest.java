package dev.rollbackbot.slack.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.element.ButtonElement;
import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.SituationExamples;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.slack.view.panel.Panel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** More steps at the same time than the panel has room to show in full. */
@Pure
final class LargeGroupTest {
  private static final Instant NOW = SampleIncident.START.plusSeconds(240);

  private static List<LayoutBlock> panel(List<StepRun.StepStatus> statuses) {
    Incident both = SituationExamples.incidents().get("Blocked (both failed)");
    Rollback before = ((State.Blocked) both.state()).rollback();
    PlannedStep like = before.plan().steps().getFirst();
    List<PlannedStep> steps =
        IntStream.rangeClosed(1, statuses.size())
            .mapToObj(
                i -> PlannedStep.changing("s" + i, "Service " + i, like.change().orElseThrow()))
            .toList();
    Plan plan =
        new Plan(
            before.plan().method(),
            steps,
            Optional.of(List.of(steps.stream().map(PlannedStep::id).toList())));
    List<StepRun> runs =
        IntStream.range(0, statuses.size())
            .mapToObj(i ->
                new StepRun(
                    steps.get(i),
                    1,
                    statuses.get(i),
                    Optional.of(NOW),
                    false,
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
            .toList();
    Rollback rollback =
        new Rollback(
            plan, before.authorization(), before.startedAt(), runs, before.pendingControl());
    return Panel.blocks(
        new Incident(both.details(), new State.Blocked(rollback)), NOW, RenderedJson.MENTIONS);
  }

  private static StepRun.StepStatus asked() {
    return new StepRun.OutcomeUnknown(
        NOW, "No answer.", Optional.of("INC-12/9"), Optional.of("INC-12/8"), Optional.empty());
  }

  private static StepRun.StepStatus failed() {
    return new StepRun.AttemptFailed(
        NOW,
        Outcome.FailureKind.REFUSED,
        "10007",
        "The provider's own words.",
        Optional.empty(),
        Optional.empty());
  }

  private static List<String> labels(List<LayoutBlock> panel) {
    return RenderedJson.buttons(panel).stream()
        .map(ButtonElement::getText)
        .map(text -> text.getText())
        .toList();
  }

  @Test
  void what_people_decide_comes_before_what_the_provider_is_asked_about() {
    List<LayoutBlock> panel = panel(List.of(asked(), asked(), asked(), failed(), asked()));
    assertThat(labels(panel)).anyMatch(l -> l.startsWith("Retry") && l.contains("4"));
    assertThat(new Gson().toJson(panel)).contains("The provider\\u0027s own words.");
  }

  @Test
  void the_words_about_a_failure_come_before_those_about_other_steps() {
    StepRun.StepStatus runs =
        new StepRun.Running(NOW, "INC-12/8", Optional.of("a line"), Optional.empty());
    assertThat(new Gson().toJson(panel(List.of(runs, runs, runs, runs, failed()))))
        .contains("The provider\\u0027s own words.");
  }
}
