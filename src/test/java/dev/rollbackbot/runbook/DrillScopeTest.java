package dev.rollbackbot.runbook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.ServiceRef.ClusterRef;
import dev.rollbackbot.yaml.RunbookReader;
import dev.rollbackbot.yaml.RunbookReader.Problem;
import dev.rollbackbot.yaml.RunbookReader.RunbookReadResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a drill may use is told by what is locked, not by names of services. */
@Pure
final class DrillScopeTest {
  private static final String WEB =
      "web: {resource: web-live, address: \"https://web.example.com\"}";

  /** With drills in {@code there}, whose service has that resource. */
  private static String drilled(String there, String resource) throws IOException {
    try (InputStream in = DrillScopeTest.class.getResourceAsStream("/runbooks/small.yaml")) {
      String small = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      return small
          .replace(
              "    break_glass: critical\n",
              """
                  break_glass: critical
                - id: %s
                  approvers: "@oncall"
                  updates: 30m
                  services:
                    web: {resource: %s, address: "https://there.example.com"}
                  break_glass: critical
              """
                  .formatted(there, resource))
          .replace(
              "  environment: live\n", "  environment: live\n  environments: [" + there + "]\n");
    }
  }

  /** With a method more, of these steps. */
  private static String with(String text, String steps) {
    return text.replace(
        "\nverification:\n",
        """
          - id: jobs
            name: By jobs
            when: Second choice
            steps:
        %s
        verification:
        """
            .formatted(steps.indent(6)));
  }

  private static RunbookReadResult read(String text) {
    return new RunbookReader(Map.of()).read("small.yaml", text);
  }

  private static List<String> errors(RunbookReadResult result) {
    return result.problems().stream()
        .filter(problem -> problem.level() == RunbookReader.ProblemLevel.ERROR)
        .map(Problem::message)
        .toList();
  }

  private static List<String> methods(String steps) throws IOException {
    RunbookReadResult result = read(with(drilled("staging", "web-staging"), steps));
    assertThat(errors(result)).isEmpty();
    Runbook runbook = result.runbook().orElseThrow();
    return DrillScope.of(runbook, runbook.environment("staging").orElseThrow()).methods().stream()
        .map(Method::id)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod2", "production1", "prd01", "eu-live3", "prod-eu", "eu-prod2-a"})
  void a_production_is_known_by_its_name_with_a_number_too(String id) throws IOException {
    assertThat(errors(read(drilled(id, "web-other"))))
        .containsExactly(
            "\"" + id + "\" is a production by its name: a drill is never opened there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"staging", "pre-prod", "non-prod2", "alive", "products"})
  void others_are_none(String id) throws IOException {
    assertThat(errors(read(drilled(id, "web-other")))).isEmpty();
  }

  @Test
  void the_same_resource_is_the_same_however_it_is_written() throws IOException {
    assertThat(errors(read(drilled("staging", "Web-Live"))))
        .containsExactly(
            "in \"staging\" the service \"web\" is what \"live\" has, too (web-live), where no"
                + " drill may be opened; give it one of its own, or don't open drills there");
  }

  @Test
  void the_same_resource_of_a_service_of_another_name_is_the_same() throws IOException {
    String two =
        drilled("staging", "web-staging")
            .replace(
                "    kind: worker\n",
                "    kind: worker\n  - {id: shop, name: Shop, kind: worker}\n")
            .replace(WEB, WEB + "\n      shop: {resource: shop-live}")
            .replace(
                "address: \"https://there.example.com\"}",
                "address: \"https://there.example.com\"}\n      shop: {resource: web-live}");
    assertThat(errors(read(two)))
        .singleElement()
        .asString()
        .startsWith("in \"staging\" the service \"shop\" is what \"live\" has, too (web-live)");
  }

  @Test
  void the_same_name_in_two_clusters_is_two_resources() throws IOException {
    String text =
        drilled("staging", "shop/api")
            .replace("web-live", "shop/api")
            .replace("kind: worker", "kind: deployment");
    RunbookReader apart =
        new RunbookReader(
            Map.of(), id -> Optional.of(new ClusterRef(id, id + ".example:6443", false)));
    RunbookReader together =
        new RunbookReader(
            Map.of(), _ -> Optional.of(new ClusterRef("one", "one.example:6443", true)));
    assertThat(errors(apart.read("small.yaml", text))).isEmpty();
    assertThat(errors(together.read("small.yaml", text)))
        .singleElement()
        .asString()
        .contains("is what \"live\" has, too (shop/api in one.example:6443)")
        .doesNotContain("without the settings");
    assertThat(errors(read(text)))
        .singleElement()
        .asString()
        .endsWith("is not known without the settings of Kubernetes)");
  }

  @Test
  void a_workflow_that_is_started_in_the_same_way_everywhere_is_not_used() throws IOException {
    String workflow =
        """
        - id: run
          title: Run it
          service: web
          run: {provider: github, repository: shop/web, workflow: deploy.yml, ref: main%s}
          timeout: 5m
          expected: It works
          way_back: Run it again
        """;
    assertThat(methods(workflow.formatted(""))).containsExactly("back");
    assertThat(methods(workflow.formatted(", with: {to: \"{environment}\"}")))
        .containsExactly("back", "jobs");
  }

  @Test
  void what_is_merged_into_the_same_branch_is_not_used() throws IOException {
    String merge =
        """
        - id: pull
          title: Open it
          run:
            provider: github
            repository: shop/web
            pull_request: {head: "back/{environment}/{incident}-{plan}", base: "%1$s", title: Go back}
          timeout: 1h
          expected: It can be merged
          way_back: Close it
        - id: merge
          title: Merge it
          run:
            provider: github
            repository: shop/web
            merge: {head: "back/{environment}/{incident}-{plan}", base: "%1$s"}
          timeout: 5m
          expected: It is merged
          way_back: Revert it
        """;
    assertThat(methods(merge.formatted("main"))).containsExactly("back");
    assertThat(methods(merge.formatted("at/{environment}"))).containsExactly("back", "jobs");
  }

  @Test
  void a_runbook_of_which_a_drill_can_use_no_method_opens_none() throws IOException {
    String only =
        with(drilled("staging", "web-staging"), PROGRAM)
            .replaceFirst("(?s)  - id: back\n.*?(?=  - id: jobs)", "");
    assertThat(errors(read(only)))
        .containsExactly(
            "no method can be used by a drill in \"staging\": \"Run it\" of \"By jobs\" uses the"
                + " same job, as in \"live\", where no drill may be opened");
  }

  private static final String PROGRAM =
      """
      - id: run
        title: Run it
        run: {program: deploy, arguments: [back], environment: [PATH]}
        timeout: 5m
        expected: It works
        way_back: Run it again
      """;
}
