package dev.rollbackbot.sandbox.kubernetes.api;

import static dev.rollbackbot.sandbox.kubernetes.KubernetesFixture.CHECKOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.sandbox.kubernetes.KubernetesFixture;
import dev.rollbackbot.sandbox.kubernetes.KubernetesFixture.Reply;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ClusterFaultsTest {
  private KubernetesFixture outside;

  @BeforeEach
  void start() throws Exception {
    outside = KubernetesFixture.start();
  }

  @AfterEach
  void stop() throws Exception {
    outside.close();
  }

  private String patch(String tag) throws Exception {
    return "[{\"op\":\"replace\",\"path\":\"/spec/template\",\"value\":"
        + KubernetesFixture.template(outside.replicaSet(tag))
        + "}]";
  }

  private String image() throws Exception {
    return KubernetesFixture.image(outside.get(CHECKOUT).json()).replaceFirst(".*:", "");
  }

  @Test
  void a_server_that_is_down_or_busy_answers_without_a_status() throws Exception {
    outside.standIn.setFault("api-down", true);
    assertThat(outside.get(CHECKOUT).status()).isEqualTo(503);
    outside.standIn.setFault("api-down", false);
    outside.standIn.setFault("api-busy", true);
    Reply busy = outside.get(CHECKOUT);
    assertThat(busy.status()).isEqualTo(429);
    assertThat(busy.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(busy.body()).startsWith("Too many requests");
    outside.standIn.reset();
    assertThat(outside.get(CHECKOUT).status()).isEqualTo(200);
  }

  @Test
  void errors_of_the_server_leave_open_what_happened() throws Exception {
    String patch = patch("1.5.1");
    outside.standIn.setFault("server-error-once", true);
    Reply error = outside.patch(CHECKOUT, patch);
    assertThat(error.status()).isEqualTo(500);
    assertThat(error.reason()).isEqualTo("InternalError");
    assertThat(image()).isEqualTo("1.6.0");

    outside.standIn.setFault("retry-after-once", true);
    Reply retry = outside.patch(CHECKOUT, patch);
    assertThat(retry.reason()).isEqualTo("ServerTimeout");
    assertThat(retry.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(image()).isEqualTo("1.6.0");

    outside.standIn.setFault("server-error-done-once", true);
    assertThat(outside.patch(CHECKOUT, patch).status()).isEqualTo(500);
    assertThat(image()).isEqualTo("1.5.1");
  }

  @Test
  void an_answer_gets_lost_after_the_change() throws Exception {
    String patch = patch("1.5.1");
    outside.standIn.setFault("lose-answer-once", true);
    assertThatThrownBy(() -> outside.patch(CHECKOUT, patch)).isInstanceOf(IOException.class);
    assertThat(image()).isEqualTo("1.5.1");
    assertThat(outside.patch(CHECKOUT, patch("1.5.0")).status()).isEqualTo(200);
  }

  @Test
  void a_change_is_made_after_its_answer_if_its_version_is_still_the_present_one()
      throws Exception {
    outside.standIn.setFault("delay-change-once", true);
    Reply timeout = outside.patch(CHECKOUT, patch("1.5.1"));
    assertThat(timeout.status()).isEqualTo(504);
    assertThat(timeout.reason()).isEqualTo("Timeout");
    assertThat(image()).isEqualTo("1.6.0");
    outside.rollOut();
    assertThat(image()).isEqualTo("1.5.1");

    String version = outside.get(CHECKOUT).text("/metadata/resourceVersion");
    String guarded =
        "[{\"op\":\"replace\",\"path\":\"/metadata/resourceVersion\",\"value\":\""
            + version
            + "\"},"
            + patch("1.5.0").substring(1);
    outside.standIn.setFault("delay-change-once", true);
    assertThat(outside.patch(CHECKOUT, guarded).status()).isEqualTo(504);
    outside.standIn.setFault("someone-scales", true);
    outside.rollOut();
    assertThat(image()).isEqualTo("1.5.1");
  }

  @Test
  void argo_cd_takes_the_change_back() throws Exception {
    outside.standIn.setFault("self-heal", true);
    assertThat(outside.patch(CHECKOUT + "?fieldManager=bot", patch("1.5.1")).status())
        .isEqualTo(200);
    assertThat(image()).isEqualTo("1.5.1");
    outside.rollOut();
    assertThat(image()).isEqualTo("1.6.0");
    assertThat(outside.get(CHECKOUT).text("/metadata/managedFields"))
        .contains("\"manager\":\"argocd-controller\",\"operation\":\"Apply\"");

    outside.standIn.setFault("self-heal", false);
    outside.patch(CHECKOUT, patch("1.5.1"));
    outside.rollOut();
    assertThat(image()).isEqualTo("1.5.1");
    assertThat(outside.get(CHECKOUT).body()).doesNotContain("argocd.argoproj.io/tracking-id");
  }

  @Test
  void someone_else_deploys() throws Exception {
    outside.standIn.setFault("someone-deploys", true);
    assertThat(image()).isEqualTo("1.6.1");
    outside.rollOut();
    assertThat(
            outside.get(CHECKOUT).text("/metadata/annotations/deployment.kubernetes.io~1revision"))
        .isEqualTo("5");
  }

  @Test
  void an_unknown_fault_is_refused_with_a_list() {
    assertThatThrownBy(() -> outside.standIn.setFault("nothing", true))
        .hasMessageContaining("api-down");
  }
}
