package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.sandbox.kubernetes.KubernetesFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  private static Path runbook(Path folder) throws IOException {
    String text = Files.readString(Path.of("src/test/resources/runbooks/small.yaml"));
    Path out = Files.createDirectories(folder.resolve("runbooks"));
    Files.writeString(
        out.resolve("shop.yaml"),
        text.replace("id: small", "id: shop")
            .replace("kind: worker", "kind: deployment")
            .replace(
                "{resource: web-live, address: \"https://web.example.com\"}",
                "{resource: shop/checkout}")
            .replaceAll("(?s)  - id: logs\n.*?\n\n", "\n")
            .replaceAll("(?s)  probes:\n.*?  checks:", "  checks:")
            .replace("from: [health, seen]", "from: [seen]")
            .replace("propagation: 1m", "propagation: 1s"));
    return out;
  }
}
