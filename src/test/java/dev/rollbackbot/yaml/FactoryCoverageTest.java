package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.Advice;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Contact;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.HumanCheck;
import dev.rollbackbot.runbook.Instructions;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.Trigger;
import dev.rollbackbot.runbook.measure.Comparison;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.MetricQuery;
import dev.rollbackbot.runbook.template.Claim;
import dev.rollbackbot.runbook.trigger.AlertMatch;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each section of the factory's rollback procedures is in the runbook; one test per heading. */
@Pure
class FactoryCoverageTest {
  private final Runbook factory = TestFiles.factory().runbook().orElseThrow();

  @Test
  void factory_feature_rollback_procedures() {
    assertThat(factory.id()).isEqualTo("factory");
    assertThat(factory.name()).isEqualTo("Factory Feature");
    assertThat(factory.version()).isEqualTo("2.5.0");
    assertThat(factory.updated()).isEqualTo("2026-02-27");
    assertThat(factory.eta()).isEqualTo("10-15 minutes");
  }

  @Test
  void when_to_rollback() {
    assertThat(triggers(Trigger.TriggerKind.AUTOMATIC))
        .hasSize(6)
        .anyMatch(t -> t.contains("1%"))
        .anyMatch(t -> t.contains("1000 ms"))
        .anyMatch(t -> t.contains("5%"));
    assertThat(triggers(Trigger.TriggerKind.MANUAL))
        .hasSize(5)
        .anyMatch(t -> t.contains("20%"))
        .anyMatch(t -> t.contains("200%"));
  }

  @Test
  void automatic_triggers_are_measured_and_only_recorded_outside_of_the_sandbox() {
    for (Trigger trigger : factory.triggers()) {
      boolean automatic = trigger.kind() == Trigger.TriggerKind.AUTOMATIC;
      assertThat(trigger.measurement().isPresent()).as(trigger.id()).isEqualTo(automatic);
      if (automatic) {
        assertThat(trigger.modes().in("production")).isEqualTo(TriggerMode.SHADOW);
        assertThat(trigger.modes().in("staging")).isEqualTo(TriggerMode.SHADOW);
        assertThat(trigger.modes().in("sandbox")).isEqualTo(TriggerMode.PROPOSE);
        assertThat(trigger.measurement().orElseThrow().after()).isEqualTo(Duration.ofHours(1));
      }
    }
  }

  @Test
  void automatic_triggers_are_alerted_of_production_and_staging_too() throws IOException {
    String document = Files.readString(Path.of("docs/alerts.md"));
    for (Trigger trigger : factory.triggers()) {
      if (trigger.kind() == Trigger.TriggerKind.AUTOMATIC) {
        assertThat(trigger.alerts())
            .as(trigger.id())
            .extracting(AlertMatch::environment)
            .containsExactly("production", "staging");
        for (AlertMatch alert : trigger.alerts()) {
          assertThat(alert.source()).isEqualTo("alertmanager");
          assertThat(alert.labels()).containsEntry("environment", alert.environment());
          assertThat(document)
              .contains(
                  "| `%s` | %s |".formatted(alert.labels().get("alertname"), alert.service()));
        }
      }
    }
  }

  @Test
  void rollback_decision_tree() {
    assertThat(factory.decisionRule(true, Severity.CRITICAL).advice())
        .isEqualTo(Advice.ROLL_BACK_NOW);
    assertThat(factory.decisionRule(true, Severity.HIGH).advice()).isEqualTo(Advice.ROLL_BACK);
    assertThat(factory.decisionRule(true, Severity.HIGH).deadline())
        .contains(Duration.ofMinutes(15));
    assertThat(factory.decisionRule(true, Severity.MEDIUM).advice()).isEqualTo(Advice.FIX_FORWARD);
    for (Severity severity : Severity.values()) {
      assertThat(factory.decisionRule(false, severity).advice()).isEqualTo(Advice.MONITOR);
      assertThat(factory.decisionRule(false, severity).deadline()).isEmpty();
    }
  }

  @Test
  void pre_rollback_checklist() {
    assertThat(factory.checklist())
        .extracting(ChecklistItem::id)
        .containsExactly(
            "capture-deployments",
            "export-logs",
            "screenshot-analytics",
            "document-incident",
            "notify-team");
    assertThat(factory.checklist().stream().filter(ChecklistItem::deferredWhenCritical))
        .extracting(ChecklistItem::id)
        .containsExactly("export-logs", "screenshot-analytics");
  }

  @Nested
  class RollbackProcedures {
    @Test
    void method_1_wrangler_deployment_rollback() {
      Method method = factory.methods().getFirst();
      assertThat(method.steps())
          .extracting(s -> ((Step.RollBackService) s).service())
          .containsExactly("gateway", "planning-machine", "ui");
      assertThat(((Step.RollBackService) method.steps().getLast()).byHand())
          .as("methods A, B and C")
          .hasSize(3);
    }

