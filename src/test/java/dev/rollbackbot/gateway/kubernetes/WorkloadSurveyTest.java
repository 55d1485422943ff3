package dev.rollbackbot.gateway.kubernetes;

import static dev.rollbackbot.gateway.kubernetes.KubernetesGatewayFixture.CHECKOUT;
import static dev.rollbackbot.gateway.kubernetes.KubernetesGatewayFixture.LOG_AGENT;
import static dev.rollbackbot.gateway.kubernetes.KubernetesGatewayFixture.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.ServiceDeployments.Ownership;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.Method.Owner;
import dev.rollbackbot.sandbox.kubernetes.KubernetesFixture;
import dev.rollbackbot.sandbox.kubernetes.cluster.ApiResource;
import dev.rollbackbot.sandbox.kubernetes.cluster.ClusterOwner;
import dev.rollbackbot.sandbox.kubernetes.cluster.ObjectKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan learns of workloads. */
final class WorkloadSurveyTest {
  private static final ObjectKey KEY = new ObjectKey(ApiResource.DEPLOYMENTS, "shop", "checkout");
  private static final String NOT_RECORDED =
      "Kubernetes does not record whether an earlier revision ever worked.";

  private KubernetesGatewayFixture fixture;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    fixture = new KubernetesGatewayFixture(folder);
  }

  @AfterEach
  void stop() throws Exception {
    fixture.stop();
  }

  private static List<String> tags(ServiceDeployments surveyed) {
    return surveyed.earlier().stream()
        .flatMap(d -> d.onlyVersion().stream())
        .map(v -> v.tag().orElse(""))
        .toList();
  }

  @Test
  void a_version_is_its_replica_set_and_its_images() throws Exception {
    ServiceDeployments surveyed = fixture.survey(CHECKOUT);
    Version live = surveyed.live().onlyVersion().orElseThrow();
    assertThat(live.id())
        .isEqualTo(fixture.cluster.replicaSet("1.6.0").getJsonObject("metadata").getString("name"))
        .isEqualTo("checkout-" + live.label());
    assertThat(live.tag()).hasValue("checkout:1.6.0");
    assertThat(live.message()).hasValue("checkout 1.6.0, deployed by the pipeline");
    assertThat(live.digest()).isPresent();
    assertThat(surveyed.live().at()).isEqualTo(live.created()).isPresent();
    assertThat(tags(surveyed))
        .containsExactly("checkout:1.5.1", "checkout:1.5.0", "checkout:1.4.0");
    assertThat(surveyed.warnings()).containsExactly(NOT_RECORDED);
    assertThat(surveyed.gaps()).hasValue(List.of());
    assertThat(surveyed.running()).isEmpty();
    assertThat(surveyed.notRestored())
        .containsExactly("Kubernetes: replicas, ConfigMaps, Secrets, Services, data");
  }

  @Test
  void stateful_sets_and_daemon_sets_have_a_history_too() {
    assertThat(tags(fixture.survey(ORDERS))).containsExactly("orders:3.1.0");
    assertThat(tags(fixture.survey(LOG_AGENT))).containsExactly("log-agent:0.9.0");
    assertThat(fixture.survey(ORDERS).live().onlyVersion()).isPresent();
    assertThat(fixture.survey(LOG_AGENT).live().onlyVersion()).isPresent();
  }

  @Test
  void after_a_rollback_nothing_is_claimed_about_times_that_are_not_recorded() throws Exception {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    fixture.inTime(job);
    ServiceDeployments surveyed = fixture.survey(CHECKOUT);
    assertThat(surveyed.live().servesOnly(job.target())).isTrue();
    assertThat(surveyed.live().at()).isEmpty();
    assertThat(tags(surveyed))
        .containsExactly("checkout:1.6.0", "checkout:1.5.1", "checkout:1.5.0", "checkout:1.4.0");
    // 1.5.1 served between 1.5.0 and 1.6.0, and is the live one now; for how long is not recorded.
    assertThat(surveyed.gaps().orElseThrow()).contains(job.target().created().orElseThrow());
  }

  @Test
  void a_stateful_set_that_was_rolled_back_has_no_known_time() throws Exception {
    fixture.inTime(fixture.rollBack(ORDERS, "3.1.0"));
    ServiceDeployments surveyed = fixture.survey(ORDERS);
    assertThat(surveyed.live().at()).isEmpty();
    assertThat(tags(surveyed)).containsExactly("orders:3.2.0", "orders:3.1.0");
  }

  @Test
  void a_revision_that_was_replaced_within_minutes_is_left_out_with_its_time() {
    fixture.fault("someone-deploys");
    fixture.cluster.clock.pass(Duration.ofMinutes(2));
    Version shortLived = fixture.survey(CHECKOUT).live().onlyVersion().orElseThrow();
    fixture.fault("someone-deploys");
    fixture.cluster.clock.pass(Duration.ofMinutes(2));
    ServiceDeployments surveyed = fixture.survey(CHECKOUT);
    assertThat(surveyed.earlier())
        .noneMatch(d -> d.servesOnly(shortLived))
        .anyMatch(d -> d.label().length() > 0 && d.onlyVersion().isPresent());
    assertThat(surveyed.gaps().orElseThrow()).contains(shortLived.created().orElseThrow());
    assertThat(surveyed.warnings())
        .contains("Replaced within minutes, so left out: " + shortLived.label() + ".");
  }

  @Test
  void a_rollout_that_stands_is_a_split_by_pods() {
    fixture.fault("someone-deploys-unpullable");
    fixture.cluster.clock.pass(Duration.ofMinutes(2));
    ServiceDeployments surveyed = fixture.survey(CHECKOUT);
    Deployment live = surveyed.live();
    assertThat(live.onlyVersion()).isEmpty();
    assertThat(live.shares().stream().mapToDouble(Deployment.TrafficShare::percentage).sum())
        .isEqualTo(100);
    assertThat(surveyed.warnings())
        .contains("Not all pods are of one version: " + live.label() + ".");
    assertThat(surveyed.running()).singleElement().matches(r -> r.stage().equals("rollout"));
    assertThat(tags(surveyed)).startsWith("checkout:1.6.0");
  }

  @ParameterizedTest
  @CsvSource({
    "ARGO_CD, ARGO_CD, application checkout",
    "FLUX_KUSTOMIZATION, FLUX, Kustomization checkout",
    "FLUX_HELM_RELEASE, FLUX, HelmRelease checkout",
    "HELM, HELM, release checkout",
  })
  void whatever_takes_the_rollback_back_is_known(ClusterOwner marks, Owner owner, String where)
      throws Exception {
    assertThat(fixture.survey(CHECKOUT).ownership()).isEmpty();
    fixture.cluster.standIn.mark(KEY, marks);
    annotate("kubectl.kubernetes.io~1last-applied-configuration", "\"{}\"");
    ServiceDeployments surveyed = fixture.survey(CHECKOUT);
    assertThat(surveyed.ownership())
        .get()
        .returns(owner, Ownership::owner)
        .returns(where, Ownership::where);
    assertThat(surveyed.warnings()).noneMatch(w -> w.contains("kubectl apply"));
  }

  @Test
  void kubectl_apply_is_named() throws Exception {
    annotate("kubectl.kubernetes.io~1last-applied-configuration", "\"{}\"");
    assertThat(fixture.survey(CHECKOUT).warnings().getFirst())
        .isEqualTo(
            "It is deployed by “kubectl apply”: the next one brings the newer version back.");
  }

  @Test
  void what_a_controller_owns_has_no_target_and_is_refused() throws Exception {
    RollBack job = fixture.rollBack(CHECKOUT, "1.5.1");
    fixture.cluster.patch(
        KubernetesFixture.CHECKOUT,
        """
        [{"op":"add","path":"/metadata/ownerReferences","value":[{"controller":true,
         "kind":"Shop","name":"main","uid":"u-1","apiVersion":"example.com/v1"}]}]
        """);
    String sentence =
        "shop/checkout belongs to Shop main, which writes it anew: roll that back instead.";
    ServiceDeployments surveyed = fixture.survey(CHECKOUT);
    assertThat(surveyed.earlier()).isEmpty();
    assertThat(surveyed.warnings()).containsExactly(sentence);
    assertThat(fixture.outcome(job))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.text()).startsWith(sentence));
  }

  @Test
  void without_a_right_the_read_fails_with_its_name() {
    fixture.cluster.standIn.deny("list", "apps", "replicasets");
    assertThat(
            fixture.outcome(
                dev.rollbackbot.incident.rollback.Invocation.Survey.of(List.of(CHECKOUT))))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.text()).contains("cannot list resource \"replicasets\""));
  }

  @Test
  void missing_rights_are_a_problem_of_the_bot() {
    assertThat(fixture.gateway.problem()).isEmpty();
    fixture.cluster.standIn.deny("patch", "apps", "statefulsets");
    assertThat(fixture.gateway.problem()).isEmpty();
    fixture.cluster.clock.pass(Duration.ofMinutes(2));
    assertThat(fixture.gateway.problem())
        .hasValue(
            "The bot's account lacks a right in Kubernetes (the context sandbox): “patch” on"
                + " statefulsets (orders) in the namespace shop.");
  }

  private void annotate(String name, String value) throws Exception {
    fixture.cluster.patch(
        KubernetesFixture.CHECKOUT,
        "[{\"op\":\"add\",\"path\":\"/metadata/annotations/%s\",\"value\":%s}]"
            .formatted(name, value));
  }
}
