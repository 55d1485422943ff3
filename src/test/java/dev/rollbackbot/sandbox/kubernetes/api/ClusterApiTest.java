package dev.rollbackbot.sandbox.kubernetes.api;

import static dev.rollbackbot.sandbox.kubernetes.KubernetesFixture.CHECKOUT;
import static dev.rollbackbot.sandbox.kubernetes.KubernetesFixture.ORDERS;
import static dev.rollbackbot.sandbox.kubernetes.KubernetesFixture.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.sandbox.kubernetes.KubernetesFixture;
import dev.rollbackbot.sandbox.kubernetes.KubernetesFixture.Reply;
import dev.rollbackbot.sandbox.kubernetes.cluster.ApiResource;
import dev.rollbackbot.sandbox.kubernetes.cluster.ClusterOwner;
import dev.rollbackbot.sandbox.kubernetes.cluster.ObjectKey;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What kubectl does not show of the API. */
final class ClusterApiTest {
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

  private String guarded(JsonObject live, String tag) throws Exception {
    return """
    [{"op":"test","path":"/metadata/uid","value":"%s"},
     {"op":"test","path":"/spec/template","value":%s},
     {"op":"replace","path":"/metadata/resourceVersion","value":"%s"},
     {"op":"replace","path":"/spec/template","value":%s},
     {"op":"add","path":"/metadata/annotations/bot.example~1request","value":"R-1"}]
    """
        .formatted(
            live.getJsonObject("metadata").getString("uid"),
            live.getJsonObject("spec").get("template"),
            live.getJsonObject("metadata").getString("resourceVersion"),
            KubernetesFixture.template(outside.replicaSet(tag)));
  }

  @Nested
  final class A_patch {
    @Test
    void with_tests_and_a_version_changes_the_template_and_counts_the_generation_on()
        throws Exception {
      JsonObject live = outside.get(CHECKOUT).json();
      String patch = guarded(live, "1.5.1");
      Reply done = outside.patch(CHECKOUT + "?fieldManager=bot", patch);

      assertThat(done.status()).isEqualTo(200);
      assertThat(KubernetesFixture.image(done.json())).endsWith(":1.5.1");
      long generation = live.getJsonObject("metadata").getInt("generation");
      assertThat(done.text("/metadata/generation")).isEqualTo(String.valueOf(generation + 1));
      assertThat(done.text("/status/observedGeneration")).isEqualTo(String.valueOf(generation));
      assertThat(done.text("/metadata/managedFields")).contains("\"manager\":\"bot\"");
      assertThat(done.text("/metadata/resourceVersion"))
          .isNotEqualTo(live.getJsonObject("metadata").getString("resourceVersion"));

      assertThat(outside.patch(CHECKOUT, patch).status()).as("the same again").isEqualTo(422);
    }

    @Test
    void with_a_failed_test_or_a_missing_parent_is_invalid_without_a_cause() throws Exception {
      for (String patch :
          List.of(
              "[{\"op\":\"test\",\"path\":\"/metadata/uid\",\"value\":\"other\"}]",
              "[{\"op\":\"add\",\"path\":\"/metadata/nothing/here\",\"value\":\"x\"}]",
              "[{\"op\":\"replace\",\"path\":\"/spec/nothing\",\"value\":1}]")) {
        Reply refused = outside.patch(CHECKOUT, patch);
        assertThat(refused.status()).as(patch).isEqualTo(422);
        assertThat(refused.reason()).isEqualTo("Invalid");
        assertThat(refused.has("/details/causes")).isFalse();
      }
    }

    @Test
    void of_a_former_version_conflicts_after_its_tests() throws Exception {
      JsonObject live = outside.get(CHECKOUT).json();
      outside.standIn.setFault("conflict-once", true);
      Reply conflict = outside.patch(CHECKOUT, guarded(live, "1.5.1"));
      assertThat(conflict.status()).isEqualTo(409);
      assertThat(conflict.reason()).isEqualTo("Conflict");
      assertThat(conflict.text("/details/kind")).isEqualTo("deployments");

      Reply again = outside.patch(CHECKOUT, guarded(outside.get(CHECKOUT).json(), "1.5.1"));
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.text("/spec/replicas")).isEqualTo("4");
    }

