package dev.rollbackbot.sandbox.kubernetes.cluster;

import static dev.rollbackbot.sandbox.kubernetes.KubernetesFixture.CHECKOUT;
import static dev.rollbackbot.sandbox.kubernetes.KubernetesFixture.LOG_AGENT;
import static dev.rollbackbot.sandbox.kubernetes.KubernetesFixture.MAILER;
import static dev.rollbackbot.sandbox.kubernetes.KubernetesFixture.ORDERS;
import static dev.rollbackbot.sandbox.kubernetes.KubernetesFixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.sandbox.kubernetes.KubernetesFixture;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the controllers do, as a client sees it. */
final class RolloutTest {
  private static final String STRATEGIC = "application/strategic-merge-patch+json";
  private static final String MERGE = "application/merge-patch+json";

  private KubernetesFixture outside;

  @BeforeEach
  void start() throws Exception {
    outside = KubernetesFixture.start();
  }

  @AfterEach
  void stop() throws Exception {
    outside.close();
  }

  private void rollBack(String path, String template) throws Exception {
    String patch = "[{\"op\":\"replace\",\"path\":\"/spec/template\",\"value\":" + template + "}]";
    assertThat(outside.patch(path, patch).status()).isEqualTo(200);
  }

  private void rollCheckoutBack(String tag) throws Exception {
    rollBack(CHECKOUT, KubernetesFixture.template(outside.replicaSet(tag)).toString());
  }

  private JsonObject status(String path) throws Exception {
    return outside.get(path).json().getJsonObject("status");
  }

  private String reason(String path) throws Exception {
    return condition(path).getString("reason");
  }

  private JsonObject condition(String path) throws Exception {
    return KubernetesFixture.objects(status(path).getJsonArray("conditions")).stream()
        .filter(each -> each.getString("type").equals("Progressing"))
        .findFirst()
        .orElseThrow();
  }

  private List<String> revisions() throws Exception {
    return outside.items(SHOP + "/replicasets?labelSelector=app%3Dcheckout").stream()
        .map(each -> each.getJsonObject("metadata").getJsonObject("annotations"))
        .map(each -> each.getString(ReplicaSets.REVISION))
        .sorted()
        .toList();
  }

  /** Moves the clock by a small step until the controller knows the last change. */
  private void observe(String path) throws Exception {
    for (int i = 0; i < 50; i++) {
      JsonObject object = outside.get(path).json();
      if (object.getJsonObject("metadata").getInt("generation")
          == object.getJsonObject("status").getInt("observedGeneration")) {
        return;
      }
      outside.clock.pass(Duration.ofMillis(20));
    }
    throw new AssertionError("the change is never observed");
  }

  @Test
  void a_rollback_uses_the_old_replica_set_again_with_the_highest_number() throws Exception {
    assertThat(revisions()).containsExactly("1", "2", "3", "4");
    String old = outside.replicaSet("1.5.0").getJsonObject("metadata").getString("name");
    rollCheckoutBack("1.5.0");
    outside.rollOut();

    assertThat(revisions()).containsExactly("1", "3", "4", "5");
    JsonObject metadata = outside.replicaSet("1.5.0").getJsonObject("metadata");
    assertThat(metadata.getString("name")).isEqualTo(old);
    assertThat(
            metadata
                .getJsonObject("annotations")
                .getString("deployment.kubernetes.io/revision-history"))
        .isEqualTo("2");
    // The patch left the change-cause alone, so the controller copied the bad release's.
    assertThat(metadata.getJsonObject("annotations").getString("kubernetes.io/change-cause"))
        .contains("1.6.0");
    assertThat(status(CHECKOUT).getInt("updatedReplicas")).isEqualTo(3);
    assertThat(status(CHECKOUT).getInt("replicas")).isEqualTo(3);
    assertThat(reason(CHECKOUT)).isEqualTo("NewReplicaSetAvailable");
  }

