package dev.rollbackbot.gateway.process.repository;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.RunLost;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.incident.rollback.Invocation.RunProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Real git and real processes: what is pushed, and what is left when nothing is. */
final class RepositoryProgramTest extends RepositoryProgramCase {
  @Nested
  final class Reverts {
    @Test
    void newest_first_whatever_the_order_they_are_given_in() throws Exception {
      Ended ended = runs(revert(first.substring(0, 7) + " " + second));
      assertThat(ended.exitStatus()).as(ended.output()).isZero();
      assertThat(ended.lastLine()).startsWith("Pushed ").endsWith(" as " + BRANCH + ".");
      assertThat(repository.text(BRANCH, "list.txt")).isEqualTo("one");
      assertThat(repository.text("main", "list.txt")).isEqualTo("one\ntwo\nthree");
      assertThat(repository.subjects(BRANCH).subList(0, 2))
          .containsExactly("Revert \"Change list.txt\"", "Revert \"Change list.txt\"");
    }

    @Test
    void a_merge_takes_back_what_it_brought() throws Exception {
      repository.git("checkout", "--quiet", "-b", "feature");
      repository.commits("feature.txt", "new\n");
      repository.git("checkout", "--quiet", "main");
      repository.commits("other.txt", "other\n");
      repository.git("merge", "--quiet", "--no-ff", "-m", "Merge feature", "feature");
      repository.git("push", "--quiet", "origin", "main");
      Ended ended = runs(revert(repository.git("rev-parse", "HEAD")));
      assertThat(ended.exitStatus()).as(ended.output()).isZero();
      assertThat(repository.git("ls-tree", "--name-only", "main")).contains("feature.txt");
      repository.git("fetch", "--quiet");
      assertThat(repository.git("ls-tree", "--name-only", "origin/" + BRANCH))
          .contains("other.txt")
          .doesNotContain("feature.txt");
    }

    @Test
    void stop_at_a_conflict_with_its_files_named() throws Exception {
      Ended ended = runs(revert(first));
      assertThat(ended.exitStatus()).isEqualTo(3);
      assertThat(ended.lastLine())
          .isEqualTo(
              "Reverting %s (Change list.txt) conflicts in list.txt. Nothing was pushed."
                  .formatted(first.substring(0, 9)));
      assertNothingPushed();
    }

    @Test
    void from_what_the_branch_got_after_the_plan_are_refused_with_its_commits() throws Exception {
      String added = repository.commits("column.txt", "dropped\n");
      List<String> arguments = new ArrayList<>(revert(second));
      arguments.addAll(1, List.of("--at", second));
      Ended ended = runs(arguments);
      assertThat(ended.exitStatus()).isEqualTo(3);
      assertThat(ended.lastLine())
          .isEqualTo(
              "main is not at %s any more, as when the plan was made. Nothing was done. Make a new plan. It got since: %s (Change column.txt)"
                  .formatted(second.substring(0, 9), added.substring(0, 7)));
      assertNothingPushed();
      arguments.set(2, added);
      assertThat(again(arguments).lastLine()).startsWith("Pushed ");
    }

    @Test
    void of_a_commit_that_is_not_on_the_branch_are_refused() throws Exception {
      repository.git("checkout", "--quiet", "-b", "feature");
      String elsewhere = repository.commits("feature.txt", "new\n");
      assertThat(runs(revert(elsewhere)).lastLine())
          .endsWith("is not in main. Nothing was pushed.");
      assertNothingPushed();
    }

    @Test
    void of_something_that_is_no_commit_are_refused() throws Exception {
      assertThat(runs(revert("abcdef1234567")).lastLine())
          .isEqualTo("abcdef1234567 is no commit of the repository, or of several.");
    }

    @Test
    void of_a_tag_that_is_named_like_a_commit_are_refused() throws Exception {
      String name = first.substring(0, 7);
      repository.git("tag", name, second);
      repository.git("push", "--quiet", "origin", "--tags");
      assertThat(runs(revert(name)).lastLine()).startsWith(name + " is no commit");
      assertNothingPushed();
    }

    @Test
    void that_were_done_before_change_nothing() throws Exception {
      repository.git("revert", "--no-edit", second);
      repository.git("push", "--quiet", "origin", "HEAD");
      assertThat(runs(revert(second)).exitStatus()).isEqualTo(3);
      assertNothingPushed();
    }
  }

  @Nested
  final class Repositories {
    @Test
    void whose_history_is_cut_off_are_refused() throws Exception {
      Path shallow = folder.resolve("shallow");
      repository.git(
          "clone", "--quiet", "--depth=1", "file://" + repository.bare(), shallow.toString());
      List<String> arguments = new ArrayList<>(revert(second));
      arguments.set(2, shallow.toString());
      Ended ended = runs(arguments);
      assertThat(ended.exitStatus()).isEqualTo(3);
      assertThat(ended.output()).contains("shallow");
    }

    @Test
    void that_have_the_branch_already_are_left_alone() throws Exception {
      repository.git("push", "--quiet", "origin", "main:" + BRANCH);
      assertThat(runs(revert(second)).lastLine())
          .startsWith("The branch rollback/INC-1 exists already");
      assertThat(repository.subjects(BRANCH)).hasSize(3);
    }