    @Test
    void that_makes_the_object_invalid_names_the_field() throws Exception {
      Reply labels =
          outside.patch(
              CHECKOUT,
              "[{\"op\":\"replace\",\"path\":\"/spec/template/metadata/labels\","
                  + "\"value\":{\"app\":\"other\"}}]");
      assertThat(labels.status()).isEqualTo(422);
      assertThat(labels.text("/details/causes/0/field")).isEqualTo("spec.template.metadata.labels");
      Reply uid = outside.patch(ORDERS, STRATEGIC, "{\"metadata\":{\"uid\":\"other\"}}");
      assertThat(uid.status()).isEqualTo(422);
      assertThat(uid.text("/details/causes/0/field")).isEqualTo("metadata.uid");
    }

    @Test
    void that_is_a_dry_run_changes_nothing() throws Exception {
      JsonObject live = outside.get(CHECKOUT).json();
      Reply tried = outside.patch(CHECKOUT + "?dryRun=All", guarded(live, "1.5.1"));
      assertThat(tried.status()).isEqualTo(200);
      assertThat(KubernetesFixture.image(tried.json())).endsWith(":1.5.1");
      assertThat(outside.get(CHECKOUT).json()).isEqualTo(live);

      outside.standIn.setFault("webhook-refuses-dry-run", true);
      assertThat(outside.patch(CHECKOUT + "?dryRun=All", guarded(live, "1.5.1")).status())
          .isEqualTo(400);
      outside.standIn.setFault("webhook-denies", true);
      Reply denied = outside.patch(CHECKOUT, guarded(live, "1.5.1"));
      assertThat(denied.status()).isEqualTo(403);
      assertThat(denied.text("/message")).contains("denied the request");
      assertThat(outside.patch(CHECKOUT + "?dryRun=Some", "[]").status()).isEqualTo(422);
    }

    @Test
    void with_an_equal_result_writes_nothing() throws Exception {
      JsonObject live = outside.get(CHECKOUT).json();
      Reply same = outside.patch(CHECKOUT, MERGE, "{\"spec\":{\"replicas\":3}}");
      assertThat(same.status()).isEqualTo(200);
      assertThat(same.json()).isEqualTo(live);
    }

