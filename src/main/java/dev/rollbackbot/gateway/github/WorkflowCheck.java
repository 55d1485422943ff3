package dev.rollbackbot.gateway.github;

import dev.rollbackbot.gateway.BoundedJson;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.ProviderText;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.runbook.job.JobSpec.WorkflowSpec;
import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a workflow before it is run: one whose runs don't carry the id that the bot gives them
 * could not be found again, so it is not started at all.
 */
record WorkflowCheck(GitHubClient client) {
  /** The value of {@code run-name}, over several lines too. */
  private static final Pattern RUN_NAME =
      Pattern.compile("(?m)^run-name:[^\\n]*(?:\\n[ \\t]+[^\\n]*)*");

  private static final Pattern CORRELATION_USED =
      Pattern.compile("inputs\\." + WorkflowSpec.CORRELATION + "\\b");

  /**
   * Nothing if it can be run.
   *
   * @param inputs that it will be given, without the bot's own
   * @throws ProviderReadException why it can't, in words for people
   */
  void require(
      String repository,
      String workflow,
      String ref,
      Collection<String> inputs,
      RateLimitBudget budget)
      throws ProviderReadException {
    require(repository, workflow, ref, inputs, List.of(), budget);
  }

  /** {@code named}: inputs that the name of the run has to tell too. */
  void require(
      String repository,
      String workflow,
      String ref,
      Collection<String> inputs,
      Collection<String> named,
      RateLimitBudget budget)
      throws ProviderReadException {
    JsonObject described =
        client.read("/repos/%s/actions/workflows/%s".formatted(repository, workflow), budget);
    String state = BoundedJson.text(described, "state").orElse("");
    if (!state.equals("active")) {
      throw refused(
          "workflow-disabled",
          "The workflow %s of %s is not active at GitHub: its state is “%s”."
              .formatted(workflow, repository, ProviderText.clip(state)));
    }
    String file =
        content(
            client.read(
                "/repos/%s/contents/.github/workflows/%s?ref=%s"
                    .formatted(
                        repository, workflow, URLEncoder.encode(ref, StandardCharsets.UTF_8)),
                budget));
    Optional<String> problem = problem(file, inputs, named);
    if (problem.isPresent()) {
      throw refused(
          "workflow-unusable",
          "%s of %s at %s can't be run by the bot: %s"
              .formatted(workflow, repository, ref, problem.get()));
    }
  }

  private static String content(JsonObject answer) throws ProviderReadException {
    try {
      return new String(
          Base64.getMimeDecoder().decode(BoundedJson.text(answer, "content").orElse("")),
          StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refused("unreadable-answer", "GitHub's answer holds no readable file.");
    }
  }

  private static Optional<String> problem(
      String file, Collection<String> inputs, Collection<String> named) {
    if (!file.contains("workflow_dispatch")) {
      return Optional.of("it has no workflow_dispatch.");
    }
    Matcher name = RUN_NAME.matcher(file);
    if (!name.find() || !CORRELATION_USED.matcher(name.group()).find()) {
      return Optional.of(
          "its run-name must contain ${{ inputs.%s }}, by which its runs are found again."
              .formatted(WorkflowSpec.CORRELATION));
    }
    Optional<String> untold =
        named.stream()
            .filter(input ->
                !Pattern.compile("inputs\\." + Pattern.quote(input) + "\\b")
                    .matcher(name.group())
                    .find())
            .findFirst();
    if (untold.isPresent()) {
      return Optional.of(
          "its run-name must contain ${{ inputs.%s }}, by which it is known what was deployed."
              .formatted(untold.get()));
    }
    List<String> missing = new ArrayList<>(inputs);
    missing.add(WorkflowSpec.CORRELATION);
    missing.removeIf(input -> declares(file, input));
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("it does not declare the input %s.".formatted(String.join(", ", missing)));
  }

  private static boolean declares(String file, String input) {
    return Pattern.compile("(?m)^[ \\t]+[\"']?" + Pattern.quote(input) + "[\"']?[ \\t]*:")
        .matcher(file)
        .find();
  }

  private static ProviderReadException refused(String code, String text) {
    return new ProviderReadException(FailureKind.REFUSED, code, text);
  }
}
