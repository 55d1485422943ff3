package dev.rollbackbot.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Job;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.sandbox.kubernetes.KubernetesFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings, kubeconfig files and TLS. */
final class KubernetesConfigTest {
  private static final String SECRET = "secret-that-nobody-sees";

  @TempDir private Path folder;

  private KubernetesOptions options(Map<String, String> environment) {
    return KubernetesOptions.of(environment, InboundLimits.defaults()).orElseThrow();
  }

  private Path config(String cluster, String user) throws Exception {
    return Files.writeString(
        folder.resolve("config"),
        """
        apiVersion: v1
        current-context: main
        clusters: [{name: c, cluster: {%s}}]
        users: [{name: u, user: {%s}}]
        contexts:
        - {name: main, context: {cluster: c, user: u}}
        - {name: other, context: {cluster: c, user: u}}
        - {name: broken, context: {cluster: none, user: u}}
        """
            .formatted(cluster, user));
  }

  private Outcome survey(KubernetesOptions options) {
    return survey(options, KubernetesGatewayFixture.CHECKOUT);
  }

  private Outcome survey(KubernetesOptions options, ServiceRef service) {
    InstantSource clock = InstantSource.system();
    try (ProviderGateway gateway =
        new ProviderGateway(
            Map.of(KubernetesProvider.ID, new KubernetesProvider(options, List.of(), clock)),
            clock)) {
      Invocation survey = Invocation.Survey.of(List.of(service));
      return ((Finished) gateway.submit(new Job("job-1", survey), () -> true)).outcome();
    }
  }

  @Test
  void without_settings_there_is_no_kubernetes() {
    assertThat(KubernetesOptions.of(Map.of(), InboundLimits.defaults())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server: https://k.example | exec: {command: aws, args: [x]} | (exec), which the bot does"
            + " not do: give it a token",
        "server: https://k.example | auth-provider: {name: gcp} | (auth-provider)",
        "server: https://k.example | username: a, password: secret-that-nobody-sees | a user name"
            + " and a password",
        "server: https://k.example | client-certificate-data: secret-that-nobody-sees | a client"
            + " certificate",
        "server: https://k.example | as: admin, token: secret-that-nobody-sees | acts as somebody"
            + " else",
        "server: https://k.example | {} | has no token and no tokenFile",
        "server: https://k.example | token: 'secret-that-nobody-sees and more' | holds characters"
            + " that no token has",
        "server: https://k.example | tokenFile: nowhere | nowhere, which does not exist",
        "server: https://k.example, insecure-skip-tls-verify: true | token: secret-that-nobody-sees"
            + " | insecure-skip-tls-verify",
        "server: http://k.example | token: secret-that-nobody-sees | would show the token to the"
            + " network",
        "server: https://secret-that-nobody-sees@k.example | token: x | is no https address",
        "certificate-authority: x | token: x | has no server",
        "server: https://k.example, certificate-authority: nowhere | token: x | nowhere, can't be"
            + " read",
        "server: https://k.example, certificate-authority-data: eA== | token: x | no base64 of a"
            + " certificate",
      })
  void a_kubeconfig_that_can_not_be_used_is_refused(String cluster, String user, String text)
      throws Exception {
    Path config = config(cluster, user.equals("{}") ? "" : user);
    assertThatThrownBy(() -> options(Map.of("KUBERNETES_CONFIG", config.toString())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text)
        .message()
        .doesNotContain(SECRET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KUBERNETES_CONTEXT | none | has no context none. It has: main, other, broken.",
        "KUBERNETES_CONTEXT_STAGING | none | KUBERNETES_CONTEXT_STAGING:",
        "KUBERNETES_CONTEXT | broken | the cluster of the context broken is not in the list"
            + " clusters",
      })
  void a_context_that_is_not_there_is_refused(String setting, String context, String text)
      throws Exception {
    Path config = config("server: https://k.example", "token: x");
    assertThatThrownBy(
            () -> options(Map.of("KUBERNETES_CONFIG", config.toString(), setting, context)))
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "KUBERNETES_CONFIG=in-cluster | runs in no pod with a service account",
        "KUBERNETES_CONFIG=in-cluster;KUBERNETES_CONTEXT=x | goes with a kubeconfig file, not with",
        "KUBERNETES_CONTEXT=x | KUBERNETES_CONFIG is not",
        "KUBERNETES_CONFIG=GARBAGE;KUBERNETES_CONTEXT_STAGING= | KUBERNETES_CONTEXT_STAGING is"
            + " empty: give it a context of the kubeconfig file, or remove the setting.",
        "KUBERNETES_CONFIG=GARBAGE;KUBERNETES_CONTEXT= | KUBERNETES_CONTEXT is empty",
        "KUBERNETES_CONFIG=/nowhere/config | can't be read",
        "KUBERNETES_CONFIG=GARBAGE | which is no kubeconfig",
      })
  void settings_that_do_not_fit_are_refused(String settings, String text) throws Exception {
    Path garbage = Files.writeString(folder.resolve("garbage"), "- " + SECRET + ": [");
    Map<String, String> environment = new HashMap<>();
    for (String setting : settings.split(";")) {
      String[] parts = setting.split("=", 2);
      environment.put(parts[0], parts[1].replace("GARBAGE", garbage.toString()));
    }
    assertThatThrownBy(() -> options(environment))
        .hasMessageContaining(text)
        .message()
        .doesNotContain(SECRET);
  }

