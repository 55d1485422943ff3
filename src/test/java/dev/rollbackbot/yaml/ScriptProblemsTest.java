package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.yaml.RunbookReader.FolderFiles;
import dev.rollbackbot.yaml.RunbookReader.Problem;
import dev.rollbackbot.yaml.RunbookReader.ProblemLevel;
import java.nio.charset.MalformedInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a script's step: each problem names its place and the way out. */
@Pure
final class ScriptProblemsTest {
  private static final String STEP =
      """
            - id: schema
              title: Take it back
              run:
                provider: d1
                database: orders
                only_in: [live]
                script: back.sql
                needs: [web]
                counts:
                  - {label: Rows to change, query: SELECT COUNT(*) FROM counted}
                refuse:
                  - {label: Later rows, query: SELECT COUNT(*) FROM later}
                done: {label: Rows left, query: SELECT COUNT(*) FROM done_rows, is: 0}
                checks:
                  - {label: All rows, query: SELECT COUNT(*) FROM checked, is: 3}
              timeout: 2m
              expected: It is back
              way_back: the bookmark
      """;
  private static final String SCRIPT = "UPDATE t SET status = 'draft';\n";

  private static String text(String step) {
    String small = TestFiles.text("/runbooks/small.yaml");
    String method = "  - id: database\n    name: Database\n    when: Last\n    steps:\n";
    int at = small.indexOf("\nverification:");
    return small.substring(0, at + 1) + method + step + small.substring(at + 1);
  }

  private static List<String> errors(String step, FolderFiles beside) {
    return new RunbookReader(Map.of())
        .read("small.yaml", text(step), beside).problems().stream()
            .filter(p -> p.level() == ProblemLevel.ERROR)
            .map(Problem::toString)
            .toList();
  }

  /** The only error is at the line that holds {@code place}. */
  private static void isRefused(String step, String place, String message) {
    isRefused(step, _ -> SCRIPT, place, message);
  }

  private static void isRefused(String step, FolderFiles beside, String place, String message) {
    List<String> lines = text(step).lines().toList();
    int line =
        1
            + lines.indexOf(
                lines.stream()
                    .filter(l -> l.contains(place))
                    .reduce((_, last) -> last)
                    .orElseThrow());
    assertThat(errors(step, beside))
        .singleElement()
        .asString()
        .startsWith("small.yaml:" + line + ":")
        .contains("error: ", message);
  }

  @Test
  void without_a_problem_it_is_read() {
    assertThat(errors(STEP, _ -> SCRIPT)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          only_in: [live]|only_in: [life]|only_in|unknown environment "life", did you mean "live"? Allowed: live
          needs: [web]|needs: [wed]|needs|unknown service "wed", did you mean "web"? Allowed: web
          database: orders|database: or ders|database: or|"database" is the provider's name of it, such as planning-primary, not "or ders"
          script: back.sql|script: ../back.sql|../back|is the name of a file beside the runbook that ends with .sql, without a folder, not "../back.sql"
          script: back.sql|script: back.sh|back.sh|is the name of a file beside the runbook that ends with .sql, without a folder, not "back.sh"
          FROM counted|FROM counted -- all|-- all|a query that reads one value must hold no comment
          FROM later|FROM later /* all */|/* all|a query that reads one value must hold no comment
          SELECT COUNT(*) FROM counted|DELETE FROM counted|DELETE|a query that reads one value must be a SELECT
          SELECT COUNT(*) FROM done_rows|UPDATE done_rows SET x = 1|UPDATE|a query that reads one value must be a SELECT
          SELECT COUNT(*) FROM checked|SELECT 1; DROP TABLE checked|DROP|a query that reads one value must be one statement
          label: Later rows, query|query|FROM later|label
          FROM done_rows, is: 0|FROM done_rows|done_rows|is
          """)
  void what_is_wrong_has_its_place_and_a_way_out(
      String right, String wrong, String place, String message) {
    isRefused(STEP.replace(right, wrong), place, message);
  }

  @Test
  void a_count_is_needed() {
    int from = STEP.indexOf("          counts:");
    int to = STEP.indexOf("          refuse:");
    isRefused(
        STEP.substring(0, from) + STEP.substring(to),
        "provider: d1",
        "\"counts\" says what would change or be lost; name at least one query");
  }

  @Test
  void a_step_tells_when_it_is_done() {
    String done =
        "          done: {label: Rows left, query: SELECT COUNT(*) FROM done_rows, is: 0}\n";
    assertThat(STEP).contains(done);
    isRefused(STEP.replace(done, ""), "provider: d1", "done");
  }

  @Test
  void people_choose_nothing_of_a_script() {
    isRefused(
        STEP.replace(
            "        timeout: 2m",
            "        inputs:\n          - {id: rows, title: Rows, choices: [a, b]}\n"
                + "        timeout: 2m"),
        "provider: d1",
        "a script takes no inputs: people consent to its text as it stands");
  }

  @Test
  void more_queries_than_people_read_are_too_many() {
    String one = "            - {label: Later rows, query: SELECT COUNT(*) FROM later}\n";
    isRefused(
        STEP.replace(one, one.repeat(10) + one.replace("later", "the_last")),
        "the_last",
        "\"refuse\" has more than 10 queries");
  }

  @Test
  void a_missing_file_is_named() {
    isRefused(
        STEP,
        FolderFiles.NONE,
        "script: back.sql",
        "there is no file back.sql beside the runbook; put the script there");
  }

  @Test
  void a_file_that_is_no_text_is_named() {
    isRefused(
        STEP,
        _ -> {
          throw new MalformedInputException(1);
        },
        "script: back.sql",
        "the script back.sql is not UTF-8 text and can't be shown");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -- nothing|holds no statement
          BEGIN; UPDATE t SET x = 1; COMMIT;|begins with BEGIN; the bot carries the script out in one transaction of its own
          UPDATE t SET x = 1; PRAGMA foreign_keys = off;|begins with PRAGMA
          VACUUM;|begins with VACUUM
          """)
  void a_script_that_is_no_single_transaction_is_refused(String script, String message) {
    isRefused(STEP, _ -> script, "script: back.sql", message);
  }

  @Test
  void what_is_stored_is_read_although_its_environment_is_gone() {
    String stored =
        new RunbookReader(Map.of())
            .read("small.yaml", text(STEP), _ -> SCRIPT)
            .runbook()
            .orElseThrow()
            .sourceText()
            .text()
            .replace("only_in: [live]", "only_in: [life]");
    assertThat(new RunbookReader(Map.of()).reread(stored).method("database")).isPresent();
  }
}
