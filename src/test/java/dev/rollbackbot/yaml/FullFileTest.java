package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.Advice;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Contact;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Evidence;
import dev.rollbackbot.runbook.Instructions;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.drill.Drill;
import dev.rollbackbot.runbook.drill.DrillFact;
import dev.rollbackbot.runbook.drill.DrillItem;
import dev.rollbackbot.runbook.drill.DrillPart;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.HttpGet.Expectation;
import dev.rollbackbot.runbook.measure.HttpGet.Relation;
import dev.rollbackbot.runbook.measure.ResponseRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every key of a runbook is mapped to its field. */
@Pure
class FullFileTest {
  private final Runbook runbook =
      new RunbookReader(Map.of())
          .read("full.yaml", TestFiles.text("/runbooks/full.yaml"))
          .runbook()
          .orElseThrow();
  private final Environment live = runbook.environment("live").orElseThrow();

  @Test
  void the_drill() {
    Drill drill = runbook.drill();
    assertThat(drill.environments()).containsExactly("rehearsal");
    assertThat(drill.allows("live")).isFalse();
    assertThat(drill.every()).isEqualTo(Duration.ofDays(31));
    assertThat(drill.goals())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                DrillPart.APPROVED,
                Duration.ofMinutes(2),
                DrillPart.IN_ALL,
                Duration.ofMinutes(10)));
    assertThat(drill.checklist())
        .containsExactly(
            new DrillItem("Everybody can", Optional.empty()),
            new DrillItem("It is done", Optional.of(DrillFact.ROLLED_BACK)));
  }

  private final Environment rehearsal = runbook.environment("rehearsal").orElseThrow();

  @Test
  void the_general_fields() {
    assertThat(runbook.link()).contains("https://example.com/runbooks/full");
    assertThat(runbook.version()).isEqualTo("2");
    assertThat(runbook.updated()).isEqualTo("2026-01-02");
    assertThat(runbook.duration()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void the_decision_tree_prefers_the_severity_over_any() {
    assertThat(runbook.decisionRule(true, Severity.CRITICAL).advice())
        .isEqualTo(Advice.ROLL_BACK_NOW);
    assertThat(runbook.decisionRule(true, Severity.MEDIUM).deadline()).isEmpty();
    assertThat(runbook.decisionRule(false, Severity.CRITICAL).advice()).isEqualTo(Advice.ROLL_BACK);
    assertThat(runbook.decisionRule(false, Severity.HIGH).advice()).isEqualTo(Advice.MONITOR);
  }

  @Test
  void an_environment_with_all_keys() {
    assertThat(live)
        .isEqualTo(
            new Environment(
                "live",
                Optional.of("@responders"),
                Optional.of("S0ONCALL"),
                Environment.BreakGlassRule.NEVER,
                List.of("U0GUEST01", "W0PARTNER"),
                List.of("#status", "C0SUPPORT"),
                Map.of(
                    "web",
                    new Environment.Binding("web-live", Optional.of("https://web.example.com")),
                    "pages",
                    new Environment.Binding(
                        "pages-live", Optional.of("http://127.0.0.1:4000/pages"))),
                Optional.of(Duration.ofMinutes(3)),
                Duration.ofMinutes(30),
                Optional.of(Duration.ofMillis(500)),
                Optional.of(Duration.ofSeconds(30)),
                Optional.of(Duration.ofMinutes(5))));
  }

  @Test
  void anyone_may_approve_where_the_file_says_so() {
    assertThat(rehearsal.approvers()).isEmpty();
    assertThat(rehearsal.breakGlass()).isEqualTo(Environment.BreakGlassRule.CRITICAL);
    assertThat(rehearsal.outsideResponders()).isEmpty();
  }

  @Test
  void an_environment_without_own_times_uses_those_of_the_runbook() {
    assertThat(runbook.interval(live)).isEqualTo(Duration.ofMillis(500));
    assertThat(runbook.interval(rehearsal)).isEqualTo(Duration.ofSeconds(5));
    assertThat(runbook.propagation(live)).isEqualTo(Duration.ofMinutes(3));
    assertThat(runbook.propagation(rehearsal)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void the_log_capture_time_of_an_environment_applies_to_log_captures_only() {
    assertThat(limit(live, "logs")).isEqualTo(Duration.ofSeconds(30));
    assertThat(limit(rehearsal, "logs")).isEqualTo(Duration.ofSeconds(60));
    assertThat(limit(live, "deployments")).isEqualTo(Duration.ofSeconds(30));
    assertThat(limit(live, "team")).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void items_by_people_and_by_the_bot() {
    ChecklistItem look = item("look");
    assertThat(look.assignee()).isEqualTo(new ChecklistItem.PersonAssignee(Evidence.REQUIRED));
    assertThat(look.deferredWhenCritical()).isFalse();
    assertThat(item("logs").deferredWhenCritical()).isTrue();
    assertThat(item("logs").instructions()).contains("Look here:\n    tail it");
  }

  @Test
  void steps_by_the_bot_and_by_people() {
    assertThat(runbook.method("back").orElseThrow().steps().getFirst())
        .isEqualTo(
            new Step.RollBackService(
                "web",
                "Roll back web",
                "web",
                "It works",
                List.of("Data stays as it is"),
                List.of(new Instructions("With the tool", "Do it:\n    tool back"))));
    assertThat(runbook.method("back").orElseThrow().together())
        .containsExactly(List.of("web", "pages"));
    assertThat(runbook.method("hand").orElseThrow().steps())
        .containsExactly(
            new Step.Manual(
                "edit", "Edit it", "Open it.\nEdit it.", Evidence.REQUIRED, Optional.of("web")));
  }

  @Test
  void a_probe_with_everything() {
    assertThat(runbook.verification().probes().getFirst())
        .isEqualTo(
            new Probe(
                "web-health",
                "Web is healthy",
                "web",
                new HttpGet(
                    "/health",
                    Set.of(200, 204),
                    List.of(
                        new Expectation("/status", Relation.EQUALS, "ok"),
                        new Expectation("/ready", Relation.EQUALS, "true"),
                        new Expectation("/errors", Relation.AT_MOST, "0.5"),
                        new Expectation("/workers", Relation.AT_LEAST, "2")),
                    Duration.ofMillis(800),
                    ResponseRules.NONE),
                Set.of()));
  }

  @Test
  void a_probe_for_one_environment_runs_only_there() {
    assertThat(runbook.probes(live)).extracting(Probe::id).contains("web-health", "pages-load");
    assertThat(runbook.probes(rehearsal)).extracting(Probe::id).containsExactly("web-health");
  }

  @Test
  void the_database_procedure_is_the_last_check() {
    assertThat(runbook.checks()).extracting("id").containsExactly("seen", "database");
  }

  @Test
  void a_contact_that_is_real() {
    assertThat(runbook.contacts()).containsExactly(new Contact("Lead", "#lead", false));
  }

  private Duration limit(Environment environment, String id) {
    return runbook.limit(environment, (ChecklistItem.BotAssignee) item(id).assignee());
  }

  private ChecklistItem item(String id) {
    return runbook.checklist().stream().filter(i -> i.id().equals(id)).findFirst().orElseThrow();
  }
}
