package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.sandbox.httpjobs.HttpJobsFixture;
import dev.rollbackbot.store.TestDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.jobs.HttpJobIncident;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bot is killed while it waits for an answer about a job: the job goes on, and is found. */
final class KilledDuringHttpJobTest {
  @TempDir Path folder;

  private final CountDownLatch killed = new CountDownLatch(1);
  private final AtomicBoolean reached = new AtomicBoolean();
  private HttpJobsFixture services;
  private Cluster cluster;
  private Cluster.Instance instance;

  @BeforeEach
  void start() throws Exception {
    services = HttpJobsFixture.start();
    cluster = new Cluster(folder, TestDatabase.sqlite(folder), false);
    HttpJobIncident.settings(services, folder).forEach(cluster::set);
    instance = cluster.launch(_ -> false);
  }

  @AfterEach
  void stop() throws Exception {
    killed.countDown();
    cluster.close();
    services.close();
  }

  /** Holds the answer to the first call of that kind until the bot is dead. */
  private void holdAnswerTo(String call) {
    services.standIn.onCall(made -> {
      if (made.matches(call) && !reached.getAndSet(true)) {
        try {
          killed.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    });
  }

  @ParameterizedTest
  @CsvSource({
    "gitlab, POST .*/pipeline",
    "rundeck, POST .*/run",
    "jenkins, POST .*/buildWithParameters",
    "gitlab, GET .*/pipelines/4711",
    "jenkins, GET .*/job/rollback/4711/.*"
  })
  void it_is_started_once_and_followed_to_its_end(String service, String call) throws Exception {
    holdAnswerTo(call);
    IncidentConversation incident = HttpJobIncident.approved(cluster.users(), service);
    await().until(reached::get);
    instance.kill();
    killed.countDown();
    cluster.launch(_ -> false);
    services.standIn.end("/" + service, true);
    incident.reads("*Checking*");
    assertThat(services.standIn.started("/" + service)).isEqualTo(1);
  }
}
