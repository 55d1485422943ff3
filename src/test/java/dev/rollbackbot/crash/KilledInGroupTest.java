package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.store.TestDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.jobs.TwoDeployments;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bot is killed while two programs run at the same time: each is found again, once. */
final class KilledInGroupTest {
  @TempDir Path folder;

  private TwoDeployments deployments;
  private Cluster cluster;
  private Cluster.Instance instance;

  @BeforeEach
  void start() throws Exception {
    deployments = new TwoDeployments(folder);
    cluster = new Cluster(folder, TestDatabase.sqlite(folder), false);
    deployments.settings().forEach(cluster::set);
    instance = cluster.launch(_ -> false);
  }

  @AfterEach
  void stop() throws Exception {
    deployments.end("web", 0);
    deployments.end("api", 0);
    cluster.close();
  }

  @Test
  void one_that_ended_meanwhile_and_one_that_still_runs() throws Exception {
    IncidentConversation incident = deployments.running(cluster.users());
    instance.kill();
    deployments.end("api", 3);
    cluster.launch(_ -> false);
    incident.reads("*Rolling back, step 1 of 3; step 2 failed");
    deployments.end("web", 0);
    incident.reads("*Step 2 failed");
    incident.reads("“Deploy web”: exit status 0");
    assertThat(deployments.started("web")).isEqualTo(1);
    assertThat(deployments.started("api")).isEqualTo(1);
    await().untilAsserted(() -> assertThat(incident.text()).doesNotContain("person's turn"));
  }
}