    @Test
    void of_another_type_or_form_is_refused() throws Exception {
      assertThat(outside.patch(CHECKOUT, "application/json", "{}").status()).isEqualTo(415);
      outside.standIn.setFault("self-heal", true);
      String application = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/checkout";
      assertThat(outside.patch(application, STRATEGIC, "{}").status()).isEqualTo(415);
      assertThat(outside.patch(CHECKOUT, "{").status()).isEqualTo(400);
      assertThat(outside.patch(CHECKOUT, "[{\"op\":\"turn\",\"path\":\"/a\"}]").status())
          .isEqualTo(400);
      String large = "[" + " ".repeat(3 * 1024 * 1024) + "]";
      assertThat(outside.patch(CHECKOUT, large).status()).isEqualTo(413);
    }
  }

  @Nested
  final class A_list {
    @Test
    void comes_in_pages() throws Exception {
      String path = SHOP + "/replicasets?labelSelector=app%3Dcheckout&limit=3";
      Reply first = outside.get(path);
      assertThat(first.json().getJsonArray("items")).hasSize(3);
      Reply second = outside.get(path + "&continue=" + first.text("/metadata/continue"));
      assertThat(second.json().getJsonArray("items")).hasSize(1);
      assertThat(second.has("/metadata/continue")).isFalse();
      assertThat(outside.get(path + "&continue=old").status()).isEqualTo(410);
    }

    @Test
    void is_limited_by_labels_and_name() throws Exception {
      assertThat(outside.items("/apis/apps/v1/deployments")).hasSize(2);
      assertThat(outside.items(SHOP + "/deployments?fieldSelector=metadata.name%3Dmailer"))
          .hasSize(1);
      assertThat(outside.items(SHOP + "/deployments?labelSelector=app%20in%20(mailer,x),!old"))
          .hasSize(1);
      assertThat(outside.items(SHOP + "/deployments?labelSelector=app!%3Dmailer")).hasSize(1);
      assertThat(outside.get(SHOP + "/deployments?labelSelector=a%20b").status()).isEqualTo(400);
      assertThat(outside.get(SHOP + "/deployments?fieldSelector=spec.x%3D1").status())
          .isEqualTo(400);
    }

    @Test
    void of_secrets_may_show_the_labels_only() throws Exception {
      ObjectKey checkout = new ObjectKey(ApiResource.DEPLOYMENTS, "shop", "checkout");
      outside.standIn.mark(checkout, ClusterOwner.HELM);
      Reply secrets =
          outside.send(
              "GET",
              "/api/v1/namespaces/shop/secrets?labelSelector=owner%3Dhelm,name%3Dcheckout",
              "",
              Map.of("Accept", "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io"));
      assertThat(secrets.text("/kind")).isEqualTo("PartialObjectMetadataList");
      assertThat(secrets.json().getJsonArray("items")).hasSize(3);
      assertThat(secrets.body()).contains("\"deployed\"").doesNotContain("\"data\"");
      assertThat(outside.get(CHECKOUT).body()).contains("meta.helm.sh/release-name");
    }
  }

  @Nested
  final class Owners_of_objects {
    @Test
    void leave_their_marks_and_have_objects_of_their_own() throws Exception {
      ObjectKey checkout = new ObjectKey(ApiResource.DEPLOYMENTS, "shop", "checkout");
      outside.standIn.setFault("self-heal", true);
      assertThat(outside.get(CHECKOUT).body())
          .contains("\"checkout:apps/Deployment:shop/checkout\"");
      Reply application =
          outside.get("/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/checkout");
      assertThat(application.text("/spec/syncPolicy/automated/selfHeal")).isEqualTo("true");

      outside.standIn.mark(checkout, ClusterOwner.FLUX_KUSTOMIZATION);
      String kustomization =
          "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/checkout";
      assertThat(outside.patch(kustomization, MERGE, "{\"spec\":{\"suspend\":true}}").status())
          .isEqualTo(200);
      assertThat(outside.get(kustomization).text("/spec/suspend")).isEqualTo("true");
      outside.standIn.mark(checkout, ClusterOwner.FLUX_HELM_RELEASE);
      Reply release =
          outside.get("/apis/helm.toolkit.fluxcd.io/v2/namespaces/shop/helmreleases/checkout");
      assertThat(release.text("/spec/driftDetection/mode")).isEqualTo("enabled");
    }
  }

  @Nested
  final class Who_may_call {
    @Test
    void only_the_token_of_the_moment_is_valid() throws Exception {
      outside.standIn.setFault("token-expired", true);
      Reply expired = outside.get(CHECKOUT);
      assertThat(expired.status()).isEqualTo(401);
      assertThat(expired.reason()).isEqualTo("Unauthorized");
      Map<String, String> renewed = Map.of("Authorization", "Bearer " + outside.standIn.token());
      assertThat(outside.send("GET", CHECKOUT, "", renewed).status()).isEqualTo(200);
    }

    @Test
    void a_missing_right_is_named_and_known_beforehand() throws Exception {
      String review =
          """
          {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview","spec":
           {"resourceAttributes":{"namespace":"shop","verb":"patch","group":"apps",
            "resource":"deployments","name":"checkout"}}}
          """;
      String path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
      Reply yes = outside.send("POST", path, review, Map.of("Content-Type", "application/json"));
      assertThat(yes.status()).isEqualTo(201);
      assertThat(yes.text("/status/allowed")).isEqualTo("true");

      outside.standIn.setFault("patch-forbidden", true);
      Reply no = outside.send("POST", path, review, Map.of("Content-Type", "application/json"));
      assertThat(no.text("/status/allowed")).isEqualTo("false");
      Reply forbidden = outside.patch(CHECKOUT, "[]");
      assertThat(forbidden.status()).isEqualTo(403);
      assertThat(forbidden.text("/message"))
          .contains("cannot patch resource \"deployments\" in API group \"apps\"");
    }

    @Test
    void what_is_not_there_is_not_found() throws Exception {
      assertThat(outside.get(SHOP + "/deployments/nothing").text("/details/name"))
          .isEqualTo("nothing");
      Reply group = outside.get("/apis/rollouts.example/v1/namespaces/shop/rollouts/x");
      assertThat(group.status()).isEqualTo(404);
      assertThat(group.has("/details/name")).isFalse();
      assertThat(outside.get("/nothing").body()).startsWith("404 page not found");
      Reply accept =
          outside.send(
              "GET", CHECKOUT, "", Map.of("Accept", "application/vnd.kubernetes.protobuf"));
      assertThat(accept.status()).isEqualTo(406);
      assertThat(outside.send("PUT", CHECKOUT, "{}", Map.of()).status()).isEqualTo(405);
    }
  }
}
