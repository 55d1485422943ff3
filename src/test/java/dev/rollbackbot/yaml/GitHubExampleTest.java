package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JakartaJsonNode;
import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.runbook.job.MergeSpec;
import dev.rollbackbot.runbook.job.PullRequestSpec;
import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example for GitHub Actions can be used as it is; mistakes in such a step are told. */
@Pure
final class GitHubExampleTest {
  private static final Path EXAMPLE = Path.of("docs", "runbooks", "github-actions.yaml");

  private static RunbookReader.RunbookReadResult read(String text) {
    return new RunbookReader(Map.of()).read("github-actions.yaml", text);
  }

  private static boolean schemaAccepts(String text) {
    Validator validator =
        new ValidatorFactory().withJsonNodeFactory(new JakartaJsonNode.Factory()).createValidator();
    URI schema = validator.registerSchema(TestFiles.text("/runbooks/runbook.schema.json"));
    return validator.validate(schema, YamlAsJson.json(text).toString()).isValid();
  }

  @Test
  void it_has_no_problem_and_says_what_is_run() throws IOException {
    String text = Files.readString(EXAMPLE);
    assertThat(read(text).problems()).isEmpty();
    assertThat(schemaAccepts(text)).isTrue();
    Runbook runbook = read(text).runbook().orElseThrow();
    assertThat(runbook.providers()).containsExactly("kubernetes", "github");
    JobSpec job = ((Step.JobStep) runbook.methods().getFirst().steps().getFirst()).job();
    assertThat(job)
        .isEqualTo(
            new JobSpec.WorkflowSpec(
                "shop/web",
                "rollback.yml",
                "main",
                Map.of("version", "{version}", "environment", "production"),
                List.of("Deploy")));
    assertThat(job.summary(Map.of("version", "v1.4.2")))
        .isEqualTo("rollback.yml of shop/web at main environment=production version=v1.4.2");
    assertThat(job.resource(Map.of())).isEqualTo("shop/web/rollback.yml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "repository: shop/web | repository: shop | \"repository\" is one of GITHUB_REPOSITORIES",
        "repository: shop/web | repository: shop/../web | \"repository\" is one of",
        "workflow: rollback.yml | workflow: ../rollback.yml | \"workflow\" is the name of a file",
        "workflow: rollback.yml | workflow: rollback | \"workflow\" is the name of a file",
        "provider: github | provider: gitlab | unknown provider",
        "environment: production} | correlation: x} | is filled in by the bot",
        "ref: main | ref: main\\n          program: git | unknown key",
        "jobs: [Deploy] | jobs: Deploy | must be a list"
      })
  void what_can_not_be_run_is_told(String text, String instead, String problem) throws IOException {
    String changed = Files.readString(EXAMPLE).replace(text, instead.replace("\\n", "\n"));
    assertThat(read(changed).problems()).anySatisfy(p -> assertThat(p.message()).contains(problem));
    assertThat(schemaAccepts(changed)).isFalse();
  }

  @Test
  void a_placeholder_without_an_input_is_told() throws IOException {
    String changed = Files.readString(EXAMPLE).replace("ref: main ", "ref: \"{branch}\" ");
    assertThat(read(changed).problems())
        .extracting(RunbookReader.Problem::message)
        .containsExactly("{branch} stands for no input; declare it under \"inputs\"");
  }

  private static final Path REVERT = Path.of("docs", "runbooks", "github-revert.yaml");

  @Test
  void a_revert_is_opened_and_merged() throws IOException {
    Runbook runbook = read(Files.readString(REVERT)).runbook().orElseThrow();
    assertThat(runbook.providers()).containsExactly("kubernetes", "process", "github");
    List<JobSpec> jobs =
        runbook.methods().getFirst().steps().stream()
            .filter(Step.JobStep.class::isInstance)
            .map(step -> ((Step.JobStep) step).job())
            .toList();
    PullRequestBranches branches =
        new PullRequestBranches("shop/web", "rollback/{incident}", "main", List.of("test"));
    assertThat(jobs.subList(1, 3))
        .containsExactly(
            new PullRequestSpec(
                branches,
                "Revert because of {incident}",
                Optional.of("Customers see errors; please review it now.")),
            new MergeSpec(branches, MergeSpec.MergeMethod.MERGE));
    Map<String, String> values = Map.of("incident", "INC-7");
    assertThat(jobs.get(1).summary(values))
        .isEqualTo("pull request of shop/web from rollback/INC-7 to main: Revert because of INC-7");
    assertThat(jobs.get(2).summary(values))
        .isEqualTo("merge rollback/INC-7 into main of shop/web with a merge commit");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pull_request: | pull_requests: | unknown key",
        "base: main | base: ma in | is the name of a branch",
        "repository: shop/web | repository: shop | \"repository\" is one of GITHUB_REPOSITORIES",
        "method: merge | method: force | unknown word",
        "checks: [test] | checks: test | must be a list",
        "title: \"Revert because of {incident}\" | workflow: x.yml | \"title\" is missing"
      })
  void what_can_not_be_opened_or_merged_is_told(String text, String instead, String problem)
      throws IOException {
    String changed = Files.readString(REVERT).replace(text, instead);
    assertThat(read(changed).problems()).anySatisfy(p -> assertThat(p.message()).contains(problem));
    assertThat(schemaAccepts(changed)).isFalse();
  }

  @Test
  void a_merge_of_what_no_earlier_step_opens_is_told() throws IOException {
    String changed =
        Files.readString(REVERT).replaceFirst("base: main(?=\n +title)", "base: release-1");
    assertThat(read(changed).problems())
        .extracting(RunbookReader.Problem::message)
        .containsExactly(
            "the step \"merge\" merges what no earlier step opens: a step with pull_request must"
                + " name the same repository, head and base");
  }

  @Test
  void a_service_may_name_several_workflows() throws IOException {
    String text =
        Files.readString(Path.of("docs", "runbooks", "github-environment.yaml"))
            .replace("rollback.yml@production", "rollback.yml+deploy.yml@production");
    assertThat(read(text).problems()).isEmpty();
    assertThat(schemaAccepts(text)).isTrue();
  }

  @Test
  void two_services_of_one_environment_are_refused() throws IOException {
    String text =
        Files.readString(Path.of("docs", "runbooks", "github-environment.yaml"))
            .replaceFirst(
                "(?m)^(  - id: shop\n)", "  - {id: api, name: API, kind: github_environment}\n$1")
            .replace(
                "      shop: {resource: ",
                "      api: {resource: Shop/web/api.yml@Production}\n      shop: {resource: ");
    assertThat(read(text).problems())
        .extracting(RunbookReader.Problem::message)
        .containsExactly(
            "\"api\" and \"shop\" are deployed to the same environment at GitHub"
                + " (shop/web@production), where nobody can tell which of them a deployment is of;"
                + " give each an environment of its own");
  }

  @Test
  void a_service_names_its_workflow_and_environment() throws IOException {
    String text = Files.readString(Path.of("docs", "runbooks", "github-environment.yaml"));
    Runbook runbook = read(text).runbook().orElseThrow();
    assertThat(runbook.providers()).containsExactly("github");
    assertThat(runbook.serviceIn(runbook.environments().getFirst(), "shop").lockKey())
        .isEqualTo("github/github_environment/shop/web@production");
    String changed = text.replace("rollback.yml@production", "rollback.yml");
    assertThat(read(changed).problems())
        .anySatisfy(p -> assertThat(p.message()).contains("repository/workflow@environment"));
    assertThat(schemaAccepts(changed)).isFalse();
  }
}
