package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.store.TestDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.jobs.RevertPullRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bot is killed in each phase of a pull request: it is opened once and merged once. */
final class KilledDuringPullRequestTest {
  @TempDir Path folder;

  private RevertPullRequest revert;
  private Cluster cluster;

  @BeforeEach
  void start() throws Exception {
    revert = new RevertPullRequest(folder);
    cluster = new Cluster(folder, TestDatabase.sqlite(folder), false);
    revert.settings().forEach(cluster::set);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    revert.close();
  }

  @Test
  void while_it_is_opened() throws Exception {
    revert.fault("lose-answer-once");
    Cluster.Instance instance = cluster.launch(_ -> false);
    IncidentConversation incident = RevertPullRequest.approved(cluster.users());
    await().until(() -> revert.opened() == 1);
    instance.kill();
    cluster.launch(_ -> false);
    mergedOnce(incident);
  }

  @Test
  void while_a_review_is_waited_for_and_while_it_is_merged() throws Exception {
    revert.fault("review-required");
    Cluster.Instance instance = cluster.launch(_ -> false);
    IncidentConversation incident = RevertPullRequest.approved(cluster.users());
    incident.reads("lacks a review");
    instance.kill();
    revert.fault("lose-answer-once");
    Cluster.Instance next = cluster.launch(_ -> false);
    revert.approve();
    await().until(() -> revert.merges() == 1);
    next.kill();
    cluster.launch(_ -> false);
    mergedOnce(incident);
  }

  private void mergedOnce(IncidentConversation incident) {
    incident.reads("merged into main");
    incident.reads("*Checking*");
    assertThat(revert.opened()).isEqualTo(1);
    assertThat(revert.merges()).isEqualTo(1);
    assertThat(revert.github.standIn.pulls().all()).hasSize(1);
  }
}
