package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.store.TestDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.jobs.DeployWorkflow;
import dev.rollbackbot.story.jobs.DeployedEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bot is killed after it started a workflow: the run is found again, and is the only one. */
final class KilledDuringWorkflowTest {
  private static final String APPROVE =
      "At GitHub somebody has to approve the environment “production”.";

  @TempDir Path folder;

  private DeployWorkflow workflow;
  private Cluster cluster;

  @BeforeEach
  void start() throws Exception {
    workflow = new DeployWorkflow(folder);
    cluster = new Cluster(folder, TestDatabase.sqlite(folder), false);
    workflow.settings().forEach(cluster::set);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    workflow.close();
  }

  @Test
  void a_run_that_waits_is_followed_to_its_end() throws Exception {
    workflow.fault("needs-approval");
    Cluster.Instance instance = cluster.launch(_ -> false);
    IncidentConversation incident = DeployWorkflow.approved(cluster.users());
    incident.reads("somebody has to approve");
    instance.kill();
    cluster.launch(_ -> false);
    await().until(() -> workflow.github.standIn.decide(true));
    incident.reads("success, ");
    incident.reads("*Checking*");
    assertThat(workflow.dispatches()).isEqualTo(1);
  }

  /** The bot still looks for the run of which an older server told it nothing. */
  @Test
  void a_run_whose_id_was_not_known_yet_is_found_by_its_name() throws Exception {
    workflow.fault("old-server");
    workflow.fault("never-listed");
    Cluster.Instance instance = cluster.launch(_ -> false);
    IncidentConversation incident = DeployWorkflow.approved(cluster.users());
    await().until(() -> workflow.dispatches() == 1);
    instance.kill();
    workflow.github.standIn.setFault("never-listed", false);
    cluster.launch(_ -> false);
    incident.reads("success, ");
    assertThat(workflow.dispatches()).isEqualTo(1);
    assertThat(workflow.github.standIn.runs()).hasSize(1);
  }

  /** When it is killed, of a service's rollback. */
  enum Phase {
    /** It knows nothing of the run that it asked for. */
    ANSWER_LOST,
    WAITS_FOR_APPROVAL,
    /** The run goes on without anybody who looks at it. */
    RUN_ENDED
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void while_it_deploys_to_an_environment_whose_version_is_rolled_back(Phase phase)
      throws Exception {
    Path own = Files.createDirectory(folder.resolve("environment"));
    try (DeployedEnvironment environment = new DeployedEnvironment(own);
        Cluster other = new Cluster(own, TestDatabase.sqlite(own), false)) {
      environment.settings().forEach(other::set);
      environment.fault("needs-approval");
      if (phase == Phase.ANSWER_LOST) {
        environment.fault("lose-answer-once");
      }
      Cluster.Instance instance = other.launch(_ -> false);
      IncidentConversation incident = DeployedEnvironment.approved(other.users());
      await().until(() -> environment.dispatches() == 1);
      if (phase != Phase.ANSWER_LOST) {
        await().until(() -> environment.github.standIn.newest().equals("waiting"));
      }
      if (phase == Phase.WAITS_FOR_APPROVAL) {
        incident.reads("waits. " + APPROVE);
      }
      instance.kill();
      if (phase == Phase.RUN_ENDED) {
        assertThat(environment.github.standIn.decide(true)).isTrue();
        await().until(() -> environment.github.standIn.newest().equals("completed success"));
      }
      other.launch(_ -> false);
      if (phase == Phase.ANSWER_LOST) {
        incident.reads("waits. " + APPROVE);
      }
      if (phase != Phase.RUN_ENDED) {
        await().until(() -> environment.github.standIn.decide(true));
      }
      incident.reads("*Checking*");
      if (phase != Phase.RUN_ENDED) {
        incident.saysOnce(APPROVE);
      }
      assertThat(environment.dispatches()).isEqualTo(1);
      assertThat(environment.github.standIn.runs()).hasSize(1);
    }
  }
}
