package dev.rollbackbot.gateway.process.repository;

import static dev.rollbackbot.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.gateway.process.ProcessOptions;
import dev.rollbackbot.gateway.process.ProcessProvider;
import dev.rollbackbot.incident.rollback.Invocation.RunProcess;
import dev.rollbackbot.runbook.job.CodePatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real git and real processes: what is pushed, and what is left when nothing is. */
final class RepositoryProgramTest {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final String BRANCH = "rollback/INC-1";

  @TempDir Path folder;

  private RealRepository repository;
  private JobRunner runner;
  private Path directory;
  private String first;
  private String second;
  private int jobs = 1;

  @BeforeEach
  void start() throws Exception {
    repository = RealRepository.in(folder);
    repository.commits("list.txt", "one\n");
    first = repository.commits("list.txt", "one\ntwo\n");
    second = repository.commits("list.txt", "one\ntwo\nthree\n");
    directory = Files.createDirectory(folder.resolve("checkouts"));
    runner =
        new ProcessProvider(
                new ProcessOptions(
                    Map.of("git", RealRepository.GIT, "python", PYTHON),
                    directory,
                    folder.resolve("jobs"),
                    Map.of()),
                Clock.systemUTC())
            .jobRunner();
  }

  /** However it ends. */
  @AfterEach
  void nothing_is_left_in_the_folder() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  private static List<String> arguments(String... words) {
    return List.of(words);
  }

  private List<String> revert(String commits, String... more) {
    List<String> out =
        new ArrayList<>(
            List.of(
                "revert",
                "--of",
                repository.bare().toString(),
                "--base",
                "main",
                "--branch",
                BRANCH,
                "--commits",
                commits,
                "--push"));
    out.addAll(List.of(more));
    return out;
  }

  private record Ended(int exitStatus, String output) {
    String lastLine() {
      return output.lines().reduce("", (_, last) -> last);
    }
  }

  private RunProcess job(List<String> arguments) {
    return new RunProcess(
        "repository",
        arguments,
        Optional.empty(),
        List.of(),
        Duration.ofMinutes(2),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Ended runs(List<String> arguments) {
    return runs(job(arguments));
  }

  private Ended runs(RunProcess job) {
    return runs(job, "INC-1/1");
  }

  /** As another job. */
  private Ended again(List<String> arguments) {
    jobs++;
    return runs(job(arguments), "INC-1/" + jobs);
  }

  private Ended runs(RunProcess job, String id) {
    String run = ((Started) runner.start(job, id, () -> true)).runId();
    await().until(() -> runner.state(job, run) instanceof RunEnded);
    RunEnded end = (RunEnded) runner.state(job, run);
    return new Ended(
        Integer.parseInt(end.code().substring("exit-".length())), runner.output(job, run));
  }

  private void assertNothingPushed() throws Exception {
    assertThat(repository.branches()).doesNotContain(BRANCH);
  }

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
          .endsWith(" has no line “Rollback-Plan: INC-1 yesterday”. Nothing was done.");
      repository.git("fetch", "--quiet");
      repository.git("checkout", "--quiet", BRANCH);
      repository.commits("list.txt", "one\nsomething else\n");
      assertThat(taken("INC-1 today").exitStatus()).isEqualTo(3);
    }

    private Ended taken(String mark) {
      return again(
          arguments(
              "checkout", "--of", repository.bare().toString(), "--base", BRANCH, "--mark", mark));
    }

    @Test
    void that_do_not_exist_are_told() {
      List<String> arguments = new ArrayList<>(revert(second));
      arguments.set(2, folder.resolve("nowhere").toString());
      assertThat(runs(arguments).lastLine())
          .isEqualTo("git clone ended with exit status 128. Nothing was pushed.");
    }
  }

  @Nested
  final class Patches {
    private static final String PATCH =
        """
        diff --git a/list.txt b/list.txt
        --- a/list.txt
        +++ b/list.txt
        @@ -1,3 +1,2 @@
         one
        -two
         three
        """;

    private Ended applied(String patch) {
      List<String> arguments =
          arguments(
              "apply",
              "--of",
              repository.bare().toString(),
              "--branch",
              BRANCH,
              "--message",
              "Remove it",
              "--push");
      return runs(
          new RunProcess(
              "repository",
              arguments,
              Optional.empty(),
              List.of(),
              Duration.ofMinutes(2),
              Optional.empty(),
              Optional.of(new CodePatch("removal.patch", patch)),
              Optional.empty()));
    }

