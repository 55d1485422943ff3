package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.store.TestDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.jobs.DeployedEnvironment;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bot is killed while the workflow deploys: the run is found again, and is the only one. */
final class KilledDuringEnvironmentRollbackTest {
  @TempDir Path folder;

  @Test
  void the_run_is_found_by_its_name() throws Exception {
    try (DeployedEnvironment environment = new DeployedEnvironment(folder);
        Cluster cluster = new Cluster(folder, TestDatabase.sqlite(folder), false)) {
      environment.settings().forEach(cluster::set);
      environment.fault("needs-approval");
      Cluster.Instance instance = cluster.launch(_ -> false);
      IncidentConversation incident = DeployedEnvironment.approved(cluster.users());
      await().until(() -> environment.dispatches() == 1);
      instance.kill();
      cluster.launch(_ -> false);
      await().until(() -> environment.github.standIn.decide(true));
      incident.reads("*Checking*");
      assertThat(environment.dispatches()).isEqualTo(1);
      assertThat(environment.github.standIn.runs()).hasSize(1);
    }
  }
}
