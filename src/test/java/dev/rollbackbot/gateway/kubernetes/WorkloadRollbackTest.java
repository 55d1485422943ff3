package dev.rollbackbot.gateway.kubernetes;

import static dev.rollbackbot.gateway.kubernetes.KubernetesGatewayFixture.CHECKOUT;
import static dev.rollbackbot.gateway.kubernetes.KubernetesGatewayFixture.LOG_AGENT;
import static dev.rollbackbot.gateway.kubernetes.KubernetesGatewayFixture.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.Outcome.RolledBack;
import dev.rollbackbot.incident.rollback.Outcome.Succeeded;
import dev.rollbackbot.runbook.Service.ServiceKind;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.sandbox.kubernetes.KubernetesFixture;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rollbacks through the gateway, against the stand-in for Kubernetes. */
final class WorkloadRollbackTest {
  private KubernetesGatewayFixture fixture;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    fixture = new KubernetesGatewayFixture(folder);
  }

  @AfterEach
  void stop() throws Exception {
    fixture.stop();
  }

  @Test
  void a_deployment_is_rolled_back_and_its_pods_are_waited_for() throws Exception {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    RolledBack done = rolledBack(fixture.inTime(job));
    assertThat(done.already()).isFalse();
    assertThat(done.live().servesOnly(job.target())).isTrue();
    assertThat(fixture.image(KubernetesFixture.CHECKOUT)).isEqualTo("1.5.1");
    KubernetesFixture.Reply object = fixture.cluster.get(KubernetesFixture.CHECKOUT);
    assertThat(object.text("/status/availableReplicas")).isEqualTo("3");
    assertThat(object.text("/metadata/annotations/rollbackbot.dev~1request"))
        .isEqualTo(job.message());
    assertThat(fixture.patches()).hasSize(1);
    assertThat(fixture.patches().getFirst().getString("path"))
        .endsWith("?fieldManager=rollback-bot");
  }

  @Test
  void a_stateful_set_is_rolled_back() throws Exception {
    RollBack job = fixture.rollBack(ORDERS, "3.1.0");
    assertThat(rolledBack(fixture.inTime(job)).live().servesOnly(job.target())).isTrue();
    assertThat(fixture.image(KubernetesFixture.ORDERS)).isEqualTo("3.1.0");
    assertThat(fixture.patches()).hasSize(1);
  }

  @Test
  void a_daemon_set_is_rolled_back() throws Exception {
    RollBack job = fixture.rollBack(LOG_AGENT, "0.9.0");
    assertThat(rolledBack(fixture.inTime(job)).live().servesOnly(job.target())).isTrue();
    assertThat(fixture.image(KubernetesFixture.LOG_AGENT)).isEqualTo("0.9.0");
    assertThat(fixture.patches()).hasSize(1);
  }

  @Test
  void what_is_live_already_is_not_patched() throws Exception {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    rolledBack(fixture.inTime(job));
    assertThat(rolledBack(fixture.outcome(job)).already()).isTrue();
    assertThat(fixture.patches()).hasSize(1);
  }

  @Test
  void somebody_elses_deployment_stops_it() {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    fixture.fault("someone-deploys");
    Failed failed = failed(fixture.outcome(job));
    assertThat(failed.kind()).isEqualTo(FailureKind.CHANGED);
    assertThat(failed.text()).contains("the plan expected", "This attempt asked for no change.");
    assertThat(fixture.patches()).isEmpty();
  }

  @Test
  void a_deployment_between_read_and_patch_makes_the_patch_fail() throws Exception {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    AtomicBoolean first = new AtomicBoolean(true);
    Failed failed =
        failed(
            fixture.outcome(
                job,
                () -> {
                  if (first.getAndSet(false)) {
                    fixture.fault("someone-deploys");
                  }
                  return true;
                }));
    assertThat(failed.code()).isIn("Invalid", "changed");
    assertThat(fixture.image(KubernetesFixture.CHECKOUT)).isNotEqualTo("1.5.1");
  }

  @ParameterizedTest
  @CsvSource({
    "patch-forbidden, cannot patch resource",
    "webhook-denies, releases are frozen",
  })
  void a_refusal_changes_nothing_and_is_named(String fault, String text) throws Exception {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    fixture.fault(fault);
    Failed failed = failed(fixture.outcome(job));
    assertThat(failed.kind()).isEqualTo(FailureKind.REFUSED);
    assertThat(failed.code()).isEqualTo("Forbidden");
    assertThat(failed.text())
        .contains(text, "Either the bot's account lacks the right", "Nothing was changed.");
    assertThat(fixture.image(KubernetesFixture.CHECKOUT)).isEqualTo("1.6.0");
  }

  @Test
  void a_paused_deployment_is_refused_with_the_way_out() throws Exception {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    fixture.cluster.patch(
        KubernetesFixture.CHECKOUT, "[{\"op\":\"add\",\"path\":\"/spec/paused\",\"value\":true}]");
    fixture.cluster.rollOut();
    Failed failed = failed(fixture.outcome(job));
    assertThat(failed.text())
        .isEqualTo(
            "shop/checkout is paused: run “kubectl rollout resume deployment/checkout -n shop”"
                + " first. This attempt asked for no change.");
  }

  @ParameterizedTest
  @CsvSource({
    "type, '\"OnDelete\"', OnDelete",
    "rollingUpdate/partition, 2, partition",
  })
  void a_stateful_set_that_would_not_follow_is_refused(String field, String value, String text)
      throws Exception {
    fixture.cluster.patch(
        KubernetesFixture.ORDERS,
        "[{\"op\":\"replace\",\"path\":\"/spec/updateStrategy/%s\",\"value\":%s}]"
            .formatted(field, value));
    fixture.cluster.rollOut();
    assertThat(fixture.survey(ORDERS).warnings())
        .anySatisfy(w -> assertThat(w).startsWith("A rollback will be refused:").contains(text));
    Failed failed = failed(fixture.outcome(fixture.rollBack(ORDERS, "3.1.0")));
    assertThat(failed.text()).contains(text);
    assertThat(fixture.image(KubernetesFixture.ORDERS)).isEqualTo("3.2.0");
  }

  @Test
  void a_token_that_expires_at_that_moment_is_read_again() throws Exception {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    AtomicBoolean first = new AtomicBoolean(true);
    Outcome outcome =
        fixture.inTime(
            job,
            () -> {
              if (first.getAndSet(false)) {
                fixture.fault("token-expired");
              }
              return true;
            });
    rolledBack(outcome);
    assertThat(fixture.patches()).extracting(p -> p.getInt("status")).containsExactly(401, 200);
  }

  @Test
  void what_does_not_exist_is_named() {
    ServiceRef none = KubernetesGatewayFixture.service("none", ServiceKind.DEPLOYMENT, "shop/none");
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    Failed failed =
        failed(
            fixture.outcome(KubernetesGatewayFixture.rollBack(none, job.planned(), job.target())));
    assertThat(failed.code()).isEqualTo("NotFound");
    assertThat(failed.text()).contains("deployments.apps \"none\" not found");
  }

  @Test
  void a_conflict_is_repeated_while_the_template_is_the_same() throws Exception {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    fixture.fault("conflict-once");
    rolledBack(fixture.inTime(job));
    // The controllers write the status in the meantime, which is a conflict too.
    assertThat(fixture.patches())
        .extracting(p -> p.getInt("status"))
        .startsWith(409)
        .endsWith(200)
        .containsOnly(409, 200);
  }

  @Test
  void a_busy_server_is_waited_for_no_longer_than_allowed() {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    fixture.fault("api-busy");
    assertThat(failed(fixture.outcome(job)).text()).contains("asks to wait");
  }

  @Test
  void without_the_lease_nothing_is_sent() throws Exception {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    Failed failed = failed(fixture.outcome(job, () -> false));
    assertThat(failed.text()).contains("Kubernetes was not asked");
    assertThat(fixture.patches()).isEmpty();
    assertThat(fixture.image(KubernetesFixture.CHECKOUT)).isEqualTo("1.6.0");
  }

  @Test
  void a_server_that_is_down_is_not_reached() {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    fixture.fault("api-down");
    Failed failed = failed(fixture.outcome(job));
    assertThat(failed.kind()).isEqualTo(FailureKind.UNREACHABLE);
    assertThat(failed.text()).contains("HTTP 503", "This attempt asked for no change.");
  }

  private static RolledBack rolledBack(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Succeeded.class);
    return (RolledBack) ((Succeeded) outcome).finding();
  }

  private static Failed failed(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    return (Failed) outcome;
  }
}
