package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.yaml.RunbookReader.FolderFiles;
import java.nio.charset.MalformedInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The patch of a step: a file beside the runbook, of which people can see all. */
@Pure
final class PatchTest {
  private static final String STEP =
      """
            - id: take-out
              title: Take it out
              run:
                program: repository
                patch: removal.patch
                arguments: [apply, --of, shop.git, --branch, x, --message, Out]
              timeout: 5m
              expected: It is out
              way_back: none
      """;
  private static final String PATCH =
      """
      diff --git a/src/routes.ts b/src/routes.ts
      index 824bf60..a7e1a29 100644
      --- a/src/routes.ts
      +++ b/src/routes.ts
      @@ -1,3 +1,2 @@ routes
       one();
      -two();
      \tthree();
      diff --git a/src/pages/[id]/+page.svelte b/src/pages/[id]/+page.svelte
      deleted file mode 100644
      --- a/src/pages/[id]/+page.svelte
      +++ /dev/null
      @@ -1 +0,0 @@
      -<h1>Ünder 🚀</h1>
      \\ No newline at end of file
      diff --git a/new.txt b/new.txt
      new file mode 100644
      --- /dev/null
      +++ b/new.txt
      @@ -0,0 +1,2 @@
      +new
      +
      """
          .replace("\tthree", " \tthree");

  private static RunbookReader.RunbookReadResult read(String step, FolderFiles beside) {
    String small = TestFiles.text("/runbooks/small.yaml");
    String method = "  - id: removal\n    name: Removal\n    when: Last\n    steps:\n";
    int at = small.indexOf("\nverification:");
    String text = small.substring(0, at + 1) + method + step + small.substring(at + 1);
    return new RunbookReader(Map.of()).read("small.yaml", text, beside);
  }

  private static List<String> errors(String step, FolderFiles beside) {
    return read(step, beside).problems().stream()
        .filter(p -> p.level() == RunbookReader.ProblemLevel.ERROR)
        .map(RunbookReader.Problem::message)
        .toList();
  }

  private static List<String> errors(String patch) {
    return errors(STEP, _ -> patch);
  }

  private static JobSpec.ProcessSpec job(Runbook runbook) {
    Step.JobStep step = runbook.method("removal").orElseThrow().job("take-out").orElseThrow();
    return (JobSpec.ProcessSpec) step.job();
  }

  @Test
  void is_read_from_beside_the_runbook_and_kept_with_the_runbooks_text() {
    Runbook runbook = read(STEP, _ -> PATCH).runbook().orElseThrow();
    assertThat(job(runbook).patch().orElseThrow().text()).isEqualTo(PATCH);
    assertThat(job(runbook).summary(Map.of())).endsWith("--patch removal.patch");
    Runbook stored = new RunbookReader(Map.of()).reread(runbook.sourceText().text());
    assertThat(job(stored)).isEqualTo(job(runbook));
    assertThat(stored.sourceText().hash()).isEqualTo(runbook.sourceText().hash());
  }

  /** git ends such a name with a tab. */
  @Test
  void may_change_a_file_with_a_blank_in_its_name() {
    String name = "src/my routes.ts";
    assertThat(
            errors(
                PATCH
                    .replace("src/routes.ts", name)
                    .replace("--- a/" + name, "--- a/" + name + "\t")
                    .replace("+++ b/" + name, "+++ b/" + name + "\t")))
        .isEmpty();
  }

  @Test
  void changes_the_runbooks_hash() {
    assertThat(read(STEP, _ -> PATCH).runbook().orElseThrow().sourceText().hash())
        .isNotEqualTo(
            read(STEP, _ -> PATCH.replace("two", "2")).runbook().orElseThrow().sourceText().hash());
  }

  @Test
  void has_its_place_in_the_problems() {
    assertThat(read(STEP, FolderFiles.NONE).problems())
        .extracting(RunbookReader.Problem::toString)
        .anyMatch(p ->
            p.matches(
                "small.yaml:\\d+:18: error: there is no file removal.patch beside the runbook; put"
                    + " the patch there"));
  }

