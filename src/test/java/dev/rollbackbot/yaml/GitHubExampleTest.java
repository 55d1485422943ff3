package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JakartaJsonNode;
import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.JobSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    assertThat(job.resource()).isEqualTo("shop/web/rollback.yml");
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
}
