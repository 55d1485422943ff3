package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.sandbox.kubernetes.KubernetesFixture;
import dev.rollbackbot.sandbox.kubernetes.cluster.ApiResource;
import dev.rollbackbot.sandbox.kubernetes.cluster.ClusterOwner;
import dev.rollbackbot.sandbox.kubernetes.cluster.ObjectKey;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.ShopRunbook;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole rollback of a Deployment, from the command to RESOLVED. */
final class KubernetesRollbackStoryTest {
  @Test
  void a_deployment_is_rolled_back_by_two_people(@TempDir Path folder) throws Exception {
    KubernetesFixture cluster = KubernetesFixture.inRealTime();
    try {
      Path config = cluster.kubeconfig(folder, KubernetesFixture.TOKEN);
      Map<String, String> settings =
          Map.of("RUNBOOKS", runbook(folder).toString(), "KUBERNETES_CONFIG", config.toString());
      try (SandboxFixture fixture = SandboxFixture.quick(Path.of("manifest.yml"), _ -> settings)) {
        SandboxUsers users = fixture.sandboxUsers();
        users.types(REQUESTER, INCIDENTS, "/rollback shop");
        users.submits(REQUESTER, Map.of("description", ModalInput.text("Nobody can pay")));
        IncidentConversation incident =
            new IncidentConversation(users, users.channel("inc-1-shop"));
        incident.presses(REQUESTER, "Done");
        incident.reads("*Waiting for approval*");
        incident.reads("Kubernetes: the context sandbox (" + cluster.address().getAuthority());
        incident.reads("Kubernetes does not record whether an earlier revision ever worked.");
        incident.reads("Kubernetes: replicas, ConfigMaps, Secrets, Services, data");
        incident.presses(APPROVER, incident.approve());
        UsualRollback.toTheEnd(users, incident.channel());
        assertThat(KubernetesFixture.image(cluster.get(KubernetesFixture.CHECKOUT).json()))
            .endsWith(":1.5.1");
      }
    } finally {
      cluster.close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // through, of the first method and of the second | what the card says of it
        "-    | -       | A rollback past Argo CD does not last: with self-heal it is taken back at"
            + " once, otherwise with a later sync. No method of this runbook goes through it. Turn"
            + " auto-sync off first, or roll back there.",
        "flux | argo_cd | A rollback past Argo CD does not last: with self-heal it is taken back at"
            + " once, otherwise with a later sync. The method “By hand” goes through Argo CD.",
        "argo_cd | -    | Argo CD deploys Web (application checkout), and this method goes through"
            + " Argo CD.",
      })
  void what_argo_cd_does_to_the_rollback_is_on_the_card(
      String first, String second, String said, @TempDir Path folder) throws Exception {
    KubernetesFixture cluster = KubernetesFixture.inRealTime();
    try {
      cluster.standIn.mark(
          new ObjectKey(ApiResource.DEPLOYMENTS, "shop", "checkout"), ClusterOwner.ARGO_CD);
      Path file = runbook(folder).resolve("shop.yaml");
      Files.writeString(
          file,
          through(
              through(Files.readString(file), "    when: First choice\n", first),
              "    name: By hand\n    when: Otherwise\n",
              second));
      Path config = cluster.kubeconfig(folder, KubernetesFixture.TOKEN);
      Map<String, String> settings =
          Map.of("RUNBOOKS", file.getParent().toString(), "KUBERNETES_CONFIG", config.toString());
      try (SandboxFixture fixture = SandboxFixture.quick(Path.of("manifest.yml"), _ -> settings)) {
        SandboxUsers users = fixture.sandboxUsers();
        users.types(REQUESTER, INCIDENTS, "/rollback shop");
        users.submits(REQUESTER, Map.of("description", ModalInput.text("Nobody can pay")));
        IncidentConversation incident =
            new IncidentConversation(users, users.channel("inc-1-shop"));
        incident.presses(REQUESTER, "Done");
        incident.reads("*Waiting for approval*");
        incident.reads("Argo CD deploys Web (application checkout)");
        incident.reads(said);
      }
    } finally {
      cluster.close();
    }
  }

  private static String through(String runbook, String after, String owner) {
    assertThat(runbook).contains(after);
    return owner.equals("-")
        ? runbook
        : runbook.replace(after, after + "    through: " + owner + "\n");
  }

  private static Path runbook(Path folder) throws IOException {
    Path out = Files.createDirectories(folder.resolve("runbooks"));
    Files.writeString(
        out.resolve("shop.yaml"),
        ShopRunbook.of("deployment", "shop/checkout")
            .replace(
                "        expected: It works\n",
                """
                        expected: It works
                  - id: hand
                    name: By hand
                    when: Otherwise
                    steps:
                      - {id: hand, title: Roll it back, do: Do it., evidence: optional}
                """));
    return out;
  }
}
