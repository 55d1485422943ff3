package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The factory's methods that run git and its build tools, with real git and stand-in tools. */
final class FactoryRevertStoryTest {
  @TempDir Path folder;

  private FactoryIncident factory;

  @BeforeEach
  void start() {
    factory = FactoryIncident.in(folder);
  }

  @Test
  void the_commits_are_reverted_built_tested_pushed_and_deployed() throws Exception {
    try (SandboxFixture fixture = factory.fixture()) {
      SandboxUsers users = fixture.sandboxUsers();
      String commits = String.join(" ", factory.machine().repository().factory());
      IncidentConversation incident =
          FactoryIncident.approved(users, "git-revert-jobs", "commits", commits);
      incident.reads("revert-output.txt");
      incident.reads(
          "exit status 0, then “Gateway is healthy”, “Factory endpoints answer 404” passed after");
      incident.reads("deploy-ui-output.txt");
      UsualRollback.toTheEnd(users, incident.channel());
      incident.reads("Factory endpoints disabled");
      String branch = factory.branch();
      assertThat(branch).matches("rollback/INC-1-\\d{8}T\\d{6}Z");
      assertThat(factory.repository().text(branch, "services/gateway/src/routes/public.ts"))
          .contains("/health")
          .doesNotContain("factory");
      assertThat(factory.repository().subjects(branch).subList(0, 2))
          .containsExactly(
              "Revert \"feat(gateway): Phase L1 stabilization\"",
              "Revert \"fix: resolve dashboard 429 errors and empty factory data\"");
      assertNoCheckoutIsLeft();
    }
  }

  @Test
  void commits_are_picked_from_those_of_the_repository() throws Exception {
    try (SandboxFixture fixture = factory.fixture()) {
      SandboxUsers users = fixture.sandboxUsers();
      List<String> commits =
          factory.machine().repository().factory().stream().map(c -> c.substring(0, 12)).toList();
      Path runbook = fixture.folder().resolve("runbooks/factory.yaml");
      Files.writeString(
          runbook,
          Files.readString(runbook)
              .replace("known: [aeaf375, c65b3ce]", "known: [%s]".formatted(commits.getFirst())));
      fixture.restart();
      IncidentConversation incident = FactoryIncident.with(users, "git-revert-jobs");
      incident.reads("_To choose:_ commits");
      incident.presses(REQUESTER, "Choose…");
      JsonObject view = users.modal(REQUESTER);
      assertThat(ModalInput.labels(view, "picked:commits"))
          .containsExactly(
              label(commits.getFirst(), "feat(gateway): Phase L1 stabilization"),
              label(subjects(view, 1), "docs: how to run it"),
              label(commits.getLast(), "fix: resolve dashboard 429 errors and empty factory data"),
              label(factory.machine().repository().good(), "Foundation 2.4.3"));
      assertThat(view.toString())
          .contains(
              "The newest 4 commits of main: ",
              ", from which the version of UI Pages was made that a rollback would return to, is"
                  + " none of them.")
          .contains("Dora, 2026-02-20");
      users.submits(
          REQUESTER, Map.of("picked:commits", ModalInput.options(view, "picked:commits", commits)));
      incident.reads("*Waiting for approval*");
      incident.reads("feat(gateway): Phase L1 stabilization, Dora");
      incident.presses(APPROVER, incident.approve());
      incident.reads("revert-output.txt");
      assertThat(factory.repository().subjects(factory.branch()).subList(0, 2))
          .containsExactly(
              "Revert \"feat(gateway): Phase L1 stabilization\"",
              "Revert \"fix: resolve dashboard 429 errors and empty factory data\"");
    }
  }

  private static String label(String id, String subject) {
    return id.substring(0, 7) + " " + subject;
  }

  private static String subjects(JsonObject view, int at) {
    return ModalInput.labels(view, "picked:commits").get(at).substring(0, 7);
  }

  @Test
  void a_conflict_names_its_files_and_nothing_was_pushed() throws Exception {
    try (SandboxFixture fixture = factory.fixture()) {
      String first = factory.machine().repository().factory().getFirst();
      IncidentConversation incident =
          FactoryIncident.approved(fixture.sandboxUsers(), "git-revert-jobs", "commits", first);
      incident.reads("conflicts in services/gateway/src/routes/public.ts. Nothing was pushed.");
      incident.reads("*Step 1 failed");
      assertThat(factory.repository().branches()).containsExactly("main");
      assertNoCheckoutIsLeft();
    }
  }

