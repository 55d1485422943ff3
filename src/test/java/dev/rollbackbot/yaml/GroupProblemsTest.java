package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which steps can't run at the same time, and what is said of it. */
@Pure
final class GroupProblemsTest {
  private static final String WEB =
      """
            - id: web
              title: Roll back web
              roll_back: web
              expected: It works
      """;

  /** Two jobs in different folders, which need different locks. */
  private static EditedRunbook jobs(String first, String second) {
    return group(job("one", first) + job("two", second));
  }

  private static String job(String id, String directory) {
    return """
          - id: %s
            title: Deploy
            run: {program: deploy, directory: %s}
            timeout: 5m
            expected: It works
            way_back: none
    """
        .formatted(id, directory);
  }

  private static EditedRunbook group(String steps) {
    return EditedRunbook.small().with(WEB, "      - together:\n" + steps.indent(4));
  }

  private static void assertProblem(EditedRunbook runbook, String position, String message) {
    List<String> problems = runbook.problems();
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("small.yaml:" + position + ": error: ")
        .contains(message);
  }

  @Test
  void a_group_of_two_is_read_in_order() {
    EditedRunbook runbook = group(WEB + job("one", "shop"));
    assertThat(runbook.problems()).isEmpty();
    assertThat(runbook.read().runbook().orElseThrow().methods().getFirst().together())
        .containsExactly(List.of("web", "one"));
  }

  @Test
  void one_step_alone() {
    assertProblem(group(WEB), "51:11", "only one step is in this group");
  }

  @Test
  void more_steps_than_can_run() {
    StringBuilder nine = new StringBuilder();
    for (int i = 1; i <= 9; i++) {
      nine.append(job("step-" + i, "folder-" + i));
    }
    assertProblem(group(nine.toString()), "51:11", "9 steps can't run at the same time");
  }

  @Test
  void a_group_in_a_group() {
    String inner = "      - together:\n" + (WEB + job("one", "shop")).indent(4);
    assertProblem(
        group(inner + job("two", "other") + job("three", "third")),
        "51:13",
        "a group has no group in it");
  }

  @Test
  void a_step_by_a_person() {
    assertProblem(
        group(WEB + "      - id: look\n        title: Look\n        do: Look at it.\n"),
        "55:13",
        "the step \"look\" is done by a person");
  }

  @Test
  void two_changes_of_one_service() {
    assertProblem(
        group(WEB + WEB.replace("id: web", "id: again")),
        "55:13",
        "\"web\" and \"again\" can't run at the same time, because in \"live\" both need the lock"
            + " of cloudflare/worker/web-live; put one of them before or after the group");
  }

  @Test
  void two_jobs_with_one_lock() {
    assertThat(jobs("shop", "other").problems()).isEmpty();
    assertProblem(jobs("shop", "shop"), "57:13", "\"one\" and \"two\" can't run at the same time");
  }

  @Test
  void other_keys_beside_the_group() {
    EditedRunbook runbook =
        EditedRunbook.small()
            .with(
                WEB,
                "      - id: both\n        together:\n" + (WEB + job("one", "shop")).indent(4));
    assertProblem(runbook, "50:9", "unknown key \"id\"");
  }
}