    @Test
    void whose_branch_this_plan_made_already_are_left_as_they_are() throws Exception {
      assertThat(runs(revert(second, "--mark", "INC-1 today")).exitStatus()).isZero();
      String made = repository.subjects(BRANCH).toString();
      assertThat(repository.git("ls-remote", "origin", BRANCH)).isNotEmpty();
      Ended again = again(revert(second, "--mark", "INC-1 today"));
      assertThat(again.exitStatus()).as(again.output()).isZero();
      assertThat(again.lastLine())
          .startsWith("An earlier attempt has pushed ")
          .endsWith(" as " + BRANCH + ". Nothing was done.");
      assertThat(repository.subjects(BRANCH)).hasToString(made);
    }

    @Test
    void whose_branch_another_plan_made_are_left_alone() throws Exception {
      assertThat(runs(revert(second, "--mark", "INC-1 yesterday")).exitStatus()).isZero();
      assertThat(again(revert(second, "--mark", "INC-1 today")).lastLine())
          .startsWith("The branch rollback/INC-1 exists already");
    }

    @Test
    void are_taken_at_a_branch_that_this_plan_made_and_no_other() throws Exception {
      assertThat(runs(revert(second, "--mark", "INC-1 today")).exitStatus()).isZero();
      assertThat(taken("INC-1 today").lastLine()).startsWith("Done with ");
      Ended refused = taken("INC-1 yesterday");
      assertThat(refused.exitStatus()).isEqualTo(3);
      assertThat(refused.lastLine())
          .startsWith("rollback/INC-1 was not made by this plan: its newest commit, ")
          .endsWith(
              " has no line “Rollback-Plan: INC-1 yesterday”. Nothing was done. Make a new plan.");
      repository.git("fetch", "--quiet");
      repository.git("checkout", "--quiet", BRANCH);
      repository.commits("list.txt", "one\nsomething else\n");
      assertThat(taken("INC-1 today").exitStatus()).isEqualTo(3);
    }

    /** As GitHub's "Update branch" with a rebase, which keeps what the commits say. */
    @Test
    void are_not_taken_at_a_branch_that_was_put_on_other_commits() throws Exception {
      assertThat(runs(revert(second, "--mark", "INC-1 today")).exitStatus()).isZero();
      repository.commits("other.txt", "drop the column\n");
      repository.git("fetch", "--quiet");
      repository.git("checkout", "--quiet", BRANCH);
      repository.git("rebase", "--quiet", "main");
      repository.git("push", "--quiet", "--force", "origin", "HEAD");
      Ended refused = taken("INC-1 today");
      assertThat(refused.exitStatus()).isEqualTo(3);
      assertThat(refused.lastLine())
          .startsWith("rollback/INC-1 was put on other commits since this plan made it: its newest")
          .endsWith("Nothing was done. Make a new plan.");
    }

    private Ended taken(String mark) {
      return again(
          arguments(
              "checkout", "--of", repository.bare().toString(), "--base", BRANCH, "--mark", mark));
    }

    @Test
    void that_do_not_answer_after_the_push_leave_it_unknown() throws Exception {
      gitIs(
          """
          case " $* " in
            *" push "*) touch %1$s/pushed ;;
            *" ls-remote "*) [ ! -e %1$s/pushed ] || exit 128 ;;
          esac
          """
              .formatted(folder));
      RunProcess job = job(revert(second));
      String run = ((Started) runner.start(job, "INC-1/1", () -> true)).runId();
      await().until(() -> runner.state(job, run) instanceof RunLost);
      assertThat(((RunLost) runner.state(job, run)).text())
          .isEqualTo(
              "git push ended with exit status 0, and the repository does not answer whether it has"
                  + " the branch rollback/INC-1.");
      assertThat(repository.branches()).contains(BRANCH);
    }

    @Test
    void that_do_not_answer_before_it_are_left_alone() throws Exception {
      gitIs("case \" $* \" in *\" ls-remote \"*) exit 128 ;; esac\n");
      assertThat(runs(revert(second)).lastLine())
          .isEqualTo(
              "The repository does not answer whether it has the branch rollback/INC-1. Nothing was"
                  + " done.");
      assertNothingPushed();
    }

    @Test
    void that_do_not_exist_are_told() {
      List<String> arguments = new ArrayList<>(revert(second));
      arguments.set(2, folder.resolve("nowhere").toString());
      assertThat(runs(arguments).lastLine())
          .isEqualTo("git clone ended with exit status 128. Nothing was pushed.");
    }
  }

  @Test
  void it_leaves_nothing_when_it_is_stopped() throws Exception {
    RunProcess job =
        job(
            revert(
                second,
                "--run",
                ".",
                "python",
                "-u",
                "-c",
                "import time\nprint('ready')\nwhile True: time.sleep(0.1)",
                ";"));
    String run = ((Started) runner.start(job, "INC-1/1", () -> true)).runId();
    await().until(() -> runner.output(job, run).contains("ready\n"));
    runner.stop(job, run);
    await().until(() -> runner.state(job, run) instanceof RunEnded);
    assertNothingPushed();
  }

  @Test
  void the_next_one_deletes_what_was_left_by_one_that_was_killed() throws Exception {
    Path left = Files.createDirectories(directory.resolve(".rollback-bot-checkout-left/tree"));
    Files.writeString(left.resolve("file"), "left");
    Path lock = Files.createFile(directory.resolve(".rollback-bot-checkout-left/lock"));
    FileTime old = FileTime.from(Instant.now().minusSeconds(600));
    Files.setLastModifiedTime(lock, old);
    Files.setLastModifiedTime(directory.resolve(".rollback-bot-checkout-left"), old);
    assertThat(runs(revert(second)).exitStatus()).isZero();
  }

  @Test
  void arguments_that_it_does_not_know_are_refused() {
    assertThat(runs(revert(second, "--force")).output()).isEqualTo("There is no option --force.\n");
  }
}
