package dev.rollbackbot.gateway.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.JobRunner.PerhapsStarted;
import dev.rollbackbot.gateway.JobRunner.Started;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is merged, and what isn't, against the stand-in, whose time moves on request. */
final class MergeJobsTest extends PullRequestBed {
  @Test
  void the_commit_that_it_was_opened_with() {
    String number = opened();
    github.clock.pass(LONG);
    assertThat(started(merge("test"), MERGE_ID)).isEqualTo(number);
    assertThat(ended(merge(), number).text())
        .isEqualTo("merged into main by rollback-bot[bot], " + page(number));
    assertThat(puts()).isEqualTo(1);
    assertThat(started(merge(), "INC-7/9")).as("merged already").isEqualTo(number);
    assertThat(puts()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lose-answer-once", "server-error-done-once"})
  void a_lost_answer_is_found_again_and_nothing_is_sent_twice(String fault) {
    String number = opened();
    github.clock.pass(LONG);
    fault(fault);
    assertThat(runner().start(merge(), MERGE_ID, () -> true)).isInstanceOf(PerhapsStarted.class);
    assertThat(runner().find(merge(), MERGE_ID)).isEqualTo(new Started(number));
    assertThat(puts()).isEqualTo(1);
  }

  @Test
  void a_server_error_without_a_merge_stays_unknown() {
    opened();
    github.clock.pass(LONG);
    fault("server-error-once");
    assertThat(runner().start(merge(), MERGE_ID, () -> true)).isInstanceOf(PerhapsStarted.class);
    assertThat(runner().find(merge(), MERGE_ID))
        .isInstanceOfSatisfying(
            PerhapsStarted.class, p -> assertThat(p.text()).contains("is not merged now"));
  }

  @Test
  void what_was_pushed_afterwards_only_when_somebody_approved_it() {
    opened();
    github.standIn.pulls().push(BRANCH);
    github.clock.pass(LONG);
    assertThat(refused(merge(), MERGE_ID).code()).isEqualTo("not-reviewed");
    github.standIn.pulls().review(pull(), "anna", "APPROVED");
    started(merge(), MERGE_ID);
    assertThat(pull().mergedBy()).isPresent();
  }

  /** Whoever may push may edit the text, too. */
  @Test
  void nothing_that_somebody_wrote_into_its_text() {
    String first = github.standIn.pulls().push(BRANCH);
    started(open(), ID);
    String pushed = github.standIn.pulls().push(BRANCH);
    github.standIn.pulls().edit(pull(), pull().body.replace(first, pushed));
    github.clock.pass(LONG);
    assertThat(refused(merge(), MERGE_ID).code()).isEqualTo("not-reviewed");
    assertThat(puts()).isZero();
  }

  @Test
  void only_what_somebody_approved_who_may_write_and_did_not_push_and_nobody_is_against() {
    opened();
    github.standIn.pulls().pushesAs("eve");
    github.standIn.pulls().push(BRANCH);
    github.clock.pass(LONG);
    github.standIn.pulls().may("ron", "read");
    IntStream.range(0, 99).forEach(_ -> github.standIn.pulls().review(pull(), "eve", "APPROVED"));
    github.standIn.pulls().review(pull(), "ron", "APPROVED");
    assertThat(refused(merge(), MERGE_ID).text())
        .endsWith(
            "no approval at GitHub is of somebody who may write and did not push to its branch (of"
                + " eve, ron).");
    github.standIn.pulls().review(pull(), "ada", "CHANGES_REQUESTED");
    github.standIn.pulls().review(pull(), "anna", "APPROVED");
    assertThat(refused(merge(), MERGE_ID).text()).endsWith("ada asks for changes at GitHub.");
    github.standIn.pulls().review(pull(), "ada", "DISMISSED");
    assertThat(puts()).isZero();
    started(merge(), MERGE_ID);
    assertThat(pull().mergedBy()).isPresent();
  }

  @Test
  void nothing_that_is_pushed_in_the_very_moment() {
    opened();
    github.clock.pass(LONG);
    fault("head-moves-once");
    NotStarted refused = refused(merge(), MERGE_ID);
    assertThat(refused.code()).isEqualTo("http-409");
    assertThat(refused.text()).contains("Head branch was modified");
    assertThat(pull().isOpen()).isTrue();
  }

  @Test
  void nothing_whose_checks_have_not_passed() {
    fault("check-fails");
    opened();
    assertThat(refused(merge(), MERGE_ID).text()).contains("not all of its checks have ended");
    assertThat(refused(merge("lint"), MERGE_ID).text()).contains("not all of its checks");
    github.clock.pass(LONG);
    assertThat(refused(merge(), MERGE_ID).text()).contains("test: failure");
    assertThat(puts()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "review-required, at least 1 approving review is required",
    "conflict, not mergeable"
  })
  void what_a_protected_branch_refuses_is_told(String fault, String text) {
    fault(fault);
    String number = opened();
    github.clock.pass(LONG);
    NotStarted refused = refused(merge(), MERGE_ID);
    assertThat(refused.code()).isEqualTo("http-405");
    assertThat(refused.text()).contains(text).endsWith(page(number));
  }

  @Test
  void nothing_by_a_merge_queue_and_people_are_told_what_to_do() {
    fault("merge-refused");
    String number = opened();
    github.clock.pass(LONG);
    NotStarted refused = refused(merge(), MERGE_ID);
    assertThat(refused.code()).isEqualTo("merge-queue");
    assertThat(refused.text())
        .startsWith(page(number) + " was not merged: main has a merge queue")
        .endsWith("press “Retry” once it is merged.");
    assertThat(puts()).isZero();
  }

  @Test
  void nothing_that_was_merged_before_the_incident_began() {
    String number = opened();
    github.clock.pass(LONG);
    github.standIn.pulls().merge(pull(), "", "anna");
    assertThat(started(merge(), MERGE_ID)).isEqualTo(number);
    assertThat(ended(merge(), number).text()).contains("merged into main by anna");
    github.clock.pass(Duration.ofDays(1));
    assertThat(refused(merge(), MERGE_ID).code()).isEqualTo("no-pull-request");
    assertThat(puts()).isZero();
  }

  @Test
  void nothing_without_a_lease_or_what_is_closed() {
    opened();
    github.clock.pass(LONG);
    assertThat(runner().start(merge(), MERGE_ID, () -> false)).isInstanceOf(PerhapsStarted.class);
    assertThat(puts()).isZero();
    github.standIn.pulls().setOpen(pull(), false);
    assertThat(refused(merge(), MERGE_ID).code()).isEqualTo("closed");
  }
}
