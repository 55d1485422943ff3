package dev.rollbackbot.story.privacy;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.BotProcess;
import dev.rollbackbot.FastRunbookBot;
import dev.rollbackbot.cli.SandboxShop;
import dev.rollbackbot.crash.AotCache;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import dev.rollbackbot.sandbox.httpjobs.HttpJobsFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.jobs.DeployWorkflow;
import dev.rollbackbot.story.jobs.HttpJobIncident;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At TRACE, while a change is made at each provider but Cloudflare, no credential is logged. */
final class LoggedProviderSecretsTest {
  /** For the bot's log and database, which are searched when it ends. */
  @TempDir Path folder;

  /** For runbooks and credentials. */
  @TempDir Path files;

  private void trace(Map<String, String> settings, Sandbox sandbox, Consumer<SandboxUsers> story)
      throws Exception {
    Path log = folder.resolve("bot.log");
    Map<String, String> environment = new HashMap<>(BotProcess.environment(sandbox, folder, false));
    environment.putAll(settings);
    environment.put("LOG_LEVEL", "TRACE");
    BotProcess bot =
        BotProcess.launch(environment, log, AotCache.options(), FastRunbookBot.class.getName());
    await().until(() -> bot.answers("/healthz"));
    sandbox.deliverTo(bot.address());
    story.accept(new SandboxUsers(sandbox.address()));
    bot.stop();
    assertThat(Files.readString(log)).contains(" DEBUG ", " TRACE ");
  }

  private static Sandbox sandbox() {
    return Sandbox.start(new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true));
  }

  @Test
  void the_token_of_a_cluster() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      trace(
          SandboxShop.settings(sandbox, files),
          sandbox,
          users -> {
            users.types(REQUESTER, INCIDENTS, "/rollback shop");
            users.submits(REQUESTER, Map.of("description", ModalInput.text("Nobody can pay")));
            IncidentConversation incident =
                new IncidentConversation(users, users.channel("inc-1-shop"));
            incident.presses(REQUESTER, "Done");
            incident.reads("*Waiting for approval*");
            incident.presses(APPROVER, incident.approve());
            incident.reads("*Checking*");
          });
    }
  }

  @Test
  void the_token_of_github() throws Exception {
    try (Sandbox sandbox = sandbox();
        DeployWorkflow workflow = new DeployWorkflow(files)) {
      trace(
          workflow.settings(), sandbox, users -> DeployWorkflow.approved(users).reads("success, "));
      assertThat(workflow.dispatches()).isEqualTo(1);
    }
  }

  @Test
  void the_secrets_of_services_that_jobs_call_by_http() throws Exception {
    HttpJobsFixture services = HttpJobsFixture.start();
    try (Sandbox sandbox = sandbox()) {
      trace(
          HttpJobIncident.settings(services, files),
          sandbox,
          users -> {
            IncidentConversation incident = HttpJobIncident.approved(users, "jenkins");
            await().until(() -> services.standIn.started("/jenkins") == 1);
            services.standIn.end("/jenkins", true);
            incident.reads("*Checking*");
          });
    } finally {
      services.close();
    }
  }
}
