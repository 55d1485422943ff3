package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.gateway.process.repository.RealRepository;
import dev.rollbackbot.runbook.SourceText;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emergency removal by a patch that stands beside the runbook. */
final class FactoryRemovalStoryTest {
  private static final String METHOD = "code-removal-jobs";
  private static final String ROUTES = "services/gateway/src/routes/public.ts";
  private static final Path PATCH = Path.of("src/main/resources/runbooks/factory-removal.patch");

  @TempDir Path folder;

  private static void approve(IncidentConversation incident) {
    incident.reads("*Waiting for approval*");
    incident.reads("applies factory-removal.patch");
    incident.presses(APPROVER, incident.approve());
  }

  @Test
  void what_the_card_shows_is_applied_built_tested_pushed_and_deployed() throws Exception {
    FactoryIncident factory = FactoryIncident.in(folder);
    try (SandboxFixture fixture = factory.fixture()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = FactoryIncident.with(users, METHOD);
      incident.reads("SHA-256 `" + SourceText.sha256(Files.readString(PATCH)) + "`");
      assertThat(incident.text())
          .contains("-app.get('/api/public/factory/templates', cached(templates));")
          .contains("-&lt;h1&gt;Factory&lt;/h1&gt;")
          .contains("Nobody can use the Factory")
          .contains("_Way back:_ Delete that branch");
      approve(incident);
      incident.reads("deploy-ui-output.txt");
      incident.reads("*Checking*");
      // It takes the feature out; what else the newer planning-machine breaks stays.
      incident.waives("planning-machine-health", "Not part of this method");
      incident.waives("error-rate", "Its share of the errors stays");
      UsualRollback.toTheEnd(users, incident.channel());
      incident.reads("Factory endpoints disabled");
      RealRepository repository = factory.repository();
      String branch = factory.branch();
      assertThat(branch).startsWith("removal/INC-1");
      assertThat(repository.text(branch, ROUTES)).contains("/health").doesNotContain("factory");
      assertThat(repository.subjects(branch))
          .startsWith("emergency: remove factory endpoints and pages");
      assertThat(factory.checkoutIsLeft()).isFalse();
    }
  }

  @Test
  void one_that_does_not_fit_any_more_changes_nothing_and_names_what_does_not_fit()
      throws Exception {
    FactoryIncident factory = FactoryIncident.in(folder);
    try (SandboxFixture fixture = factory.fixture()) {
      factory.somebodys().commits(ROUTES, "app.get('/health', health);\nfactory(app);\n");
      IncidentConversation incident = FactoryIncident.with(fixture.sandboxUsers(), METHOD);
      approve(incident);
      incident.reads(
          "The patch does not apply to main: "
              + ROUTES
              + " (the hunk at line 1). Nothing was"
              + " pushed.");
      assertThat(factory.repository().branches()).containsExactly("main");
      incident.presses(REQUESTER, "Next method");
    }
  }

  @Test
  void a_file_that_is_changed_after_the_declaration_is_not_applied() throws Exception {
    FactoryIncident factory = FactoryIncident.in(folder);
    try (SandboxFixture fixture = factory.fixture()) {
      IncidentConversation incident = FactoryIncident.with(fixture.sandboxUsers(), METHOD);
      incident.reads("applies factory-removal.patch");
      Files.writeString(
          fixture.folder().resolve("runbooks/factory-removal.patch"),
          Files.readString(PATCH)
              .replace("@@ -1,2 +1 @@", "@@ -1,2 +1,2 @@")
              .replace(
                  "-app.get('/api/public/factory/templates'",
                  "+app.get('/api/public/secrets', secrets);\n"
                      + "-app.get('/api/public/factory/templates'"));
      approve(incident);
      incident.reads("remove-output.txt");
      incident.reads("deploy-gateway-output.txt");
      String branch = factory.branch();
      assertThat(factory.repository().text(branch, ROUTES)).doesNotContain("secrets");
    }
  }
}