  @Test
  void the_status_is_the_former_rollouts_until_the_change_is_observed() throws Exception {
    rollCheckoutBack("1.5.1");
    JsonObject before = outside.get(CHECKOUT).json();
    assertThat(before.getJsonObject("metadata").getInt("generation"))
        .isGreaterThan(before.getJsonObject("status").getInt("observedGeneration"));
    assertThat(before.getJsonObject("status").getInt("updatedReplicas")).isEqualTo(3);

    observe(CHECKOUT);
    assertThat(status(CHECKOUT).containsKey("updatedReplicas")).isFalse();
    assertThat(reason(CHECKOUT)).as("of the former rollout").isEqualTo("NewReplicaSetAvailable");
    outside.clock.pass(Duration.ofMillis(120));
    assertThat(reason(CHECKOUT)).isEqualTo("ReplicaSetUpdated");
    assertThat(status(CHECKOUT).getInt("updatedReplicas")).isBetween(1, 2);
    assertThat(status(CHECKOUT).getInt("replicas")).isGreaterThan(3);
    outside.rollOut();
    assertThat(reason(CHECKOUT)).isEqualTo("NewReplicaSetAvailable");
  }

  @Test
  void a_rollout_that_is_stuck_passes_its_deadline_and_can_be_rolled_back() throws Exception {
    outside.standIn.setFault("someone-deploys-unpullable", true);
    outside.rollOut();
    assertThat(status(CHECKOUT).getInt("updatedReplicas")).isEqualTo(1);
    assertThat(status(CHECKOUT).getInt("availableReplicas")).isEqualTo(3);
    assertThat(reason(CHECKOUT)).isNotEqualTo("ProgressDeadlineExceeded");
    outside.clock.pass(Duration.ofSeconds(601));
    assertThat(reason(CHECKOUT)).isEqualTo("ProgressDeadlineExceeded");

    rollCheckoutBack("1.6.0");
    outside.rollOut();
    assertThat(reason(CHECKOUT)).isEqualTo("NewReplicaSetAvailable");
    assertThat(status(CHECKOUT).getInt("replicas")).isEqualTo(3);
  }

  @Test
  void a_passed_deadline_is_still_shown_after_a_rollback_until_there_is_progress()
      throws Exception {
    outside.standIn.setFault("image-unpullable", true);
    JsonObject good = outside.get(MAILER).json().getJsonObject("spec").getJsonObject("template");
    rollBack(MAILER, good.toString().replace(":2.1.0", ":2.2.0"));
    outside.clock.pass(Duration.ofSeconds(700));
    JsonObject late = condition(MAILER);
    assertThat(late.getString("reason")).isEqualTo("ProgressDeadlineExceeded");

    outside.standIn.setFault("image-unpullable", false);
    rollBack(MAILER, good.toString());
    observe(MAILER);
    assertThat(condition(MAILER)).isEqualTo(late);
    outside.rollOut();
    assertThat(reason(MAILER)).isEqualTo("NewReplicaSetAvailable");
  }

  @Test
  void refused_pods_never_pass_the_deadline_of_a_complete_deployment() throws Exception {
    outside.standIn.setFault("pods-refused", true);
    rollCheckoutBack("1.5.1");
    outside.clock.pass(Duration.ofSeconds(2000));
    assertThat(reason(CHECKOUT)).isEqualTo("NewReplicaSetAvailable");
    assertThat(status(CHECKOUT).toString()).contains("FailedCreate");
    assertThat(status(CHECKOUT).containsKey("updatedReplicas")).isFalse();
  }

  @Test
  void a_paused_deployment_does_not_roll_out() throws Exception {
    outside.patch(CHECKOUT, MERGE, "{\"spec\":{\"paused\":true}}");
    outside.rollOut();
    assertThat(reason(CHECKOUT)).isEqualTo("DeploymentPaused");
    rollCheckoutBack("1.5.1");
    outside.rollOut();
    assertThat(outside.replicaSet("1.5.1").getJsonObject("spec").getInt("replicas")).isZero();
    outside.patch(CHECKOUT, MERGE, "{\"spec\":{\"paused\":false}}");
    outside.rollOut();
    assertThat(outside.replicaSet("1.5.1").getJsonObject("spec").getInt("replicas")).isEqualTo(3);
  }

  @Test
  void old_replica_sets_beyond_the_limit_are_deleted() throws Exception {
    outside.patch(CHECKOUT, MERGE, "{\"spec\":{\"revisionHistoryLimit\":1}}");
    outside.rollOut();
    assertThat(revisions()).containsExactly("3", "4");
  }

