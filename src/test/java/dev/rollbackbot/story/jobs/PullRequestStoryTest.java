package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A revert as a pull request, merged by a step of its own, from the command to RESOLVED. */
final class PullRequestStoryTest {
  private static final String REVIEW =
      "At GitHub the pull request lacks a review, or something else that main asks for.";

  @TempDir Path folder;

  private SandboxFixture fixture;
  private SandboxUsers users;
  private RevertPullRequest revert;

  @BeforeEach
  void start() throws Exception {
    revert = new RevertPullRequest(folder);
    Map<String, String> settings = revert.settings();
    fixture = SandboxFixture.quick(Path.of("manifest.yml"), _ -> settings);
    users = fixture.sandboxUsers();
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
    revert.close();
  }

  @Test
  void both_answers_are_lost_a_review_is_waited_for_and_all_happens_once() throws Exception {
    revert.fault("lose-answer-once");
    revert.fault("review-required");
    IncidentConversation incident = RevertPullRequest.approved(users);
    incident.reads("nobody knows yet whether it worked");
    incident.reads(REVIEW);
    revert.fault("lose-answer-once");
    revert.approve();
    incident.reads("it is open and can be merged");
    incident.reads("merged into main by rollback-bot[bot]");
    UsualRollback.toTheEnd(users, incident.channel());
    assertThat(revert.opened()).isEqualTo(1);
    assertThat(revert.merges()).isEqualTo(1);
    assertThat(revert.github.standIn.pulls().all()).hasSize(1);
    incident.saysOnce(REVIEW);
  }

  @Test
  void a_failing_check_is_told_and_it_goes_on_after_it_was_run_again() {
    revert.fault("check-fails");
    IncidentConversation incident = RevertPullRequest.approved(users);
    incident.reads("not all checks passed: test: failure");
    incident.reads("*Step 1 failed");
    assertThat(revert.merges()).isZero();
    revert.github.standIn.pulls().rerun(revert.pull());
    incident.presses(REQUESTER, "Retry");
    incident.reads("merged into main");
    assertThat(revert.opened()).isEqualTo(1);
    assertThat(revert.merges()).isEqualTo(1);
  }

  @Test
  void what_update_branch_brought_is_told_and_not_merged() {
    revert.fault("up-to-date");
    revert.fault("review-required");
    IncidentConversation incident = RevertPullRequest.approved(users);
    incident.reads(REVIEW);
    revert.github.standIn.pulls().push("main", "9f2".repeat(13) + "9", "Drop column");
    revert.approve();
    incident.reads("“Update branch” would add them to this plan");
    revert.github.standIn.pulls().update(revert.pull());
    incident.reads("not with the commit that it was opened with");
    incident.reads("9f29f29f (Drop column)");
    incident.reads("*Step 1 failed");
    assertThat(revert.merges()).isZero();
  }

  @Test
  void what_was_pushed_at_the_last_moment_is_not_merged() {
    revert.fault("head-moves-once");
    IncidentConversation incident = RevertPullRequest.approved(users);
    incident.reads("Head branch was modified");
    incident.reads("*Step 2 failed");
    assertThat(revert.pull().isOpen()).isTrue();
  }

  @Test
  void a_person_stops_it_and_it_is_closed() {
    revert.fault("review-required");
    IncidentConversation incident = RevertPullRequest.approved(users);
    incident.reads("[Stop the job");
    incident.reads("test: success");
    incident.presses(RESPONDER, "Stop the job");
    incident.reads("closed without being merged");
    incident.reads("*Step 1 failed");
    Waiting.await().until(() -> !revert.pull().isOpen());
  }

  @Test
  void a_person_merges_it_while_the_bot_is_away() {
    revert.fault("review-required");
    IncidentConversation incident = RevertPullRequest.approved(users);
    incident.reads(REVIEW);
    fixture.restart();
    revert.approve();
    revert.github.standIn.pulls().merge(revert.pull(), "", "anna");
    incident.reads("merged into main by anna");
    assertThat(revert.opened()).isEqualTo(1);
    assertThat(revert.merges()).isZero();
  }
}
