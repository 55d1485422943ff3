package dev.rollbackbot.gateway.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.incident.rollback.Invocation.RunWorkflow;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run of the workflow that deploys. */
abstract class WorkflowBed extends GitHubJobsBed {
  static final String ID = "INC-7/3";

  final RunWorkflow run(String... jobs) {
    return run("shop/web", "deploy.yml", "main", Map.of("version", "1.4.2"), jobs);
  }

  final RunWorkflow run(
      String repository, String workflow, String ref, Map<String, String> inputs, String... jobs) {
    return new RunWorkflow(
        repository,
        workflow,
        ref,
        inputs,
        List.of(jobs),
        Duration.ofMinutes(10),
        Optional.of(github.clock.instant()),
        Optional.empty(),
        Optional.empty());
  }

  final String started(RunWorkflow run) {
    return started(run, ID);
  }

  final NotStarted refused(RunWorkflow run) {
    NotStarted refused = refused(run, ID);
    assertThat(github.standIn.runs()).isEmpty();
    return refused;
  }

  final List<JsonObject> dispatches() {
    return github.calls("POST", "/dispatches");
  }

  final ProviderGateway gateway() {
    return new ProviderGateway(Map.of(GitHubProvider.ID, provider), github.clock);
  }
}
