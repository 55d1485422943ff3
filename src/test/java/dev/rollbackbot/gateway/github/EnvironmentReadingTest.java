package dev.rollbackbot.gateway.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.incident.commit.Commit;
import dev.rollbackbot.incident.commit.CommitHistory;
import dev.rollbackbot.incident.commit.UndoneCommits;
import dev.rollbackbot.incident.rollback.Outcome.Succeeded;
import dev.rollbackbot.incident.rollback.Outcome.Surveyed;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.job.CommitSource;
import dev.rollbackbot.sandbox.github.pulls.RepositoryPulls;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a service that a workflow deploys. */
final class EnvironmentReadingTest extends EnvironmentCase {
  @Test
  void live_is_what_was_deployed_last_with_success() {
    github.standIn.pulls().push("main", GOOD, "Good");
    github.standIn.pulls().push("main", BAD, "Bad");
    ServiceDeployments read = survey();
    assertThat(only(read.live())).isEqualTo(BAD);
    assertThat(read.live().author()).contains("anna");
    assertThat(read.live().onlyVersion().orElseThrow().label()).isEqualTo("bbbbbbbb");
    assertThat(read.live().onlyVersion().orElseThrow().message()).contains("Bad");
    assertThat(read.earlier()).extracting(EnvironmentRollbackTest::only).containsExactly(GOOD);
    assertThat(read.warnings()).isEmpty();
    assertThat(read.running()).isEmpty();
    int calls = github.standIn.calls().size();
    survey();
    assertThat(github.standIn.calls().size() - calls)
        .as("the list, the one that failed, and the environment")
        .isEqualTo(3);
  }

  @Test
  void what_a_rollback_undoes_is_counted_and_the_newest_are_listed() {
    RepositoryPulls pulls = github.standIn.pulls();
    pulls.push("main", GOOD, "Good");
    pulls.push("hotfix", "c".repeat(40), "Beside");
    for (int i = 1; i <= 6; i++) {
      pulls.push("main", "%040x".formatted(0xabc0 + i), "Change of anna@example.com " + i);
    }
    pulls.push("main", BAD, "Bad");
    UndoneCommits undone = undone();
    assertThat(undone.count()).isEqualTo(7);
    assertThat(undone.returning()).isZero();
    assertThat(undone.newest())
        .extracting(Commit::subject)
        .hasSize(UndoneCommits.LISTED)
        .startsWith("Bad")
        .noneMatch(subject -> subject.contains("anna@"));
    assertThat(undone.compare())
        .contains(github.page("").replace("/actions/runs/", "/compare/aaaaaaaa...bbbbbbbb"));
    assertThat(undone()).isEqualTo(undone);
    assertThat(github.calls("GET", "/compare/")).as("it never changes").hasSize(1);
  }

  @Test
  void what_lies_before_the_commits_that_are_listed_is_counted_all_the_same() {
    RepositoryPulls pulls = github.standIn.pulls();
    pulls.push("main", GOOD, "Good");
    for (int i = 1; i <= 120; i++) {
      pulls.push("main");
    }
    pulls.push("main", BAD, "Bad");
    assertThat(undone().count()).isEqualTo(121);
    assertThat(undone().newest()).isEmpty();
  }

  @Test
  void commits_that_only_the_earlier_version_has_become_live_again() {
    RepositoryPulls pulls = github.standIn.pulls();
    pulls.push("hotfix");
    pulls.push("hotfix", GOOD, "Good");
    pulls.push("main", BAD, "Bad");
    assertThat(undone().count()).isEqualTo(1);
    assertThat(undone().returning()).isEqualTo(2);
  }

  @Test
  void that_commits_are_not_known_holds_up_no_plan() {
    assertThat(undone().problem().orElseThrow()).contains("It does not exist");
  }