    @Test
    void are_applied_whole_and_committed() throws Exception {
      Ended ended = applied(PATCH);
      assertThat(ended.exitStatus()).as(ended.output()).isZero();
      assertThat(repository.text(BRANCH, "list.txt")).isEqualTo("one\nthree");
      assertThat(repository.subjects(BRANCH)).startsWith("Remove it");
    }

    @Test
    void that_do_not_apply_are_refused_with_every_file_and_hunk_named() throws Exception {
      repository.commits("list.txt", "one\nzwei\nthree\n");
      repository.commits("new.txt", "there already\n");
      String more =
          """
          diff --git a/new.txt b/new.txt
          new file mode 100644
          --- /dev/null
          +++ b/new.txt
          @@ -0,0 +1 @@
          +new
          diff --git a/gone.txt b/gone.txt
          deleted file mode 100644
          --- a/gone.txt
          +++ /dev/null
          @@ -1 +0,0 @@
          -gone
          """;
      Ended ended = applied(PATCH + more);
      assertThat(ended.exitStatus()).isEqualTo(3);
      assertThat(ended.lastLine())
          .isEqualTo(
              "The patch does not apply to main: list.txt (the hunk at line 1), new.txt (already"
                  + " exists in working directory), gone.txt (No such file or directory). Nothing"
                  + " was pushed.");
      assertNothingPushed();
    }
  }

  @Nested
  final class Programs {
    @Test
    void run_in_the_checkout_before_anything_is_pushed() throws Exception {
      Ended ended =
          runs(revert(second, "--run", ".", "python", "-c", "print(open('list.txt').read())", ";"));
      assertThat(ended.output()).contains("one\ntwo\n").doesNotContain("three");
      assertThat(repository.branches()).contains(BRANCH);
    }

    @Test
    void that_fail_stop_it() throws Exception {
      Ended ended = runs(revert(second, "--run", ".", "python", "-c", "raise SystemExit(5)", ";"));
      assertThat(ended.exitStatus()).isEqualTo(3);
      assertThat(ended.lastLine())
          .isEqualTo("python -c raise SystemExit(5) ended with exit status 5. Nothing was pushed.");
      assertNothingPushed();
    }

    @Test
    void that_settings_do_not_list_are_refused_before_anything_is_done() throws Exception {
      Ended ended = runs(revert(second, "--run", ".", "sh", "-c", "touch here", ";"));
      assertThat(ended.exitStatus()).isEqualTo(2);
      assertThat(ended.output()).isEqualTo("PROCESS_PROGRAMS does not list “sh”.\n");
    }

    @Test
    void run_in_no_folder_outside_of_the_checkout() throws Exception {
      repository.git("checkout", "--quiet", "main");
      Files.createSymbolicLink(repository.work().resolve("out"), Path.of("/tmp"));
      repository.commits("more.txt", "more\n");
      assertThat(runs(revert(second, "--run", "out", "python", "-c", "pass", ";")).lastLine())
          .startsWith("The repository has no folder out.");
      assertNothingPushed();
    }

    @Test
    void do_not_change_what_is_pushed() throws Exception {
      Ended ended =
          runs(
              revert(
                  second,
                  "--run",
                  ".",
                  "git",
                  "-c",
                  "user.name=Eve",
                  "-c",
                  "user.email=eve@localhost",
                  "commit",
                  "--quiet",
                  "--allow-empty",
                  "-m",
                  "Slipped in",
                  ";"));
      assertThat(ended.exitStatus()).as(ended.output()).isZero();
      assertThat(repository.subjects(BRANCH)).doesNotContain("Slipped in");
    }

    @Test
    void run_on_a_branch_as_it_is() {
      Ended ended =
          runs(
              arguments(
                  "checkout",
                  "--of",
                  repository.bare().toString(),
                  "--base",
                  first,
                  "--run",
                  ".",
                  "python",
                  "-c",
                  "print(open('list.txt').read())",
                  ";"));
      assertThat(ended.exitStatus()).as(ended.output()).isZero();
      assertThat(ended.output()).contains("one\ntwo\n").doesNotContain("three");
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
