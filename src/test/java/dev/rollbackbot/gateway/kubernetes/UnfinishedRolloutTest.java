package dev.rollbackbot.gateway.kubernetes;

import static dev.rollbackbot.gateway.kubernetes.KubernetesGatewayFixture.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Failed;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.incident.rollback.Outcome.RolledBack;
import dev.rollbackbot.incident.rollback.Outcome.Succeeded;
import dev.rollbackbot.incident.rollback.Outcome.Unknown;
import dev.rollbackbot.sandbox.kubernetes.KubernetesFixture;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of changes that take their time, or whose answer is lost. */
final class UnfinishedRolloutTest {
  private KubernetesGatewayFixture fixture;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    fixture = new KubernetesGatewayFixture(folder);
  }

  @AfterEach
  void stop() throws Exception {
    fixture.stop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"server-error-done-once", "lose-answer-once"})
  void a_change_whose_answer_is_lost_is_found_by_reading(String fault) throws Exception {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    fixture.fault(fault);
    assertThat(rolledBack(fixture.inTime(job)).already()).isFalse();
    assertThat(fixture.patches()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"server-error-once", "retry-after-once"})
  void a_server_error_is_unknown_and_not_repeated(String fault) throws Exception {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    fixture.fault(fault);
    assertThat(fixture.outcome(job)).isInstanceOf(Unknown.class);
    assertThat(fixture.patches()).hasSize(1);
    assertThat(failed(fixture.reconcile(job)).kind()).isEqualTo(FailureKind.NOT_DONE);
  }

  @Test
  void a_change_that_is_made_later_is_waited_for() throws Exception {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    fixture.fault("delay-change-once");
    RolledBack done = rolledBack(fixture.inTime(job));
    assertThat(done.live().servesOnly(job.target())).isTrue();
    assertThat(done.already()).isFalse();
    assertThat(fixture.patches()).hasSize(1);
  }

  @Test
  void a_change_that_is_made_after_its_process_has_ended_is_found() throws Exception {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    fixture.fault("delay-change-once");
    Thread first = Thread.ofVirtual().start(() -> fixture.outcome(job));
    Waiting.await().until(() -> !fixture.patches().isEmpty());
    first.interrupt();
    first.join();
    fixture.cluster.rollOut();
    assertThat(rolledBack(fixture.reconcile(job)).live().servesOnly(job.target())).isTrue();
  }

  @Test
  void a_rollout_that_gets_stuck_is_a_failure_with_what_runs() throws Exception {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    fixture.fault("image-unpullable");
    Failed failed = failed(fixture.inTime(job));
    assertThat(failed.kind()).isEqualTo(FailureKind.PARTLY_DONE);
    assertThat(failed.code()).isEqualTo("ProgressDeadlineExceeded");
    assertThat(failed.text())
        .startsWith(
            "Kubernetes reports no progress of the rollback (ProgressDeadlineExceeded): 1 of 3"
                + " pods is new")
        .contains("checkout runs");
  }

  @Test
  void pods_that_are_refused_leave_it_unknown_at_the_limit() throws Exception {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    fixture.fault("pods-refused");
    assertThat(fixture.inTime(job))
        .isInstanceOfSatisfying(
            Unknown.class,
            unknown ->
                assertThat(unknown.text())
                    .contains(
                        "carries out the rollback, and has not ended: 0 of 3 pods are new",
                        "Pods are refused: pods is forbidden: exceeded quota"));
  }

  @Test
  void the_deadline_of_an_earlier_rollout_says_nothing_about_this_one() throws Exception {
    fixture.fault("someone-deploys-unpullable");
    fixture.cluster.clock.pass(Duration.ofMinutes(11));
    fixture.cluster.get(KubernetesFixture.CHECKOUT);
    fixture.cluster.clock.pass(Duration.ofMinutes(1));
    assertThat(fixture.cluster.get(KubernetesFixture.CHECKOUT).body())
        .contains("ProgressDeadlineExceeded");
    RollBack job = fixture.rollBack(CHECKOUT, "1.6.0");
    assertThat(job.planned().shares()).hasSize(2);
    assertThat(rolledBack(fixture.inTime(job)).live().servesOnly(job.target())).isTrue();
  }

  @Test
  void whoever_takes_over_waits_for_the_rollout() throws Exception {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    Thread first = Thread.ofVirtual().start(() -> fixture.outcome(job));
    Waiting.await().until(() -> !fixture.patches().isEmpty());
    first.interrupt();
    first.join();
    RolledBack done = rolledBack(fixture.reconcile(job));
    assertThat(done.live().servesOnly(job.target())).isTrue();
    assertThat(fixture.cluster.get(KubernetesFixture.CHECKOUT).text("/status/availableReplicas"))
        .isEqualTo("3");
    assertThat(fixture.patches()).hasSize(1);
  }

  @Test
  void a_rollback_that_was_overtaken_is_told_as_such() throws Exception {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    rolledBack(fixture.inTime(job));
    fixture.fault("someone-deploys");
    fixture.cluster.rollOut();
    assertThat(failed(fixture.reconcile(job)).text()).startsWith("The rollback was made");
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