  @Test
  void the_newest_commits_of_a_branch_are_read() throws Exception {
    github.standIn.pulls().push("main", GOOD, "Good\n\nand why");
    CommitHistory read =
        provider.commits(new CommitSource(GitHubProvider.ID, "shop/web", "main", List.of()));
    assertThat(read.commits()).extracting(Commit::subject).startsWith("Good").hasSize(2);
    assertThat(read.commits().getFirst().parents()).containsExactly(read.commits().getLast().id());
    assertThat(read.compare().orElseThrow()).endsWith("/shop/web/compare/{from}...{to}");
  }

  @ParameterizedTest
  @CsvSource({
    "shop/other, main, GITHUB_REPOSITORIES does not list",
    "shop/web, gone, does not exist",
    "shop/web, a..b, is no name of a branch"
  })
  void commits_that_can_not_be_read(String repository, String branch, String why) {
    CommitSource source = new CommitSource(GitHubProvider.ID, repository, branch, List.of());
    assertThatThrownBy(() -> provider.commits(source))
        .isInstanceOfSatisfying(
            ProviderReadException.class, e -> assertThat(e.text()).contains(why));
  }

  @ParameterizedTest
  @CsvSource({
    "shop/other/deploy.yml@production, GITHUB_REPOSITORIES does not list",
    "shop/web/deploy.yml@staging, none is a success",
    "web, names no workflow and environment"
  })
  void what_is_not_there_can_not_be_read(String resource, String text) {
    assertThat(failed(surveyed(service(resource))).text()).contains(text);
  }

  @Test
  void a_deployment_whose_commit_can_not_be_told_is_not_taken_for_the_branchs() throws Exception {
    github.dispatch("deploy.yml", Map.of("version", "1.4.2"));
    Waiting.await().until(() -> github.standIn.newest().equals("completed success"));
    assertThat(failed(surveyed(SHOP)).text())
        .contains("GitHub does not tell which commit deploy.yml deployed", github.page("30433642"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "api.yml | api.yml has deployed to production of shop/web, and the runbook does not say"
            + " whether that is this service: if so, name it as in"
            + " shop/web/deploy.yml+api.yml@production; if not,",
        "'' | was made by no run of GitHub Actions, so whether it is one of this service is not"
      })
  void what_another_workflow_deployed_is_not_taken_for_this_service(String workflow, String why) {
    github
        .standIn
        .environment()
        .deployedBy(
            Optional.of(workflow).filter(w -> !w.isEmpty()),
            "d".repeat(40),
            Instant.now().minusSeconds(60));
    assertThat(failed(surveyed(SHOP)).text()).contains("What is live is not known.", why);
  }

  @Test
  void what_another_workflow_deployed_before_is_a_time_of_which_nothing_is_known() {
    Instant at = Instant.now().minusSeconds(600);
    github.standIn.environment().deployedBy(Optional.of("api.yml"), "d".repeat(40), at);
    github.standIn.environment().deployed("e".repeat(40), Instant.now().minusSeconds(60), true);
    ServiceDeployments read = survey();
    assertThat(read.earlier()).extracting(EnvironmentRollbackTest::only).containsExactly(BAD, GOOD);
    assertThat(read.gaps().orElseThrow())
        .singleElement()
        .satisfies(gap -> assertThat(gap).isCloseTo(at, within(2, ChronoUnit.SECONDS)));
  }

  @Test
  void a_workflow_that_the_runbook_names_deploys_the_same_service() {
    github
        .standIn
        .environment()
        .deployedBy(Optional.of("release.yml"), "d".repeat(40), Instant.now().minusSeconds(60));
    ServiceRef service = service("shop/web/deploy.yml+release.yml@production");
    ServiceDeployments read =
        ((Surveyed) ((Succeeded) surveyed(service)).finding()).services().getFirst();
    assertThat(only(read.live())).isEqualTo("d".repeat(40));
    assertThat(read.earlier()).extracting(EnvironmentRollbackTest::only).contains(BAD, GOOD);
  }

  @Test
  void readiness_reads_the_deployments() {
    provider.serve(List.of(), List.of(SHOP));
    assertThat(provider.problem()).isEmpty();
    assertThat(github.calls("GET", "/deployments?environment=production")).hasSize(1);
  }
}
