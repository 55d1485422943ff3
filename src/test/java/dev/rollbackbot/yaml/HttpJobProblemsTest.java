package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import org.junit.jupiter.api.Test;

/** What is wrong with a job by HTTP is said with its position. */
@Pure
final class HttpJobProblemsTest {
  private static final String GOOD =
      """
      start: {url: "https://a.example/{web}", id: /id, body: {c: "{correlation}", n: 1.5, t: true}}
      state: {url: "https://a.example/{run}", word: /status, done: [ok]}
      """;

  private static EditedRunbook with(String run) {
    return EditedRunbook.small()
        .with(
            "        roll_back: web\n        expected: It works\n",
            "        run:\n          provider: http\n"
                + run.indent(10)
                + "        inputs: [{id: web, title: Web, pattern: \"[a-z]+\"}]\n"
                + "        timeout: 5m\n        expected: It works\n        way_back: none\n");
  }

  private static void problem(String run, String text) {
    assertThat(with(run).problems())
        .as("problems of\n%s", run)
        .anySatisfy(problem -> assertThat(problem).contains(text));
  }

  @Test
  void a_good_one_has_none() {
    assertThat(with(GOOD).problems()).noneMatch(problem -> problem.contains(": error: "));
  }

  @Test
  void addresses() {
    String wrong = "must be an https address without user and fragment, with placeholders only";
    for (String url :
        new String[] {
          "http://a.example/{web}",
          "https://{web}.example/x",
          "https://u:p@a.example/{web}",
          "https://a.example/{web}#x",
          "ftp://a.example/{web}"
        }) {
      problem(GOOD.replace("https://a.example/{web}", url), wrong);
    }
    problem(
        GOOD.replace("https://a.example/{run}", "https://b.example/{run}"),
        "all addresses of a run are of one host");
  }

  @Test
  void placeholders() {
    problem(GOOD.replace("{web}", "{wep}"), "{wep} stands for no input");
    problem(GOOD.replace("{web}", "{run}"), "{run} stands for no input");
    problem(GOOD.replace("{web}", "x"), "the input \"web\" is asked for and not used");
    problem(GOOD.replace("id: /id, ", ""), "{run} is not known");
  }

  @Test
  void a_search_needs_the_correlation_id_in_the_start_and_in_itself() {
    String find = "find: {url: \"https://a.example/runs\", where: {/c: \"%s\"}, id: /id}\n";
    assertThat(with(GOOD + find.formatted("{correlation}")).problems())
        .noneMatch(problem -> problem.contains(": error: "));
    problem(GOOD + find.formatted("x"), "a search needs {correlation}");
    problem(
        GOOD.replace("{correlation}", "x") + find.formatted("{correlation}"),
        "\"find\" needs {correlation} in what \"start\" sends");
  }

  @Test
  void places_words_methods_and_headers() {
    problem(GOOD.replace("word: /status", "word: status"), "is a JSON pointer such as /id");
    problem(
        GOOD.replace("done: [ok]", "done: [ok], failed: [ok]"), "the word \"ok\" is here twice");
    problem(GOOD.replace("done: [ok]", "running: [a]"), "\"done\" is missing in this state");
    problem(GOOD.replace("id: /id", "method: GET, id: /id"), "\"method\" is POST, PUT, PATCH");
    problem(GOOD + "headers: {Host: other.example}\n", "\"Host\" can't be a header");
    problem(
        GOOD.replace("id: /id", "form: {a: b}, id: /id"), "a call has a body or a form, not both");
  }

  @Test
  void an_unknown_provider() {
    assertThat(with(GOOD).with("provider: http", "provider: htpp").problems())
        .anySatisfy(
            p -> assertThat(p).contains("unknown provider \"htpp\", did you mean \"http\"?"));
  }

  @Test
  void a_step_cannot_change_a_service_of_the_kind_other() {
    assertThat(EditedRunbook.small().with("kind: worker", "kind: other").problems())
        .anySatisfy(p -> assertThat(p).contains("\"web\" is of the kind other"));
  }
}