  @Nested
  final class IsRefused {
    @Test
    void if_its_name_leads_elsewhere() {
      for (String name : List.of("../removal.patch", "/etc/passwd", "removal.sh", ".patch")) {
        assertThat(errors(STEP.replace("removal.patch", name), _ -> PATCH))
            .singleElement()
            .asString()
            .startsWith("\"patch\" is the name of a file beside the runbook");
      }
    }

    @Test
    void if_it_is_no_text() {
      assertThat(
              errors(
                  STEP,
                  _ -> {
                    throw new MalformedInputException(1);
                  }))
          .containsExactly(
              "the patch removal.patch is not UTF-8 text and can't be shown; such a file has to be"
                  + " changed by hand");
    }

    @Test
    void if_it_holds_binary_content() {
      assertThat(
              errors(
                  """
                  diff --git a/logo.png b/logo.png
                  index 824bf60..a7e1a29 100644
                  Binary files a/logo.png and b/logo.png differ
                  """))
          .singleElement()
          .asString()
          .startsWith(
              "the patch removal.patch can't be used, line 3: the file's content is binary");
    }

    @Test
    void if_it_touches_files_outside_of_the_repository() {
      for (String path :
          List.of("../x.ts", "src/../../x.ts", "/etc/x", ".git/config", "src/.GIT/hooks/x")) {
        assertThat(errors(PATCH.replace("src/routes.ts", path)))
            .as(path)
            .singleElement()
            .asString()
            .startsWith(
                "the patch removal.patch can't be used, line 3: --- must name a file inside");
      }
    }

    @Test
    void if_it_does_what_its_lines_do_not_show() {
      for (String header :
          List.of(
              "old mode 100644",
              "new file mode 120000",
              "new file mode 160000",
              "rename from a.ts",
              "similarity index 90%")) {
        assertThat(errors(PATCH.replace("index 824bf60..a7e1a29 100644", header)))
            .as(header)
            .singleElement()
            .asString()
            .contains("line 2: only lines of text files can be changed");
      }
      assertThat(errors(PATCH.replace("one();", "one();\u202E")))
          .singleElement()
          .asString()
          .contains("line 6: it has a character that can't be seen");
      assertThat(errors(PATCH.replace("one();", "one();\r")))
          .singleElement()
          .asString()
          .contains("line 6: it has a character that can't be seen");
    }

    @Test
    void if_its_hunks_are_not_what_they_say() {
      assertThat(errors(PATCH.replace("-1,3 +1,2", "-1,9 +1,8")))
          .singleElement()
          .asString()
          .contains("the hunk has other lines than its beginning says");
      assertThat(errors(PATCH.replace("b/src/routes.ts\nindex", "b/src/other.ts\nindex")))
          .singleElement()
          .asString()
          .contains("line 1: it names different files");
      assertThat(errors("From 1234\n" + PATCH)).singleElement().asString().contains("line 1: ");
      assertThat(errors(PATCH + "-- \n2.39.5\n")).singleElement().asString().contains("line 23: ");
      assertThat(errors(PATCH.stripTrailing())).hasSize(1);
      assertThat(errors("")).hasSize(1);
    }

    @Test
    void if_it_is_too_long_to_be_shown() {
      assertThat(errors(PATCH.repeat(20)))
          .singleElement()
          .asString()
          .contains("more than 6000 can't be shown whole");
    }

    @Test
    void for_every_other_program() {
      assertThat(errors(STEP.replace("program: repository", "program: deploy"), _ -> PATCH))
          .containsExactly(
              "\"patch\" belongs to the program repository with the first argument apply");
      assertThat(errors(STEP.replace("[apply,", "[checkout,"), _ -> PATCH)).hasSize(1);
    }

    @Test
    void if_it_is_given_as_an_argument() {
      String message = "repository apply takes the file of \"patch\", which stands beside";
      assertThat(errors(STEP.replace("          patch: removal.patch\n", ""), _ -> PATCH))
          .singleElement()
          .asString()
          .startsWith(message);
      assertThat(errors(STEP.replace("Out]", "Out, --patch, /tmp/x]"), _ -> PATCH))
          .singleElement()
          .asString()
          .startsWith(message);
    }
  }

  @Test
  void of_the_factory_is_a_good_one() {
    assertThat(TestFiles.factory().runbook()).isPresent();
  }
}