  @Test
  void once_an_environment_has_a_context_of_its_own_no_other_is_taken_for_it() throws Exception {
    KubernetesFixture cluster = KubernetesFixture.start();
    try {
      Path config = cluster.kubeconfig(folder, KubernetesFixture.TOKEN);
      Map<String, String> settings =
          Map.of(
              "KUBERNETES_CONFIG", config.toString(), "KUBERNETES_CONTEXT_PRODUCTION", "sandbox");
      KubernetesOptions options = options(settings);
      ServiceRef staging = in("staging", Optional.empty());
      String error =
          "KUBERNETES_CONTEXT_STAGING is not set, but KUBERNETES_CONTEXT_PRODUCTION is: once one"
              + " environment has a context of its own, each needs one, or it would be rolled back"
              + " in another's cluster. Set it to the context of staging, even if it is the same"
              + " one.";
      assertThat(survey(options, staging))
          .isInstanceOfSatisfying(
              Outcome.Failed.class, failed -> assertThat(failed.text()).contains(error));
      assertThat(survey(options, in("production", Optional.of("other.example:6443"))))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed ->
                  assertThat(failed.text())
                      .contains("It was planned in the context other (other.example:6443), and")
                      .endsWith("Make the plan again."));
      assertThat(cluster.standIn.calls()).as("nothing of either reached the cluster").isEmpty();

      ServiceRef production = in("production", Optional.empty());
      assertThat(survey(options, production)).isInstanceOf(Outcome.Succeeded.class);
      assertThat(provider(options, production).withoutCluster()).isEmpty();
      try (KubernetesProvider provider = provider(options, production, staging)) {
        assertThat(provider.withoutCluster()).contains(error);
        assertThat(provider.problem()).contains(error);
      }
      Map<String, String> misspelt = new HashMap<>(settings);
      misspelt.put("KUBERNETES_CONTEXT_STAGIN", "sandbox");
      assertThat(provider(options(misspelt), production, staging).withoutCluster().orElseThrow())
          .startsWith("KUBERNETES_CONTEXT_STAGING is not set, but")
          .endsWith("No environment of Kubernetes fits KUBERNETES_CONTEXT_STAGIN: is it misspelt?");
    } finally {
      cluster.close();
    }
  }

  private static ServiceRef in(String environment, Optional<String> server) {
    return new ServiceRef(
        KubernetesGatewayFixture.CHECKOUT.service(),
        KubernetesGatewayFixture.CHECKOUT.resource(),
        Optional.of(environment),
        server.map(s -> new ServiceRef.ClusterRef("the context other", s, false)));
  }

  private static KubernetesProvider provider(KubernetesOptions options, ServiceRef... services) {
    return new KubernetesProvider(options, List.of(services), InstantSource.system());
  }

  @Test
  void a_cluster_is_known_by_its_server_and_the_shared_one_has_what_was_recorded_before()
      throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("config"),
            """
            apiVersion: v1
            current-context: main
            clusters:
            - {name: a, cluster: {server: "https://A.example"}}
            - {name: b, cluster: {server: "https://b.example:6443/k8s/clusters/c-1"}}
            users: [{name: u, user: {token: x}}]
            contexts:
            - {name: main, context: {cluster: a, user: u}}
            - {name: again, context: {cluster: a, user: u}}
            - {name: drill, context: {cluster: b, user: u}}
            """);
    Map<String, String> shared = Map.of("KUBERNETES_CONFIG", config.toString());
    assertThat(options(shared).cluster("any"))
        .contains(new ServiceRef.ClusterRef("the context main", "a.example:443", true));
    Map<String, String> settings = new HashMap<>(shared);
    settings.put("KUBERNETES_CONTEXT_LIVE", "again");
    settings.put("KUBERNETES_CONTEXT_EU_DRILL", "drill");
    KubernetesOptions options = options(settings);
    assertThat(options.cluster("live"))
        .contains(new ServiceRef.ClusterRef("the context again", "a.example:443", true));
    assertThat(options.cluster("eu-drill"))
        .contains(
            new ServiceRef.ClusterRef(
                "the context drill", "b.example:6443/k8s/clusters/c-1", false));
    assertThat(options.cluster("any")).isEmpty();
  }

  @Test
  void an_environment_with_a_context_of_its_own_uses_no_other() throws Exception {
    Path config = config("server: https://k.example", "token: x");
    KubernetesOptions options =
        options(
            Map.of(
                "KUBERNETES_CONFIG", config.toString(), "KUBERNETES_CONTEXT_EU_STAGING", "other"));
    assertThat(options.clusters().keySet()).containsExactlyInAnyOrder("", "EU_STAGING");
    assertThat(options.clusters().get("EU_STAGING").name()).isEqualTo("the context other");
    assertThat(options.clusters().get("").name()).isEqualTo("the context main");
    assertThat(options.contextsWithoutEnvironment(List.of("production")))
        .containsExactly("KUBERNETES_CONTEXT_EU_STAGING");
    assertThat(options.contextsWithoutEnvironment(List.of("eu-staging"))).isEmpty();
  }

  @Test
  void a_pod_uses_its_service_account() throws Exception {
    Files.writeString(folder.resolve("ca.crt"), KubernetesFixture.certificate());
    Files.writeString(folder.resolve("token"), SECRET);
    KubernetesOptions options =
        KubernetesOptions.of(
                Map.of(
                    "KUBERNETES_CONFIG", "in-cluster",
                    "KUBERNETES_SERVICE_HOST", "fd00::1",
                    "KUBERNETES_SERVICE_PORT", "443"),
                InboundLimits.defaults(),
                new KubernetesOptions.CallTimings(
                    Waiting.LIMIT, Waiting.LIMIT, Waiting.LIMIT, Waiting.LIMIT),
                folder)
            .orElseThrow();
    ClusterAccess access = options.clusters().get("");
    assertThat(access.server()).hasToString("https://[fd00::1]:443");
    assertThat(access.tls()).isPresent();
    assertThat(options.toString()).doesNotContain(SECRET);
  }

  @Test
  void over_tls_the_clusters_own_authority_is_trusted_and_no_other() throws Exception {
    KubernetesFixture cluster = KubernetesFixture.secure();
    try {
      Path config = cluster.kubeconfig(folder, KubernetesFixture.TOKEN);
      String text = Files.readString(config);
      assertThat(survey(options(Map.of("KUBERNETES_CONFIG", config.toString()))))
          .isInstanceOf(Outcome.Succeeded.class);

      Files.writeString(config, text.replaceAll("certificate-authority-data: .*\n", "\n"));
      assertThat(survey(options(Map.of("KUBERNETES_CONFIG", config.toString()))))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.text()).contains("was not reached: TLS failed"));

      Files.writeString(
          config, text.replace("    server:", "    tls-server-name: other.example\n    server:"));
      assertThat(survey(options(Map.of("KUBERNETES_CONFIG", config.toString()))))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.text()).contains("TLS failed", "other.example"));
    } finally {
      cluster.close();
    }
  }

  @Test
  void a_wrong_token_is_named_by_its_context() throws Exception {
    KubernetesFixture cluster = KubernetesFixture.start();
    try {
      Path config = cluster.kubeconfig(folder, SECRET);
      assertThat(survey(options(Map.of("KUBERNETES_CONFIG", config.toString()))))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed ->
                  assertThat(failed.text())
                      .contains(
                          "The token of the context sandbox is not accepted: it is wrong or has"
                              + " expired.")
                      .doesNotContain(SECRET));
    } finally {
      cluster.close();
    }
  }
}