    @Test
    void method_1_ways_a_b_and_c_of_the_ui_as_a_choice() {
      for (String id : List.of("ui-dashboard", "ui-rebuild", "ui-artifacts")) {
        assertThat(method(id).steps())
            .singleElement()
            .satisfies(step -> assertThat(step.changes()).contains("ui"));
      }
      assertThat(words(method("ui-dashboard"))).contains("https://dash.cloudflare.com/");
      assertThat(method("ui-rebuild").steps().getFirst().title())
          .contains("a new build, close to the old one, not the same");
    }

    @Test
    void method_2_git_revert_and_redeploy_as_jobs() {
      assertThat(method("git-revert-jobs").steps())
          .extracting(Step::id)
          .containsExactly("revert", "deploy-planning-machine", "deploy-gateway", "deploy-ui");
      assertThat(method("git-revert-jobs").steps())
          .allSatisfy(step -> assertThat(step).isInstanceOf(Step.JobStep.class));
    }

    @Test
    void method_2_by_a_pull_request_deployed_by_workflow_or_by_wrangler() {
      for (String id : List.of("git-revert-workflow", "git-revert-wrangler")) {
        assertThat(method(id).insteadOf()).contains("git-revert");
        assertThat(method(id).steps())
            .extracting(Step::id)
            .containsExactly(
                "revert",
                "pull-request",
                "deploy-planning-machine",
                "deploy-gateway",
                "deploy-ui",
                "merge");
        assertThat(method(id).steps())
            .allSatisfy(step -> assertThat(step).isInstanceOf(Step.JobStep.class));
      }
      assertThat(words(method("git-revert"))).contains("pull request");
    }

    @Test
    void the_next_method_after_jobs_is_the_same_by_hand() {
      assertThat(next("deployment-rollback")).contains(method("git-revert"));
      assertThat(next("git-revert-jobs", "deployment-rollback")).contains(method("git-revert"));
      assertThat(next("git-revert")).contains(method("code-removal"));
      assertThat(next("code-removal-jobs")).contains(method("code-removal"));
      assertThat(next("code-removal-jobs", "code-removal")).isEmpty();
      assertThat(next("code-removal")).isEmpty();
      for (String way : List.of("ui-dashboard", "ui-rebuild", "ui-artifacts")) {
        assertThat(next(way)).contains(method("deployment-rollback"));
        assertThat(next(way, "deployment-rollback")).contains(method("git-revert"));
      }
    }

    private Optional<Method> next(String after, String... tried) {
      return factory.methodAfter(after, List.of(tried));
    }

    @Test
    void method_2_git_revert_and_redeploy() {
      assertThat(method("git-revert").steps())
          .extracting(Step::id)
          .containsExactly(
              "identify-commits",
              "revert",
              "deploy-planning-machine",
              "deploy-gateway",
              "deploy-ui");
      assertThat(words(method("git-revert"))).contains("aeaf375", "c65b3ce", "parameters");
    }

    @Test
    void method_3_manual_code_removal() {
      assertThat(method("code-removal").steps())
          .extracting(Step::id)
          .containsExactly("remove-routes", "deploy-gateway", "remove-pages", "deploy-ui");
      assertThat(words(method("code-removal")))
          .contains("public.ts", "appendAuditEvent", "routes/factory");
    }
  }

  @Nested
  class PostRollbackVerification {
    @Test
    void health_checks() {
      assertThat(request("gateway-health").path()).isEqualTo("/health");
      assertThat(request("gateway-health").json())
          .containsExactly(new HttpGet.Expectation("/status", HttpGet.Relation.EQUALS, "ok"));
      assertThat(request("factory-gone").path()).isEqualTo("/api/public/factory/templates");
      assertThat(request("factory-gone").statuses()).containsExactly(404);
    }

    @Test
    void core_functionality() {
      assertThat(request("planning-runs").statuses()).containsExactly(401);
      assertThat(request("planning-runs-work").statuses()).containsExactly(200);
      assertThat(request("planning-runs-work").rules().credential()).contains("factory");
      assertThat(request("dashboard-loads").statuses()).containsExactly(200);
      assertThat(request("factory-page").statuses()).containsExactlyInAnyOrder(200, 404);
    }

    @Test
    void monitor_error_rates() {
      assertThat(request("error-rate").json())
          .containsExactly(
              new HttpGet.Expectation("/error_rate_percent", HttpGet.Relation.AT_MOST, "1"));
      assertThat(check("error-rate-baseline").instructions().orElseThrow())
          .contains("--status error");
      assertThat(comparison("error-rate-at-baseline").moment())
          .isEqualTo(Comparison.Moment.BEFORE_DEPLOYMENT);
      assertThat(comparison("response-time-at-baseline").moment())
          .isEqualTo(Comparison.Moment.BEFORE_DEPLOYMENT);
    }

