package dev.rollbackbot.sandbox.kubernetes;

import static dev.rollbackbot.sandbox.kubernetes.KubernetesFixture.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.sandbox.kubernetes.Kubectl.Printed;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in is judged by kubectl, over TLS and with a token. */
class KubectlTest {
  private static Path program;

  @TempDir private Path home;
  private KubernetesFixture outside;
  private Kubectl kubectl;

  @BeforeAll
  static void find() throws Exception {
    Optional<Path> installed = Kubectl.installed();
    if (installed.isEmpty()) {
      System.err.println(Kubectl.MISSING);
    }
    Assumptions.assumeTrue(installed.isPresent(), Kubectl.MISSING);
    program = installed.get();
  }

  @BeforeEach
  void start() throws Exception {
    outside = KubernetesFixture.secure();
    kubectl = new Kubectl(program, home, outside.kubeconfig(home, TOKEN));
  }

  @AfterEach
  void stop() throws Exception {
    outside.close();
  }

  @Test
  void it_reads_the_history_and_the_objects() throws Exception {
    assertThat(done("rollout", "history", "deployment/checkout").lines())
        .contains("4         checkout 1.6.0, deployed by the pipeline")
        .contains("1         checkout 1.4.0, deployed by the pipeline");
    assertThat(done("rollout", "history", "deployment/checkout", "--revision=2"))
        .contains("shop/checkout:1.5.0", "pod-template-hash=");
    assertThat(done("rollout", "history", "statefulset/orders")).contains("1 ", "2 ");
    assertThat(done("rollout", "history", "statefulset/orders", "--revision=1"))
        .contains("shop/orders:3.1.0");
    assertThat(done("rollout", "history", "ds/log-agent", "--revision=2"))
        .contains("shop/log-agent:0.9.1");

    assertThat(done("get", "deploy")).contains("checkout", "mailer");
    assertThat(done("get", "rs,pods,sts,ds")).contains("replicaset.apps/checkout-", "pod/orders-0");
    assertThat(items("get", "deploy", "-o", "json")).isEqualTo(2);
    assertThat(items("get", "rs", "-o", "json", "-l", "app=checkout")).isEqualTo(4);
    assertThat(items("get", "pods", "-o", "json", "-l", "app in (checkout,mailer)")).isEqualTo(4);
    assertThat(done("get", "namespace", "shop")).contains("shop");
    assertThat(done("version")).contains("v1.32.4");
  }

