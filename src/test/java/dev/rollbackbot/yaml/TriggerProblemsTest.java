package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.Trigger;
import dev.rollbackbot.runbook.measure.Comparison;
import dev.rollbackbot.runbook.measure.MetricQuery;
import dev.rollbackbot.runbook.trigger.AlertMatch;
import dev.rollbackbot.runbook.trigger.TriggerMeasurement;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import dev.rollbackbot.runbook.trigger.TriggerModes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Triggers that the bot notices by itself, as files say them. */
@Pure
class TriggerProblemsTest {
  private static final String HEALTH = "measure: {service: web, path: /health, status: 200}";

  private static EditedRunbook with(String trigger) {
    return EditedRunbook.small()
        .with("  manual:\n", "  automatic:\n    ill: %s\n  manual:\n".formatted(trigger));
  }

  private static Trigger full(String id) {
    return new RunbookReader(Map.of())
            .read("full.yaml", TestFiles.text("/runbooks/full.yaml"))
            .runbook()
            .orElseThrow()
            .triggers()
            .stream()
            .filter(trigger -> trigger.id().equals(id))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void a_source_that_no_setting_can_name_is_warned_of() {
    assertThat(
            with("{text: Ill, measure: {service: web, source: prometeus, query: up, at_most: 1,"
                    + " window: 5m}}")
                .problems())
        .singleElement()
        .asString()
        .contains("warning: there is no metric source \"prometeus\", so it never answers");
  }

  @Test
  void every_key_is_read() {
    assertThat(full("slow").measurement())
        .contains(
            new TriggerMeasurement(
                "web",
                new MetricQuery(
                    "prometheus",
                    "slowest",
                    "ms",
                    new Comparison.Limits(Optional.of(new BigDecimal("1000")), Optional.empty()),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    Optional.of(new MetricQuery.Traffic("requests", new BigDecimal("20")))),
                Duration.ofSeconds(20),
                2,
                4,
                Duration.ofMinutes(30),
                Optional.of(Duration.ofMinutes(5))));
    TriggerModes modes = full("slow").modes();
    assertThat(modes.in("live")).isEqualTo(TriggerMode.AUTO);
    assertThat(modes.in("rehearsal")).isEqualTo(TriggerMode.OFF);
    assertThat(modes.in("another")).isEqualTo(TriggerMode.PROPOSE);
  }

  @Test
  void what_is_left_out_is_careful() {
    Trigger ill = full("ill");
    TriggerMeasurement measurement = ill.measurement().orElseThrow();
    assertThat(measurement.every()).isEqualTo(Duration.ofSeconds(30));
    assertThat(measurement.fires()).isEqualTo(3);
    assertThat(measurement.recovers()).isEqualTo(10);
    assertThat(measurement.after()).isEqualTo(Duration.ofHours(1));
    assertThat(measurement.otherwise()).isEmpty();
    assertThat(ill.modes().in("live")).isEqualTo(TriggerMode.SHADOW);
    assertThat(ill.alerts())
        .containsExactly(
            new AlertMatch(
                "alertmanager", Map.of("alertname", "Ill", "severity", "page"), "web", "live"));
  }

  @Test
  void auto_needs_the_environment_to_allow_it() {
    String refused =
        "small.yaml:13:%d: error: the environment \"live\" does not allow auto: it needs"
            + " automatic_rollback: true there";
    EditedRunbook.assertProblems(
        with("{text: Ill, mode: auto, %s}".formatted(HEALTH)), refused.formatted(28));
    EditedRunbook.assertProblems(
        with("{text: Ill, modes: {live: auto}, %s}".formatted(HEALTH)), refused.formatted(36));
    EditedRunbook.assertProblems(
        with("{text: Ill, mode: auto, modes: {live: propose}, %s}".formatted(HEALTH)));
    EditedRunbook.assertProblems(
        with("{text: Ill, mode: auto, %s}".formatted(HEALTH))
            .with(
                "    break_glass: critical\n",
                "    break_glass: critical\n    automatic_rollback: true\n"));
  }

  @Test
  void one_measurement_is_said_to_be_few() {
    EditedRunbook.assertProblems(
        with("{text: Ill, fires_after: 1, %s}".formatted(HEALTH)),
        "small.yaml:13:35: warning: one bad measurement makes this trigger fire, and a single one"
            + " is often an accident; 2 or more are safer");
  }

  @Test
  void references_that_lead_nowhere() {
    EditedRunbook.assertProblems(
        with(
            "{text: Ill, modes: {production: shadow}, measure: {service: wep, path: /, status:"
                + " 200}, alerts: [{source: grafana, match: {a: b}, service: web, environment:"
                + " lives}]}"),
        "small.yaml:13:30: error: unknown environment \"production\"; allowed: live",
        "small.yaml:13:70: error: unknown service \"wep\", did you mean \"web\"? Allowed: web",
        "small.yaml:13:167: error: unknown environment \"lives\", did you mean \"live\"? Allowed:"
            + " live");
  }

  @Test
  void a_trigger_that_nothing_tells_of() {
    EditedRunbook.assertProblems(
        with("{text: Ill, every: 5s}"),
        "small.yaml:13:10: error: nothing tells the bot of this trigger: add measure or alerts, or"
            + " write its text alone",
        "small.yaml:13:29: error: \"every\" belongs to a trigger with measure");
  }

  @Test
  void an_alert_of_another_service_than_the_measured_one() {
    EditedRunbook edited =
        with("{text: Ill, alerts: [{source: grafana, match: {a: b}, service: db, environment:"
                + " live}], "
                + HEALTH
                + "}")
            .with("    kind: worker\n", "    kind: worker\n  - {id: db, name: DB, kind: worker}\n")
            .with("      web: {", "      db: {resource: db-live}\n      web: {");
    EditedRunbook.assertProblems(
        edited,
        "small.yaml:13:73: error: this alert is about \"db\", and the trigger measures \"web\";"
            + " write a trigger of its own for it");
  }

  @Test
  void a_pace_that_nothing_could_keep() {
    EditedRunbook.assertProblems(
        with("{text: Ill, every: 100ms, otherwise_every: 999ms, %s}".formatted(HEALTH)),
        "small.yaml:13:29: error: \"every\" must be 1s or longer",
        "small.yaml:13:53: error: \"otherwise_every\" must be 1s or longer");
  }

  @Test
  void a_count_of_logs_or_a_job_that_could_never_be_asked() {
    String measured = "{text: Ill, measure: {service: web, source: %s, query: %s, window: 5m, %s}}";
    EditedRunbook.assertProblems(
        with(
            measured.formatted(
                "logs", "'lines %resource% 5m level error like *no table*'", "at_most: 0")));
    EditedRunbook.assertProblems(
        with(measured.formatted("job", "'with SMOKE_TOKEN smoke --of %resource%'", "at_least: 1")));
    EditedRunbook.assertProblems(
        with(measured.formatted("logs", "lines web 1h", "delay: 19s, at_most: 0")),
        "small.yaml:13:67: error: \"query\" looks back another time than \"window\" says",
        "small.yaml:13:100: error: that a stream of logs has ended is known late: \"delay\" must be"
            + " 20s or longer for this source");
    EditedRunbook.assertProblems(
        with(measured.formatted("logs", "errors", "at_most: 0")),
        "small.yaml:13:67: error: \"query\" must be such as \"lines %resource% 5m level error like"
            + " *timeout*\": lines, events or failures, the Worker, and how far back, from 5s to"
            + " 1h; a level and a pattern only with lines");
    EditedRunbook.assertProblems(
        with(measured.formatted("job", "'|'", "earlier: {moment: day_before, above: 1}")),
        "small.yaml:13:66: error: \"query\" must be such as \"smoke --of %resource%\": a program of"
            + " PROCESS_MEASURING and its arguments on one line, perhaps with \"with\" and the"
            + " names of its variables before it",
        "small.yaml:13:92: error: the source \"job\" does not know what was earlier");
  }

  @Test
  void a_query_of_cloudflares_analytics_that_could_never_be_asked() {
    String measured =
        "{text: Ill, measure: {service: web, source: cloudflare-analytics, at_most: 1, query: %s,"
            + " window: 5m%s}}";
    EditedRunbook.assertProblems(with(measured.formatted("\"error_rate %resource% 5m\"", "")));
    assertThat(
            with(measured.formatted("\"error_rate %resource% 5m\"", ""))
                .read()
                .runbook()
                .orElseThrow()
                .triggers()
                .getFirst()
                .measurement()
                .orElseThrow()
                .measurement()
                .settled())
        .isEqualTo(Duration.ofMinutes(8));
    EditedRunbook.assertProblems(
        with(measured.formatted("\"error_rate web 1h\"", ", delay: 30s")),
        "small.yaml:13:95: error: \"query\" looks back another time than \"window\" says",
        "small.yaml:13:135: error: Cloudflare counts late: \"delay\" must be 2m or longer for this"
            + " source");
    EditedRunbook.assertProblems(
        with(measured.formatted("faults", ", traffic: {query: many, at_least: 3}")),
        "small.yaml:13:95: error: \"query\" must be such as \"error_rate %resource% 5m\": one of"
            + " requests, errors, error_rate, cpu_p50, cpu_p99, wall_p99, duration_p50, the Worker,"
            + " and how far back in m or h, perhaps with \"version\" and an id behind it",
        "small.yaml:13:132: error: \"query\" must be such as \"error_rate %resource% 5m\": one of"
            + " requests, errors, error_rate, cpu_p50, cpu_p99, wall_p99, duration_p50, the Worker,"
            + " and how far back in m or h, perhaps with \"version\" and an id behind it");
  }

  @Test
  void a_system_that_can_not_send_alerts() {
    EditedRunbook.assertProblems(
        with(
            "{text: Ill, alerts: [{source: alertmanger, match: {a: b}, service: web, environment:"
                + " live}]}"),
        "small.yaml:13:40: error: unknown system \"alertmanger\", did you mean \"alertmanager\"?"
            + " Allowed: alertmanager, cloudevents, cloudflare, datadog, grafana, json, pagerduty,"
            + " sentry");
  }

  @Test
  void what_an_incident_has_stored_is_read_as_it_was_allowed_then() {
    String stored =
        with("{text: Ill, every: 100ms, alerts: [{source: old, match: {a: b}, service: web,"
                + " environment: live}], "
                + HEALTH
                + "}")
            .text();
    assertThat(new RunbookReader(Map.of()).reread(stored).triggers())
        .anySatisfy(t -> assertThat(t.alerts()).hasSize(1));
  }

  @Test
  void labels_that_match_every_alert_or_none() {
    EditedRunbook.assertProblems(
        with(
            "{text: Ill, alerts: [{source: grafana, match: {}, service: web, environment: live}]}"),
        "small.yaml:13:56: error: \"match\" is empty: every alert would mean this trigger");
    EditedRunbook.assertProblems(
        with(
            "{text: Ill, alerts: [{source: grafana, match: {1a: b}, service: web, environment:"
                + " live}]}"),
        "small.yaml:13:57: error: \"1a\" can't be the name of a label");
  }

  @Test
  void only_a_sentence_is_judged_by_people() {
    List<String> problems =
        EditedRunbook.small()
            .with("    bug: A bug", "    bug: {text: A bug, " + HEALTH + "}")
            .problems();
    assertThat(problems).hasSize(1).first().asString().contains("must be text, not a mapping");
  }
}