  /** Nothing is pushed before the build and the tests have passed. */
  @Test
  void a_build_a_test_and_a_deployment_that_fail_are_tried_again() throws Exception {
    try (SandboxFixture fixture = factory.fixture()) {
      SandboxUsers users = fixture.sandboxUsers();
      String commits = String.join(" ", factory.machine().repository().factory());
      users.fault("machine-build-fails", true);
      IncidentConversation incident =
          FactoryIncident.approved(users, "git-revert-jobs", "commits", commits);
      incident.reads("pnpm run build ended with exit status 1");
      incident.reads("*Step 1 failed");
      users.fault("machine-build-fails", false);
      users.fault("machine-tests-fail", true);
      incident.presses(REQUESTER, "Retry");
      incident.reads("pnpm test ended with exit status 1");
      incident.reads("*Step 1 failed");
      assertThat(factory.repository().branches()).containsExactly("main");
      users.fault("machine-tests-fail", false);
      users.fault("machine-deploy-fails", true);
      incident.presses(REQUESTER, "Retry");
      incident.reads("*Step 2 failed");
      assertThat(factory.branch()).startsWith("rollback/INC-1-");
      users.fault("machine-deploy-fails", false);
      incident.presses(REQUESTER, "Retry");
      UsualRollback.toTheEnd(users, incident.channel());
      assertNoCheckoutIsLeft();
    }
  }

  @Test
  void after_a_revert_that_was_skipped_nothing_is_deployed() throws Exception {
    try (SandboxFixture fixture = factory.fixture()) {
      String first = factory.machine().repository().factory().getFirst();
      IncidentConversation incident =
          FactoryIncident.approved(fixture.sandboxUsers(), "git-revert-jobs", "commits", first);
      incident.reads("*Step 1 failed");
      // As a rehearsal with another database leaves it.
      factory.somebodys().git("push", "--quiet", "origin", "main:refs/heads/rollback/INC-1");
      incident.says(REQUESTER, "Skip…", "A branch of that name is there");
      incident.reads("*Step 2 failed");
      incident.reads("The repository has no branch rollback/INC-1-");
      assertThat(incident.text()).doesNotContain("Deployed by wrangler");
    }
  }

  @Test
  void without_the_settings_it_is_said_and_people_do_it_by_hand() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      IncidentConversation incident =
          FactoryIncident.with(fixture.sandboxUsers(), "git-revert-jobs");
      incident.presses(REQUESTER, "Choose…");
      assertThat(fixture.sandboxUsers().modal(REQUESTER).toString())
          .contains("The commits of main could not be read: This bot is not connected to process");
      fixture
          .sandboxUsers()
          .submits(REQUESTER, Map.of("input:commits", ModalInput.text("aeaf375 c65b3ce")));
      incident.presses(APPROVER, incident.approve());
      incident.reads("This bot is not connected to process: its settings are missing.");
      incident.presses(REQUESTER, "Next method");
      incident.reads("“Git revert and redeploy”");
      incident.reads("*Waiting for approval*");
      incident.approved();
      incident.says(REQUESTER, "Done…", "aeaf375, c65b3ce");
      incident.reads("step 2 of 5");
    }
  }

  @Test
  void the_uis_earlier_commit_is_built_again_and_deployed() throws Exception {
    try (SandboxFixture fixture = factory.fixture()) {
      SandboxUsers users = fixture.sandboxUsers();
      String good = factory.machine().repository().good();
      IncidentConversation incident = FactoryIncident.approved(users, "ui-rebuild", "commit", good);
      incident.reads("rebuild-output.txt");
      incident.reads("exit status 0, then “Dashboard loads” passed after");
      assertThat(incident.text()).contains("a new build, close to the old one, not the same");
      awaitNoFactoryPage(fixture.sandbox());
      assertNoCheckoutIsLeft();
    }
  }

  @Test
  void kept_artifacts_of_the_ui_are_deployed() throws Exception {
    try (SandboxFixture fixture = factory.fixture()) {
      Path kept = Files.createDirectory(factory.machine().artifacts().resolve("ui-2.4.3"));
      Files.writeString(kept.resolve("dashboard.html"), "<h1>Dashboard</h1>");
      IncidentConversation incident =
          FactoryIncident.approved(fixture.sandboxUsers(), "ui-artifacts", "folder", "ui-2.4.3");
      incident.reads("artifacts-output.txt");
      incident.reads("exit status 0, then “Dashboard loads” passed after");
      awaitNoFactoryPage(fixture.sandbox());
    }
  }

  /** As users see it, when it is served everywhere. */
  private static void awaitNoFactoryPage(Sandbox sandbox) {
    HttpRequest page =
        HttpRequest.newBuilder(URI.create(sandbox.sitesUrl() + "/dashboard/factory")).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      await()
          .until(() -> http.send(page, HttpResponse.BodyHandlers.ofString()).statusCode() == 404);
    }
  }

  private void assertNoCheckoutIsLeft() throws IOException {
    assertThat(factory.checkoutIsLeft()).isFalse();
  }
}