  @Test
  void it_rolls_a_deployment_back_and_waits() throws Exception {
    assertThat(done("rollout", "undo", "deployment/checkout")).contains("rolled back");
    assertThat(done("rollout", "status", "deployment/checkout"))
        .contains("successfully rolled out");
    assertThat(image("deployment/checkout")).endsWith(":1.5.1");
    assertThat(done("rollout", "history", "deployment/checkout").lines())
        .contains("5         checkout 1.5.1, deployed by the pipeline")
        .noneMatch(line -> line.startsWith("3 "));

    assertThat(done("rollout", "undo", "deployment/checkout", "--to-revision=1"))
        .contains("rolled back");
    done("rollout", "status", "deployment/checkout");
    assertThat(image("deployment/checkout")).endsWith(":1.4.0");
    assertThat(done("rollout", "undo", "deployment/checkout", "--to-revision=6"))
        .contains("skipped rollback");

    Printed unknown = kubectl.run("rollout", "undo", "deployment/checkout", "--to-revision=77");
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.err()).contains("unable to find specified revision 77");
  }

  @Test
  void it_rolls_a_stateful_set_and_a_daemon_set_back() throws Exception {
    assertThat(done("rollout", "undo", "statefulset/orders")).contains("rolled back");
    assertThat(done("rollout", "status", "statefulset/orders"))
        .containsAnyOf("rolling update complete", "roll out complete");
    assertThat(image("statefulset/orders")).endsWith(":3.1.0");
    assertThat(done("rollout", "undo", "statefulset/orders", "--to-revision=2"))
        .contains("rolled back");
    done("rollout", "status", "statefulset/orders");
    assertThat(image("statefulset/orders")).endsWith(":3.2.0");

    assertThat(done("rollout", "undo", "daemonset/log-agent", "--to-revision=1"))
        .contains("rolled back");
    assertThat(done("rollout", "status", "daemonset/log-agent"))
        .contains("successfully rolled out");
    assertThat(image("daemonset/log-agent")).endsWith(":0.9.0");
  }

  @Test
  void it_sees_a_rollout_get_stuck() throws Exception {
    done(
        "patch",
        "deployment/checkout",
        "--type=merge",
        "-p",
        "{\"spec\":{\"progressDeadlineSeconds\":1}}");
    outside.standIn.setFault("someone-deploys-unpullable", true);
    Printed stuck = kubectl.run("rollout", "status", "deployment/checkout");
    assertThat(stuck.exit()).isEqualTo(1);
    assertThat(stuck.err()).contains("exceeded its progress deadline");
    assertThat(done("get", "pods", "-o", "json", "-l", "app=checkout"))
        .contains("ImagePullBackOff");
  }

  @Test
  void it_asks_for_rights_and_meets_errors() throws Exception {
    assertThat(done("auth", "can-i", "patch", "deployments")).contains("yes");
    outside.standIn.deny("patch", "apps", "deployments");
    assertThat(kubectl.run("auth", "can-i", "patch", "deployments").out()).contains("no");

    assertThat(failed("rollout", "undo", "deployment/checkout"))
        .contains("deployments.apps \"checkout\" is forbidden", "cannot patch resource");
    assertThat(failed("get", "deploy", "nothing"))
        .contains("Error from server (NotFound): deployments.apps \"nothing\" not found");
    outside.standIn.reset();
    outside.standIn.setFault("webhook-denies", true);
    assertThat(failed("rollout", "undo", "deployment/checkout"))
        .contains("admission webhook", "denied the request");
    outside.standIn.setFault("webhook-denies", false);
    assertThat(
            failed(
                "patch",
                "deployment/checkout",
                "--type=json",
                "-p",
                "[{\"op\":\"replace\",\"path\":\"/metadata/resourceVersion\",\"value\":\"1\"}]"))
        .contains("(Conflict)", "the object has been modified");
    assertThat(
            failed(
                "patch",
                "deployment/checkout",
                "--type=json",
                "-p",
                "[{\"op\":\"test\",\"path\":\"/metadata/uid\",\"value\":\"1\"}]"))
        .containsAnyOf(
            "the server rejected our request due to an error in our request",
            "The request is invalid");
  }

  @Test
  void it_needs_the_token() throws Exception {
    outside.standIn.setFault("token-expired", true);
    assertThat(failed("get", "deploy")).containsIgnoringCase("you must be logged in");
    outside.kubeconfig(home, outside.standIn.token());
    assertThat(done("get", "deploy")).contains("checkout");
  }

  @Test
  void it_sends_a_patch_again_only_if_it_is_asked_to() throws Exception {
    outside.standIn.setFault("server-error-once", true);
    assertThat(failed("rollout", "undo", "deployment/checkout")).contains("leader changed");
    assertThat(patches()).isEqualTo(1);

    outside.standIn.setFault("retry-after-once", true);
    assertThat(done("rollout", "undo", "deployment/checkout")).contains("rolled back");
    assertThat(patches()).isEqualTo(3);
  }

  private long patches() {
    return outside.standIn.calls().getValuesAs(JsonObject.class).stream()
        .filter(each -> each.getString("method").equals("PATCH"))
        .count();
  }

  private String done(String... arguments) throws Exception {
    Printed printed = kubectl.run(arguments);
    assertThat(printed.exit()).as(printed.err()).isZero();
    return printed.out();
  }

  private String failed(String... arguments) throws Exception {
    Printed printed = kubectl.run(arguments);
    assertThat(printed.exit()).as(printed.out()).isEqualTo(1);
    return printed.err();
  }

  private int items(String... arguments) throws Exception {
    return json(done(arguments)).getJsonArray("items").size();
  }

  private String image(String object) throws Exception {
    return KubernetesFixture.image(json(done("get", object, "-o", "json")));
  }

  private static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
