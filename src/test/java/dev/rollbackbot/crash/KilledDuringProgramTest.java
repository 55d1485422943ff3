package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.store.TestDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.jobs.SlowDeployment;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bot is killed while a program runs: the program goes on, and is found again, once. */
final class KilledDuringProgramTest {
  @TempDir Path folder;

  private SlowDeployment deployment;
  private Cluster cluster;
  private Cluster.Instance instance;

  @BeforeEach
  void start() throws Exception {
    deployment = new SlowDeployment(folder);
    cluster = new Cluster(folder, TestDatabase.sqlite(folder), false);
    deployment.settings().forEach(cluster::set);
    instance = cluster.launch(_ -> false);
  }

  @AfterEach
  void stop() throws Exception {
    deployment.end(0);
    cluster.close();
  }

  private IncidentConversation running() throws Exception {
    IncidentConversation incident = SlowDeployment.approved(cluster.users());
    await().until(() -> deployment.started() == 1);
    return incident;
  }

  @Test
  void a_program_that_still_runs_is_followed_to_its_end() throws Exception {
    IncidentConversation incident = running();
    instance.kill();
    cluster.launch(_ -> false);
    incident.reads("deploying --to");
    deployment.end(0);
    incident.reads("exit status 0 after");
    incident.reads("*Checking*");
    assertThat(deployment.started()).isEqualTo(1);
  }

  @Test
  void a_program_that_ended_meanwhile_has_ended_as_it_did() throws Exception {
    IncidentConversation incident = running();
    instance.kill();
    deployment.end(3);
    cluster.launch(_ -> false);
    incident.reads("exit status 3");
    incident.reads("*Step 1 failed");
    assertThat(deployment.started()).isEqualTo(1);
  }
}