    @Test
    void verify_audit_logs() {
      assertThat(check("audit-logs").instructions().orElseThrow()).contains("/api/data/audit_log");
      assertThat(request("audit-log").path()).isEqualTo("/api/data/audit_log");
      assertThat(request("audit-log").rules().credential()).contains("factory");
      assertThat(request("audit-log").rules().entries().orElseThrow().since()).isPresent();
    }
  }

  @Test
  void database_rollback() {
    assertThat(factory.database().orElseThrow().steps())
        .extracting(Instructions::title)
        .map(t -> t.substring(0, 1))
        .containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(factory.checks().getLast().id()).isEqualTo("database");
    assertThat(factory.checks()).hasSize(4);
  }

  @Test
  void communication_templates() {
    assertThat(factory.templates().incident())
        .startsWith(":rotating_light: *INCIDENT: {headline}*")
        .contains("Severity: {severity}", "{actions}", "ETA: {eta}", "Incident lead: {lead}");
    assertThat(factory.templates().resolved())
        .contains("Status: {ending}", "{claims}", "{post_mortem_date}", "Incident log: {log}");
    assertThat(factory.templates().claims())
        .extracting(Claim::text)
        .contains(
            "Health checks passing",
            "Error rate returned to baseline",
            "Core endpoints functioning",
            "UI stable");
  }

  @Test
  void every_claim_can_be_measured_or_confirmed_in_every_environment() {
    for (Environment environment : factory.environments()) {
      Set<String> seen =
          factory.probes(environment).stream().map(Probe::id).collect(Collectors.toSet());
      factory.checks().stream().map(HumanCheck::id).forEach(seen::add);
      assertThat(factory.templates().claims())
          .as(environment.id())
          .allSatisfy(t -> assertThat(seen).containsAll(t.from()));
    }
  }

  @Test
  void rollback_drill_procedure() {
    assertThat(factory.drill().cadence()).isEqualTo("quarterly");
    assertThat(factory.drill().environment()).isEqualTo("staging");
    assertThat(factory.drill().steps()).hasSize(7);
    assertThat(factory.drill().checklist()).hasSize(6);
    assertThat(factory.drill().environments()).containsExactly("sandbox", "staging");
    assertThat(factory.drill().checklist()).filteredOn(item -> item.seen().isPresent()).hasSize(5);
  }

  @Test
  void lessons_learned_template() {
    assertThat(factory.templates().postMortem())
        .contains(
            "## What Happened",
            "## Root Cause",
            "## Timeline",
            "## Impact",
            "## What Went Well",
            "## What Could Be Improved",
            "## Action Items",
            "## Prevention");
  }

  @Test
  void rollback_checklist() {
    Environment production = factory.environments().getFirst();
    assertThat(factory.propagation(production)).isEqualTo(Duration.ofMinutes(2));
    assertThat(factory.checks()).extracting(HumanCheck::id).contains("smoke-tests");
    assertThat(production.stakeholders()).isNotEmpty();
    assertThat(factory.signOff().rolledBack()).isEqualTo("Rolled back by");
    assertThat(factory.signOff().verified()).isEqualTo("Verified by");
    assertThat(factory.signOff().postMortemWithinDays()).isPositive();
  }

  @Test
  void support_contacts() {
    assertThat(factory.contacts())
        .extracting(Contact::role)
        .containsExactly(
            "On-call Engineer", "DevOps Lead", "Engineering Manager", "Cloudflare Support");
    assertThat(factory.contacts()).allMatch(Contact::placeholder);
  }

  @Test
  void related_documents() {
    assertThat(factory.documents()).hasSize(3);
  }

  private List<String> triggers(Trigger.TriggerKind kind) {
    return factory.triggers().stream().filter(t -> t.kind() == kind).map(Trigger::text).toList();
  }

  private HttpGet request(String id) {
    return (HttpGet)
        factory.verification().probes().stream()
            .filter(p -> p.id().equals(id))
            .findFirst()
            .orElseThrow()
            .measurement();
  }

  private Comparison.ToEarlier comparison(String id) {
    MetricQuery query =
        (MetricQuery)
            factory.verification().probes().stream()
                .filter(p -> p.id().equals(id))
                .findFirst()
                .orElseThrow()
                .measurement();
    return (Comparison.ToEarlier) query.comparison();
  }

  private Method method(String id) {
    return factory.method(id).orElseThrow();
  }

  private HumanCheck check(String id) {
    return factory.checks().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  private static String words(Method method) {
    return method.steps().stream()
        .map(s -> s instanceof Step.Manual manual ? manual.instruction() : "")
        .collect(Collectors.joining("\n"));
  }
}
