package dev.rollbackbot.gateway.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.JobRunner.PerhapsStarted;
import dev.rollbackbot.gateway.JobRunner.RunAsBefore;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.RunUnderWay;
import dev.rollbackbot.gateway.JobRunner.RunUnreadable;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.runbook.job.MergeSpec;
import dev.rollbackbot.runbook.job.MergeSpec.MergeMethod;
import dev.rollbackbot.runbook.job.PullRequestSpec;
import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pull requests, against the stand-in, whose time moves on request. */
final class PullRequestJobsTest extends PullRequestBed {
  @Nested
  final class Opens {
    @Test
    void once_with_the_jobs_id_and_the_commit_in_its_text() {
      String sha = github.standIn.pulls().push(BRANCH);
      String number = started(open(), ID);
      assertThat(number).isEqualTo("41");
      assertThat(pull().title).isEqualTo("Revert 3f9c2d1");
      assertThat(pull().body)
          .matches(
              "Because of the incident[.]\n\nRollback Bot, %s, commit %s, seal [0-9a-f]{32}"
                  .formatted(ID, sha));
      assertThat(runner().find(open(), ID)).isEqualTo(new Started(number));
      assertThat(runner().find(open(), "INC-7/3")).isInstanceOf(PerhapsStarted.class);
      assertThat(posts()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lose-answer-once", "server-error-done-once"})
    void a_lost_answer_is_found_again_and_nothing_is_sent_twice(String fault) {
      github.standIn.pulls().push(BRANCH);
      fault(fault);
      assertThat(runner().start(open(), ID, () -> true)).isInstanceOf(PerhapsStarted.class);
      assertThat(runner().find(open(), ID)).isEqualTo(new Started("41"));
      assertThat(posts()).isEqualTo(1);
    }

    @Test
    void a_server_error_without_one_stays_unknown() {
      github.standIn.pulls().push(BRANCH);
      fault("server-error-once");
      assertThat(runner().start(open(), ID, () -> true)).isInstanceOf(PerhapsStarted.class);
      assertThat(runner().find(open(), ID))
          .isInstanceOfSatisfying(
              PerhapsStarted.class, p -> assertThat(p.text()).contains("lists no pull request"));
    }

    @Test
    void one_that_is_open_already_is_taken() {
      String number = opened();
      assertThat(started(open(), "INC-7/9-20260302T130000Z")).isEqualTo(number);
      assertThat(posts()).isEqualTo(1);
    }

    @Test
    void one_of_a_person_is_not_taken_and_the_way_on_is_told() {
      github.standIn.pulls().push(BRANCH);
      github.standIn.pulls().open("Revert", "by hand", BRANCH, "main", "anna");
      NotStarted refused = refused(open(), ID);
      assertThat(refused.code()).isEqualTo("not-the-bots");
      assertThat(refused.text())
          .contains(
              page(String.valueOf(pull().number)),
              "opened by anna",
              "Close it and press “Retry”",
              "skip this step");
      assertThat(posts()).isZero();
      github.standIn.pulls().setOpen(pull(), false);
      started(open(), ID);
      assertThat(posts()).isOne();
    }

    @Test
    void nothing_is_sent_by_an_instance_that_lost_its_lease() {
      github.standIn.pulls().push(BRANCH);
      assertThat(runner().start(open(), ID, () -> false)).isInstanceOf(PerhapsStarted.class);
      assertThat(posts()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "shop/other | rollback/INC-7 | repository-not-allowed | does not list",
          "shop/web | rollback/../x | no-branch-name | no name of a branch",
          "shop/web | a b | no-branch-name | no name of a branch",
          "shop/web | never-pushed | http-404 | The branch never-pushed of shop/web can't be read"
        })
    void what_can_not_be_opened_is_refused(
        String repository, String head, String code, String text) {
      NotStarted refused =
          refused(open(new PullRequestBranches(repository, head, "main", List.of())), ID);
      assertThat(refused.code()).isEqualTo(code);
      assertThat(refused.text()).contains(text);
      assertThat(posts()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
      "token-refused, http-401",
      "write-forbidden, http-403",
      "primary-limit, rate-limited",
      "api-down, http-503",
      "garbage, unreadable-answer"
    })
    void trouble_before_it_is_a_failure(String fault, String code) {
      github.standIn.pulls().push(BRANCH);
      fault(fault);
      assertThat(refused(open(), ID).code()).isEqualTo(code);
      assertThat(github.standIn.pulls().all()).isEmpty();
    }
  }

  @Nested
  final class Waits {
    @Test
    void until_its_checks_have_passed_and_shows_them_meanwhile() {
      String number = opened();
      assertThat(runner().state(open(), number)).isEqualTo(new RunAsBefore());
      github.clock.pass(Duration.ofMillis(100));
      assertThat(runner().state(open(), number)).isEqualTo(new RunAsBefore());
      assertThat(runner().output(open("test", "lint"), number))
          .endsWith(
              "ci/preview: success\nbuild: in progress\ntest: queued\nlint: not reported yet\n");
      github.clock.pass(LONG);
      RunEnded end = ended(open(), number);
      assertThat(end.success()).isTrue();
      assertThat(end.text())
          .startsWith("it is open and can be merged, commit ")
          .endsWith(
              "build: success, ci/preview: success, test: success, %s".formatted(page(number)));
    }

    @Test
    void for_a_check_that_is_named_and_was_not_reported() {
      String number = opened();
      github.clock.pass(Duration.ofHours(1));
      assertThat(runner().state(open("lint"), number)).isEqualTo(new RunAsBefore());
      assertThat(ended(open("build"), number).text()).contains("build: success, http");
    }

    @Test
    void a_failing_check_is_told_with_its_link_unless_another_one_is_named() {
      fault("check-fails");
      String number = opened();
      github.clock.pass(LONG);
      RunEnded end = ended(open(), number);
      assertThat(end.success()).isFalse();
      assertThat(end.text())
          .contains(
              "not all checks passed: test: failure (%s/checks/test)".formatted(page(number)));
      assertThat(ended(open("build"), number).text()).contains("of the others test: failure");
      assertThat(runner().output(open(), number)).endsWith("test: failure\n");
      github.standIn.pulls().rerun(pull());
      github.clock.pass(LONG);
      assertThat(started(open(), "INC-7/9-20260302T130000Z")).isEqualTo(number);
      assertThat(ended(open(), number).success()).isTrue();
    }

    @Test
    void for_a_review_whose_link_is_told() {
      fault("review-required");
      String number = opened();
      github.clock.pass(LONG);
      assertThat(runner().state(open(), number))
          .isInstanceOfSatisfying(
              RunUnderWay.class,
              under -> {
                assertThat(under.waits().orElseThrow().text())
                    .isEqualTo(
                        "At GitHub the pull request lacks a review, or something else that main"
                            + " asks for.");
                assertThat(under.waits().orElseThrow().link()).contains(page(number));
              });
      github.standIn.pulls().review(pull(), "anna", "CHANGES_REQUESTED");
      assertThat(runner().state(open(), number))
          .isInstanceOfSatisfying(
              RunUnderWay.class,
              under ->
                  assertThat(under.waits().orElseThrow().text())
                      .isEqualTo("At GitHub anna asked for changes to the pull request."));
      github.standIn.pulls().review(pull(), "anna", "APPROVED");
      assertThat(ended(open(), number).success()).isTrue();
      assertThat(runner().output(open(), number)).contains("Review of anna: approved\n");
    }

    @Test
    void for_the_same_review_while_it_is_computed_whether_it_can_be_merged() {
      fault("review-required");
      String number = opened();
      github.clock.pass(LONG);
      assertThat(runner().state(open(), number)).isInstanceOf(RunUnderWay.class);
      github.standIn.pulls().push("main");
      assertThat(runner().state(open(), number)).isEqualTo(new RunAsBefore());
      github.clock.pass(LONG);
      assertThat(runner().state(open(), number)).isInstanceOf(RunUnderWay.class);
    }

    /** Such a token reads the jobs of Actions, of which not every check is one. */
    @Test
    void a_token_that_may_not_read_check_runs_sees_only_checks_that_are_named() {
      fault("checks-forbidden");
      String number = opened();
      assertThat(runner().state(open("test"), number)).isEqualTo(new RunAsBefore());
      github.clock.pass(LONG);
      assertThat(ended(open("test"), number).text()).contains("test: success, http");
      RunEnded end = ended(open(), number);
      assertThat(end.success()).isFalse();
      assertThat(end.text()).contains("not all of its checks can be read");
      assertThat(refused(merge(), MERGE_ID).text()).contains("the runbook names none");
      assertThat(started(merge("test"), MERGE_ID)).isEqualTo(number);
    }

    @Test
    void no_check_at_all_is_no_success() {
      fault("no-checks");
      String number = opened();
      github.clock.pass(LONG);
      assertThat(runner().state(open(), number)).isEqualTo(new RunAsBefore());
      github.clock.pass(Duration.ofMinutes(3));
      RunEnded end = ended(open(), number);
      assertThat(end.success()).isFalse();
      assertThat(end.code()).isEqualTo("no-checks");
    }

    @Test
    void a_conflict_is_a_failure_and_an_unknown_word_no_end() {
      fault("conflict");
      String number = opened();
      github.clock.pass(LONG);
      assertThat(ended(open(), number).text()).contains("conflicts with main");
      github.standIn.setFault("conflict", false);
      github.standIn.pulls().setOpen(pull(), false);
      fault("unknown-check");
      String odd = opened();
      github.clock.pass(LONG);
      assertThat(runner().state(open(), odd))
          .isInstanceOfSatisfying(
              RunUnreadable.class, u -> assertThat(u.text()).contains("“outdated”"));
    }

    @Test
    void what_people_did_meanwhile_is_told() {
      String number = opened();
      github.clock.pass(LONG);
      github.standIn.pulls().setOpen(pull(), false);
      assertThat(ended(open(), number).text()).contains("closed without being merged");
      github.standIn.pulls().setOpen(pull(), true);
      github.standIn.pulls().merge(pull(), "", "anna");
      RunEnded end = ended(open(), number);
      assertThat(end.success()).isTrue();
      assertThat(end.text()).startsWith("it is merged already by anna, ");
    }

    @Test
    void to_be_brought_up_to_date_is_not_asked_for_and_what_it_brings_is_told() {
      fault("up-to-date");
      String opened = github.standIn.pulls().push(BRANCH);
      String number = started(open(), ID);
      github.clock.pass(Duration.ofMillis(1));
      github.standIn.pulls().push("main", "9f2".repeat(13) + "9", "Drop column\n\nUnused");
      github.clock.pass(LONG);
      assertThat(runner().state(open(), number))
          .isInstanceOfSatisfying(
              RunUnderWay.class,
              under ->
                  assertThat(under.waits().orElseThrow().text())
                      .isEqualTo(
                          "main has got other commits, and GitHub merges only what is up to date"
                              + " with it. “Update branch” would add them to this plan, whose"
                              + " approval is not for them: this step would fail. Stop the job and"
                              + " make a new plan, which begins from main as it is now."));
      github.clock.pass(Duration.ofMillis(1));
      String updated = github.standIn.pulls().update(pull());
      github.standIn.pulls().review(pull(), "anna", "APPROVED");
      github.clock.pass(LONG);
      RunEnded end = ended(open(), number);
      assertThat(end.success()).isFalse();
      assertThat(end.code()).isEqualTo("other-commit");
      assertThat(end.text())
          .isEqualTo(
              "it is open, but not with the commit that it was opened with, %s. It got since: %s"
                      .formatted(opened.substring(0, 8), updated.substring(0, 8))
                  + " (Merge branch 'main' into rollback/INC-7), 9f29f29f (Drop column). Close it"
                  + " and make a new plan, which begins from main as it is now; or, if it only has"
                  + " to be merged, skip this step. "
                  + page(number));
      github.standIn.pulls().merge(pull(), "", "anna");
      assertThat(ended(open(), number).text()).startsWith("it is merged already by anna, but not");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"api-down", "garbage", "huge", "token-refused", "not-found", "primary-limit"})
    void what_can_not_be_read_is_no_end(String fault) {
      String number = opened();
      github.clock.pass(LONG);
      fault(fault);
      assertThat(runner().state(open(), number)).isInstanceOf(RunUnreadable.class);
      assertThat(runner().output(open(), number)).contains("It can't be read now.");
      assertThat(runner().find(open(), ID)).isInstanceOf(PerhapsStarted.class);
    }

    @Test
    void it_is_closed_when_it_is_stopped_but_not_one_of_a_person() {
      String number = opened();
      runner().stop(open(), number);
      assertThat(ended(open(), number).code()).isEqualTo("closed");
      github.standIn.pulls().open("Revert", "by hand", BRANCH, "main", "anna");
      runner().stop(open(), String.valueOf(pull().number));
      assertThat(pull().isOpen()).isTrue();
    }
  }

  @Test
  void readiness_reads_the_pull_requests_and_checks_of_the_base() {
    provider.serve(
        List.of(
            new PullRequestSpec(branches(), "Revert", Optional.empty()),
            new MergeSpec(branches(), MergeMethod.MERGE)),
        List.of());
    assertThat(provider.problem()).isEmpty();
    assertThat(github.calls("GET", "/commits/main/check-runs")).hasSize(1);
    github.clock.pass(Duration.ofMinutes(6));
    fault("checks-forbidden");
    assertThat(provider.problem()).hasValueSatisfying(p -> assertThat(p).contains("checks=read"));
    github.clock.pass(Duration.ofMinutes(6));
    provider.serve(List.of(new MergeSpec(branches("test"), MergeMethod.MERGE)), List.of());
    assertThat(provider.problem()).isEmpty();
    github.clock.pass(Duration.ofMinutes(6));
    provider.serve(
        List.of(
            new PullRequestSpec(
                new PullRequestBranches("shop/other", BRANCH, "main", List.of()),
                "Revert",
                Optional.empty())),
        List.of());
    assertThat(provider.problem())
        .contains("GITHUB_REPOSITORIES does not list “shop/other”, which a runbook names.");
  }
}
