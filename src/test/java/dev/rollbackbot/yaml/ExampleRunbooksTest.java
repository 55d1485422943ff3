package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JakartaJsonNode;
import dev.rollbackbot.runbook.Runbook;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The runbooks of {@code docs/runbooks} can be used as they are, and editors accept them. */
final class ExampleRunbooksTest {
  private static final Path FOLDER = Path.of("docs", "runbooks");

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @Test
  void there_is_one_for_each_of_these() throws IOException {
    assertThat(files().stream().map(file -> file.getFileName().toString().replace(".yaml", "")))
        .contains(
            "argo-rollouts",
            "argocd",
            "ecs",
            "flux",
            "flux-helm",
            "gitlab",
            "gitlab-environment",
            "github-actions",
            "github-environment",
            "github-revert",
            "helm",
            "heroku",
            "jenkins",
            "kubernetes",
            "lambda",
            "launchdarkly",
            "netlify",
            "rundeck",
            "unleash",
            "vercel",
            "workers");
  }

  @ParameterizedTest
  @MethodSource("files")
  void it_has_no_problem(Path file) throws IOException {
    String text = Files.readString(file);
    RunbookReader.RunbookReadResult result =
        new RunbookReader(Map.of()).read(file.getFileName().toString(), text);
    assertThat(result.problems()).isEmpty();
    assertThat(result.runbook().map(Runbook::id))
        .contains(file.getFileName().toString().replace(".yaml", ""));
    assertThat(text).startsWith("# yaml-language-server: $schema=");
  }

  @ParameterizedTest
  @MethodSource("files")
  void the_schema_accepts_it(Path file) throws IOException {
    Validator validator =
        new ValidatorFactory().withJsonNodeFactory(new JakartaJsonNode.Factory()).createValidator();
    URI schema = validator.registerSchema(TestFiles.text("/runbooks/runbook.schema.json"));
    assertThat(
            validator
                .validate(schema, YamlAsJson.json(Files.readString(file)).toString())
                .getErrors())
        .isEmpty();
  }
}
