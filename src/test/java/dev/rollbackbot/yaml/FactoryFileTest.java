package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.HumanCheck;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Trigger;
import dev.rollbackbot.runbook.trigger.AlertMatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@Pure
class FactoryFileTest {

  @Test
  void it_has_no_errors_and_only_the_known_warnings() {
    assertThat(TestFiles.factory().problems())
        .extracting(p -> p.level() + " " + p.message())
        .containsExactly(
            unseen("production"),
            unseen("staging"),
            placeholder("On-call Engineer"),
            placeholder("DevOps Lead"),
            placeholder("Engineering Manager"),
            placeholder("Cloudflare Support"));
  }

  @Test
  void editors_find_the_schema_in_its_first_line() {
    assertThat(TestFiles.text("/runbooks/factory.yaml").lines().findFirst())
        .contains("# yaml-language-server: $schema=runbook.schema.json");
  }

  @Test
  void each_environment_has_its_own_resource_names() {
    Runbook factory = factory();
    assertThat(factory.environments())
        .extracting(e -> resources(factory, e))
        .containsExactly(
            List.of(
                "foundation-gateway-production",
                "foundation-planning-machine-production",
                "erlvinc-dashboard"),
            List.of(
                "foundation-gateway-staging",
                "foundation-planning-machine-staging",
                "erlvinc-dashboard-staging"),
            List.of(
                "foundation-gateway-sandbox",
                "foundation-planning-machine-sandbox",
                "erlvinc-dashboard-sandbox"));
  }

  @Test
  void the_sandbox_has_short_times() {
    Environment sandbox = factory().environment("sandbox").orElseThrow();
    assertThat(factory().propagation(sandbox)).isEqualTo(Duration.ofSeconds(10));
    assertThat(factory().interval(sandbox)).isEqualTo(Duration.ofSeconds(1));
    assertThat(sandbox.logCapture()).contains(Duration.ofSeconds(3));
    assertThat(factory().address(sandbox, "gateway"))
        .isEqualTo(Optional.of("http://127.0.0.1:4000/sites/gateway"));
  }

  @Test
  void every_probe_runs_in_the_sandbox_and_production_probes_only_reachable_services() {
    Runbook factory = factory();
    assertThat(factory.probes(factory.environment("sandbox").orElseThrow()))
        .isEqualTo(factory.verification().probes());
    assertThat(factory.probes(factory.environment("production").orElseThrow()))
        .extracting(Probe::id)
        .containsExactly(
            "gateway-health", "factory-gone", "planning-runs", "dashboard-loads", "factory-page");
  }

  @Test
  void where_it_is_measured_nobody_is_asked_and_elsewhere_people_are() {
    Runbook usual = factory();
    assertThat(asked(usual, "sandbox")).containsExactly("smoke-tests", "database");
    assertThat(asked(usual, "production"))
        .containsExactly("error-rate-baseline", "audit-logs", "smoke-tests", "database");
    Runbook measured =
        TestFiles.factory(new RunbookReader(Map.of("RUNBOOK_FACTORY_MEASURED_IN", "production")))
            .runbook()
            .orElseThrow();
    assertThat(asked(measured, "production")).containsExactly("smoke-tests", "database");
    assertThat(asked(measured, "staging")).contains("error-rate-baseline", "audit-logs");
  }

  private static List<String> asked(Runbook runbook, String environment) {
    return runbook.checks(runbook.environment(environment).orElseThrow()).stream()
        .map(HumanCheck::id)
        .toList();
  }

  /** Mistakes of the original procedures. */
  @Test
  void it_has_none_of_the_wrong_commands_of_the_procedures() {
    String text = TestFiles.text("/runbooks/factory.yaml");
    assertThat(text.lines().filter(l -> l.contains("wrangler pages deploy ")))
        .isNotEmpty()
        .allMatch(l -> l.contains("--branch main"));
    assertThat(text.lines().filter(l -> l.contains("wrangler rollback ")))
        .isNotEmpty()
        .allMatch(l -> l.contains("<VERSION_ID> --env production"));
    assertThat(text.lines().filter(l -> l.contains("wrangler deploy ")))
        .isNotEmpty()
        .allMatch(l -> l.contains("--env production"));
    assertThat(text.lines().filter(l -> l.contains("curl http") || l.contains("curl -")))
        .isNotEmpty()
        .allMatch(l -> l.contains("--fail"));
    assertThat(text)
        .doesNotContain("git add -A", "rm -rf", "SELECT *", ".backup", "git checkout", "662")
        .doesNotContainPattern(Pattern.compile("wrangler tail \\S+-production .*--env"));
    assertThat(text.indexOf("UPDATE build_specs")).isLessThan(text.indexOf("DROP TABLE"));
    assertThat(text.indexOf("pragma_foreign_key_list")).isLessThan(text.indexOf("DROP TABLE"));
    assertThat(text.indexOf("time-travel info")).isLessThan(text.indexOf("UPDATE build_specs"));
  }

  /** Each automatic trigger, in the two environments whose metrics somebody collects. */
  @Test
  void its_alerts_are_those_that_the_documents_name() throws IOException {
    String documents = Files.readString(Path.of("docs/alerts.md"));
    List<Trigger> measured =
        factory().triggers().stream().filter(t -> t.measurement().isPresent()).toList();
    assertThat(measured).hasSize(6);
    for (Trigger trigger : measured) {
      assertThat(trigger.alerts())
          .extracting(AlertMatch::environment)
          .containsExactly("production", "staging");
      for (AlertMatch alert : trigger.alerts()) {
        assertThat(alert.source()).isEqualTo("alertmanager");
        assertThat(alert.labels()).containsEntry("environment", alert.environment());
        assertThat(alert.labels().keySet()).containsExactly("alertname", "environment");
        assertThat(alert.service()).isEqualTo(trigger.measurement().orElseThrow().service());
        assertThat(documents)
            .contains("| `%s` | %s |".formatted(alert.labels().get("alertname"), alert.service()));
      }
    }
    assertThat(
            measured.stream().map(t -> t.alerts().getFirst().labels().get("alertname")).distinct())
        .hasSize(6);
  }

  private static Runbook factory() {
    return TestFiles.factory().runbook().orElseThrow();
  }

  private static List<String> resources(Runbook factory, Environment environment) {
    return factory.services().stream()
        .map(s -> factory.serviceIn(environment, s.id()).resource())
        .toList();
  }

  private static String unseen(String environment) {
    return ("WARNING no probe looks at \"planning-machine\" in \"%s\" after it was rolled back,"
            + " only people do; give it an address and a probe if it can be reached")
        .formatted(environment);
  }

  private static String placeholder(String role) {
    return "WARNING the contact \"%s\" is a placeholder; put in the real one and drop placeholder"
        .formatted(role);
  }
}