  @Test
  void scaling_counts_the_generation_on_and_changes_the_pods() throws Exception {
    outside.standIn.setFault("someone-scales", true);
    outside.rollOut();
    assertThat(status(CHECKOUT).getInt("availableReplicas")).isEqualTo(4);
    assertThat(outside.items("/api/v1/namespaces/shop/pods?labelSelector=app%3Dcheckout"))
        .hasSize(4);
  }

  @Test
  void a_stateful_set_shows_both_revisions_until_it_is_done() throws Exception {
    String update = status(ORDERS).getString("updateRevision");
    JsonObject first =
        outside.items(SHOP + "/controllerrevisions?labelSelector=app%3Dorders").stream()
            .filter(each -> each.getInt("revision") == 1)
            .findFirst()
            .orElseThrow();
    assertThat(outside.patch(ORDERS, STRATEGIC, first.getJsonObject("data").toString()).status())
        .isEqualTo(200);
    observe(ORDERS);
    outside.clock.pass(Duration.ofMillis(150));
    assertThat(status(ORDERS).getString("currentRevision")).isEqualTo(update);
    assertThat(status(ORDERS).getString("updateRevision"))
        .isEqualTo(first.getJsonObject("metadata").getString("name"));
    assertThat(status(ORDERS).getInt("readyReplicas")).isEqualTo(2);
    outside.rollOut();
    assertThat(status(ORDERS).getString("currentRevision")).isNotEqualTo(update);
    assertThat(status(ORDERS).getInt("updatedReplicas")).isEqualTo(3);
    assertThat(
            outside.items(SHOP + "/controllerrevisions?labelSelector=app%3Dorders").stream()
                .map(each -> each.getInt("revision")))
        .containsExactlyInAnyOrder(2, 3);
  }

  @Test
  void a_stateful_set_with_a_broken_pod_waits_until_the_pod_is_deleted() throws Exception {
    JsonObject good = outside.get(ORDERS).json().getJsonObject("spec").getJsonObject("template");
    rollBack(ORDERS, good.toString().replace(":3.2.0", ":3.3.0-missing"));
    outside.rollOut();
    assertThat(status(ORDERS).getInt("readyReplicas")).isEqualTo(2);
    rollBack(ORDERS, good.toString());
    outside.rollOut();
    outside.rollOut();
    assertThat(status(ORDERS).getInt("readyReplicas")).isEqualTo(2);
    assertThat(
            outside.send("DELETE", "/api/v1/namespaces/shop/pods/orders-2", "", Map.of()).status())
        .isEqualTo(200);
    outside.rollOut();
    assertThat(status(ORDERS).getInt("readyReplicas")).isEqualTo(3);
    assertThat(status(ORDERS).getString("currentRevision"))
        .isEqualTo(status(ORDERS).getString("updateRevision"));
  }

  @Test
  void a_partition_keeps_pods_on_the_old_revision() throws Exception {
    outside.patch(
        ORDERS, MERGE, "{\"spec\":{\"updateStrategy\":{\"rollingUpdate\":{\"partition\":2}}}}");
    JsonObject now = outside.get(ORDERS).json().getJsonObject("spec").getJsonObject("template");
    rollBack(ORDERS, now.toString().replace(":3.2.0", ":3.3.0"));
    outside.rollOut();
    assertThat(status(ORDERS).getInt("updatedReplicas")).isEqualTo(1);
    assertThat(status(ORDERS).getString("currentRevision"))
        .isNotEqualTo(status(ORDERS).getString("updateRevision"));
  }

  @Test
  void a_daemon_set_replaces_the_pod_of_each_node() throws Exception {
    JsonObject now = outside.get(LOG_AGENT).json().getJsonObject("spec").getJsonObject("template");
    rollBack(LOG_AGENT, now.toString().replace(":0.9.1", ":0.9.0"));
    observe(LOG_AGENT);
    outside.clock.pass(Duration.ofMillis(150));
    assertThat(status(LOG_AGENT).getInt("updatedNumberScheduled")).isBetween(0, 2);
    assertThat(status(LOG_AGENT).getInt("numberUnavailable")).isEqualTo(1);
    outside.rollOut();
    assertThat(status(LOG_AGENT).getInt("updatedNumberScheduled")).isEqualTo(3);
    assertThat(status(LOG_AGENT).getInt("numberAvailable")).isEqualTo(3);
  }
}
