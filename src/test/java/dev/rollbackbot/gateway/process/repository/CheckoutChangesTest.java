package dev.rollbackbot.gateway.process.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.incident.rollback.Invocation.RunProcess;
import dev.rollbackbot.runbook.job.CodePatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class CheckoutChangesTest extends RepositoryProgramCase {
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
}
